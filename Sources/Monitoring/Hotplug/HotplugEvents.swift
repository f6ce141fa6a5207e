// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Makes events of what became of parts.
struct HotplugEvents {
    private let occasion: InventoryOccasion
    private let memberLimit: Int
    private(set) var events: [Event] = []
    private(set) var incidents: [String: String]

    init(_ occasion: InventoryOccasion, memberLimit: Int, incidents: [String: String]) {
        self.occasion = occasion
        self.memberLimit = memberLimit
        self.incidents = incidents
    }

    /// Tells that an inventory was made for the first time, and which of its parts are not well.
    mutating func baseline(_ records: some Collection<PartRecord>) {
        var counts: [PartKind: Int] = [:]
        for record in records { counts[record.key.kind, default: 0] += 1 }
        let facts = PartKind.allCases.compactMap { kind in
            counts[kind].map { EventFact("\(kind.rawValue)Count", "\($0)") }
        }
        let part = EventPart(className: "CIM_ComputerSystem", id: "", name: "this machine", facts: facts)
        add(
            .baselineCreated, .information, part: part,
            message: "The first inventory was made: \(records.count) parts.", arguments: ["\(records.count)"])
        // Conditions that hold already are told; parts that are there are not news.
        for record in records.sorted(by: { $0.key.identity < $1.key.identity }) {
            if record.linkShortfall.map({ !$0.isEmpty }) == true { condition(.linkDegraded, record) }
            if record.hasPower == false { condition(.powerLost, record) }
            if let health = record.health, health != .good { condition(.healthChanged, record) }
        }
    }

    /// Tells what became of parts: what came or went together is one event.
    mutating func tell(_ changes: [PartChange]) {
        for sort in [PartChange.Sort.removed, .added, .offline, .online] {
            for group in TopologyGroup.groups(changes.filter { $0.sort == sort }) { tell(group) }
        }
        for change in changes {
            switch change.sort {
            case .added, .removed, .offline, .online: break
            case .replaced: replaced(change)
            case .moved: moved(change)
            case .changed(let differences): changed(change, differences)
            case .linkDegraded, .linkRestored, .powerLost, .powerRestored, .healthChanged:
                condition(change.sort, change.record)
            }
        }
    }

    /// Ends the incidents of parts that are there no more, quietly: that they went was told.
    mutating func end(of records: [PartRecord.Key: PartRecord], kinds: Set<PartKind>) {
        let alive = Set(records.keys.flatMap { key in Condition.allCases.map { $0.about(key) } })
        for about in incidents.keys where !alive.contains(about) {
            guard let kind = Condition.kind(of: about), kinds.contains(kind) else { continue }
            incidents[about] = nil
        }
    }

    private mutating func tell(_ group: TopologyGroup) {
        let record = group.leader.record
        let removal = removal(of: group)
        let what: (kind: EventKind, severity: EventSeverity, verb: String)
        switch group.leader.sort {
        case .added: what = (.partAdded, .information, "was added")
        case .removed: what = (.partRemoved, removal == .orderly ? .information : .warning, "was removed")
        case .offline:
            what =
                record.key.kind == .memoryBlock
                ? (.memoryOffline, .warning, "is used no more") : (.processorOffline, .warning, "runs no more")
        default:
            what =
                record.key.kind == .memoryBlock
                ? (.memoryOnline, .information, "is used again") : (.processorOnline, .information, "runs again")
        }
        var facts: [EventFact] = []
        if what.kind == .partRemoved, let removal { facts.append(EventFact("Removal", removal.rawValue)) }
        var message = "\(Self.title(record)) \(what.verb)"
        if !group.members.isEmpty {
            let named = group.members.prefix(memberLimit).map(\.record)
            facts.append(EventFact("MemberCount", "\(group.members.count)"))
            facts.append(EventFact("Members", named.map(\.id).joined(separator: " ")))
            let more = group.members.count - named.count
            message +=
                ", and with it " + named.map(\.name).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        }
        add(
            what.kind, what.severity, part: record.part(adding: facts), message: message + ".",
            arguments: [record.name] + group.members.prefix(memberLimit).map(\.record.name))
    }

    /// How a group left: as whatever of it was told of, and by surprise where any part of it did.
    private func removal(of group: TopologyGroup) -> SettledDevice.Departure? {
        guard group.leader.sort == .removed else { return nil }
        let nodes = ([group.leader] + group.members).flatMap(\.record.nodes)
        let told = nodes.compactMap { occasion.departures[$0] }
        return told.isEmpty ? nil : told.contains(.orderly) ? .orderly : .surprise
    }

