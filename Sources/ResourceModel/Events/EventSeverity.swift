// SPDX-License-Identifier: Apache-2.0

/// How bad an event is: the numbers of CIM's `PerceivedSeverity` that are used here.
public enum EventSeverity: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    /// Nothing to be done: a part came, a condition is over.
    case information = 2
    /// Outside what is normal, still safe.
    case warning = 3
    /// A part does not do its work any more; the machine does.
    case major = 5
    /// Outside what is safe.
    case critical = 6
    /// Damage, or the machine switches off.
    case fatal = 7

    /// Orders from harmless to bad.
    public static func < (lhs: EventSeverity, rhs: EventSeverity) -> Bool { lhs.rawValue < rhs.rawValue }

    /// The word that people read and filters of the command line take.
    public var name: String { "\(self)" }

    /// The severity of this word.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
