// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What of an event no query looks at: one column, a list of texts in groups, each with its name and its length.
///
/// A later version adds groups; what it does not know a reader passes over.
enum EventDetails {
    private enum Group: String {
        case arguments, facts, previous, reading, firstSeen, since
    }

    static func encode(_ event: Event) -> [UInt8] {
        var texts: [String] = []
        func add(_ group: Group, _ members: [String]) { texts += [group.rawValue, "\(members.count)"] + members }
        if !event.arguments.isEmpty { add(.arguments, event.arguments) }
        if let part = event.part, !part.facts.isEmpty { add(.facts, part.facts.flatMap { [$0.name, $0.text] }) }
        if let previous = event.previous {
            add(
                .previous,
                [previous.className, previous.id, previous.name] + previous.facts.flatMap { [$0.name, $0.text] })
        }
        if let reading = event.reading {
            add(
                .reading,
                [
                    reading.observed.map { "\($0)" } ?? "", reading.limit.map { "\($0)" } ?? "", reading.limitName,
                    reading.limitSource, reading.unit,
                ])
        }
        if let firstSeen = event.firstSeen { add(.firstSeen, ["\(firstSeen.microseconds)"]) }
        if let since = event.since { add(.since, ["\(since.microseconds)"]) }
        return Netstrings.encode(texts)
    }

    /// Adds the details to an event; what cannot be read is left out.
    static func decode(_ bytes: [UInt8], into event: inout Event) {
        guard let texts = Netstrings.decode(bytes) else { return }
        var rest = texts[...]
        while let name = rest.popFirst(), let count = rest.popFirst().flatMap({ Int($0) }), 0...rest.count ~= count {
            let members = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            switch Group(rawValue: name) {
            case .arguments: event.arguments = members
            case .facts: event.part?.facts = facts(members[...])
            case .previous where count >= 3:
                event.previous = EventPart(
                    className: members[0], id: members[1], name: members[2], facts: facts(members[3...]))
            case .reading where count == 5:
                event.reading = EventReading(
                    observed: Double(members[0]), limit: Double(members[1]), limitName: members[2],
                    limitSource: members[3], unit: members[4])
            case .firstSeen where count == 1: event.firstSeen = Int64(members[0]).map(Timestamp.init(microseconds:))
            case .since where count == 1: event.since = Int64(members[0]).map(Timestamp.init(microseconds:))
            default: break
            }
        }
    }

    private static func facts(_ members: ArraySlice<String>) -> [EventFact] {
        stride(from: members.startIndex, to: members.endIndex - 1, by: 2).map {
            EventFact(members[$0], members[$0 + 1])
        }
    }
}