    private mutating func replaced(_ change: PartChange) {
        guard let previous = change.previous else { return }
        let place = change.record.slot.map { " in \($0)" } ?? ""
        add(
            .partReplaced, .information, part: change.record.part(), previous: previous.part(),
            message:
                "\(change.record.key.kind.word) \(Self.piece(previous))\(place) was replaced by \(Self.piece(change.record)).",
            arguments: [Self.piece(previous), Self.piece(change.record)])
    }

    private mutating func moved(_ change: PartChange) {
        guard let previous = change.previous else { return }
        let from = previous.slot ?? previous.place ?? "an unknown place"
        let to = change.record.slot ?? change.record.place ?? "an unknown place"
        add(
            .partMoved, .information, part: change.record.part(), previous: previous.part(),
            message: "\(change.record.key.kind.word) \(Self.piece(change.record)) moved from \(from) to \(to).",
            arguments: [change.record.name, from, to])
    }

    private mutating func changed(_ change: PartChange, _ differences: [PartChange.Difference]) {
        let texts = differences.map(\.text)
        add(
            .partChanged, .information, part: change.record.part(), previous: change.previous?.part(),
            message: "\(Self.title(change.record)) changed: \(texts.joined(separator: ", ")).",
            arguments: [change.record.name] + texts)
    }

    private mutating func condition(_ sort: PartChange.Sort, _ record: PartRecord) {
        let title = Self.title(record)
        switch sort {
        case .linkDegraded:
            let shortfall = record.linkShortfall ?? ""
            begin(
                .link, .linkDegraded, .warning, record, "The link of \(title) is degraded: \(shortfall).", [shortfall])
        case .linkRestored: clear(.link, .linkRestored, record, "The link of \(title) is as it should be again.")
        case .powerLost: begin(.power, .powerLost, .major, record, "\(title) has no input power.", [])
        case .powerRestored: clear(.power, .powerRestored, record, "\(title) has input power again.")
        case .healthChanged:
            switch record.health {
            case .failed: begin(.health, .partFailed, .critical, record, "\(title) works no more.", [])
            case .degraded: begin(.health, .driveHealth, .warning, record, "\(title) works with degraded health.", [])
            case .good, nil: clear(.health, .partReturned, record, "\(title) works again.")
            }
        default: break
        }
    }

    /// Begins an incident, or tells that it is another now.
    private mutating func begin(
        _ condition: Condition, _ kind: EventKind, _ severity: EventSeverity, _ record: PartRecord, _ message: String,
        _ arguments: [String]
    ) {
        let about = condition.about(record.key)
        let known = incidents[about]
        let incident = known ?? "\(about)@\(occasion.time.microseconds)"
        incidents[about] = incident
        let transition: EventTransition = known == nil ? .asserted : severity == .warning ? .deescalated : .escalated
        add(
            kind, severity, transition, part: record.part(), message: message, arguments: [record.name] + arguments,
            incident: incident)
    }

    private mutating func clear(_ condition: Condition, _ kind: EventKind, _ record: PartRecord, _ message: String) {
        let incident = incidents.removeValue(forKey: condition.about(record.key))
        add(
            kind, .information, .cleared, part: record.part(), message: message, arguments: [record.name],
            incident: incident)
    }

    private mutating func add(
        _ kind: EventKind, _ severity: EventSeverity, _ transition: EventTransition = .occurred, part: EventPart,
        previous: EventPart? = nil, message: String, arguments: [String], incident: String? = nil
    ) {
        events.append(
            Event(
                kind, severity, transition, part: part, previous: previous, message: message, arguments: arguments,
                incident: incident, time: occasion.time, observed: occasion.observed, since: occasion.since))
    }

    /// The part with what people need to find it.
    private static func title(_ record: PartRecord) -> String {
        let slot = record.slot.map { " in \($0)" } ?? ""
        let serial = record.serial.map { " (serial number \($0))" } ?? ""
        return "\(record.key.kind.word) \(record.name)\(serial)\(slot)"
    }

    /// One piece among others of its model.
    private static func piece(_ record: PartRecord) -> String {
        let model = record.model ?? record.name
        return record.serial.map { "\(model) (serial number \($0))" } ?? model
    }
}

/// What may hold for a part for a while.
private enum Condition: String, CaseIterable {
    case link
    case power
    case health

    /// What an incident of it is about.
    func about(_ key: PartRecord.Key) -> String { "\(rawValue):\(key.kind.rawValue):\(key.identity)" }

    /// The kind of part that an incident is about.
    static func kind(of about: String) -> PartKind? {
        let parts = about.split(separator: ":", maxSplits: 2)
        return parts.count == 3 ? PartKind(rawValue: String(parts[1])) : nil
    }
}
