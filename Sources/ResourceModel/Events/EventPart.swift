// SPDX-License-Identifier: Apache-2.0

/// The part of the machine that an event is about, with what was known of it: it may be gone by the time that somebody
/// reads this.
public struct EventPart: Sendable, Hashable {
    /// The class whose instance the part is, such as `CIM_DiskDrive`; empty where no class knows the part.
    public var className: String
    /// The part's stable name: the identifying key's text, or the kernel's path where no class knows the part.
    public var id: String
    /// What people call it, such as `fan1 (rear)` or `Samsung PM9A3 in slot 4`.
    public var name: String
    /// What else is known of it: properties of the class in MOF spelling, or facts such as `SerialNumber`, `Slot`.
    public var facts: [EventFact]

    /// A part.
    public init(className: String, id: String, name: String, facts: [EventFact] = []) {
        self.className = className
        self.id = id
        self.name = name
        self.facts = facts
    }
}

/// One thing known of a part.
public struct EventFact: Sendable, Hashable {
    /// What it is, such as `SerialNumber`.
    public let name: String
    /// What it says, in the lexical form of the property's type.
    public let text: String

    /// A fact.
    public init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
