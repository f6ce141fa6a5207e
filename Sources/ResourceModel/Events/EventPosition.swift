// SPDX-License-Identifier: Apache-2.0

/// Where an event stands in the log: which log, and which number in it.
///
/// Numbers grow by one and are never used twice within an epoch; a log that begins anew has another epoch.
public struct EventPosition: Sendable, Hashable {
    /// The log, by the UUID that it was given when it began, in lower case.
    public let epoch: String
    /// The number in the log, from 1; 0 stands before the first.
    public let sequence: UInt64

    /// A position.
    public init(epoch: String, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }
}

extension EventPosition: CustomStringConvertible {
    /// `epoch/sequence`.
    public var description: String { "\(epoch)/\(sequence)" }

    /// Reads the text form; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 36, let sequence = UInt64(parts[1]),
            parts[0].utf8.allSatisfy({ $0 == 45 || 48...57 ~= $0 || 97...102 ~= $0 })
        else { return nil }
        self.init(epoch: String(parts[0]), sequence: sequence)
    }
}
