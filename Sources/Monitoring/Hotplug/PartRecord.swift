// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What an inventory knows of one part: enough to compare it, and to tell of it when it is gone.
public struct PartRecord: Sendable, Hashable {
    /// What makes a record unique.
    public struct Key: Sendable, Hashable {
        /// The kind.
        public let kind: PartKind
        /// What the part is among those of its kind.
        public let identity: String

        /// A key.
        public init(_ kind: PartKind, _ identity: String) {
            self.kind = kind
            self.identity = identity
        }
    }

    /// How a part gets on with what it does.
    public enum Health: String, Sendable, Hashable {
        /// Well.
        case good
        /// It works, and not as it should.
        case degraded
        /// It works no more.
        case failed
    }

    /// What makes it unique, and stays when the kernel numbers anew.
    public var key: Key
    /// The class whose instance it is; empty where no class knows it.
    public var className: String
    /// The key of that instance, or the kernel's path.
    public var id: String
    /// What people call it.
    public var name: String
    /// Where it is, in words that stay when the kernel numbers anew; two parts of a kind are never at one place.
    public var place: String?
    /// The label of that place, for people.
    public var slot: String?
    /// The maker's number of this one piece.
    public var serial: String?
    /// What it is sold as.
    public var model: String?
    /// The revision of what runs in it.
    public var firmware: String?
    /// What else is compared: another value makes an event.
    public var traits: [EventFact] = []
    /// What is told along and not compared.
    public var facts: [EventFact] = []
    /// Where it hangs, as paths: what is below the path of another part goes with that one.
    public var topology: [String] = []
    /// The path of what is this very part seen from the other side, such as the PCI function of an NVMe drive.
    public var embodies: String?
    /// The kernel's devices of the moment, below `sys`, that are this part.
    public var nodes: [String] = []
    /// Whether it runs; nil where that cannot be said of it.
    public var isOnline: Bool?
    /// What its link is less than it could be, such as `8 of 16 lanes`; empty where it is all it can be, nil where nobody
    /// knows.
    public var linkShortfall: String?
    /// Whether it has power to give; nil where nobody knows.
    public var hasPower: Bool?
    /// How it gets on; nil where nobody knows.
    public var health: Health?

    /// A part of which only its key, class and name are known.
    public init(_ kind: PartKind, identity: String, className: String = "", id: String, name: String) {
        key = Key(kind, identity)
        self.className = className
        self.id = id
        self.name = name
    }

    /// The part as events tell of it.
    func part(adding more: [EventFact] = []) -> EventPart {
        var all: [EventFact] = []
        func add(_ name: String, _ text: String?) { if let text { all.append(EventFact(name, text)) } }
        add("Slot", slot)
        add("Model", model)
        add("SerialNumber", serial)
        add("FirmwareVersion", firmware)
        return EventPart(className: className, id: id, name: name, facts: all + traits + facts + more)
    }

    /// Whether it is certainly another piece than that one.
    func isAnother(than other: PartRecord) -> Bool {
        if let own = serial, let old = other.serial { return own != old }
        if let own = model, let old = other.model { return own != old }
        return false
    }

    /// Whether it is certainly the same piece as that one, wherever it is.
    func isSame(as other: PartRecord) -> Bool {
        guard let serial, let model else { return false }
        return key.kind == other.key.kind && serial == other.serial && model == other.model
    }

    /// Takes over what that one knew and this one does not: what could not be read is not other than before.
    mutating func inherit(from old: PartRecord) {
        // Of what is offline the kernel does not say where it is, and others guess.
        if isOnline == false, !old.topology.isEmpty {
            topology = old.topology
            facts = old.facts
        }
        isOnline = isOnline ?? old.isOnline
        linkShortfall = linkShortfall ?? old.linkShortfall
        hasPower = hasPower ?? old.hasPower
        health = health ?? old.health
    }
}
