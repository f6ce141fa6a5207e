// SPDX-License-Identifier: Apache-2.0

import Database
import Monitoring
import ResourceModel

extension PartRecord {
    /// The columns of the table, in the order of `values`.
    static let columns =
        "kind, identity, class, part, name, place, slot, serial, model, firmware, traits, facts, topology, embodies, "
        + "nodes, online, link, power, health"

    /// What stands in the columns.
    var values: [DatabaseValue] {
        func text(_ text: String?) -> DatabaseValue { text.map(DatabaseValue.text) ?? .null }
        func flag(_ flag: Bool?) -> DatabaseValue { flag.map { .integer($0 ? 1 : 0) } ?? .null }
        return [
            .text(key.kind.rawValue), .text(key.identity), .text(className), .text(id), .text(name), text(place),
            text(slot), text(serial), text(model), text(firmware), .text(Self.join(traits)), .text(Self.join(facts)),
            .text(Self.join(topology)), text(embodies), .text(Self.join(nodes)), flag(isOnline), text(linkShortfall),
            flag(hasPower), text(health?.rawValue),
        ]
    }

    /// How many columns there are.
    static let columnCount = 19

    /// The record of what stands in the columns; nil for a kind that is not known.
    init?(values: [DatabaseValue]) {
        guard values.count == Self.columnCount else { return nil }
        func text(_ column: Int) -> String? {
            if case .text(let text) = values[column] { text } else { nil }
        }
        func flag(_ column: Int) -> Bool? {
            if case .integer(let number) = values[column] { number != 0 } else { nil }
        }
        guard let kind = text(0).flatMap({ PartKind(rawValue: $0) }), let identity = text(1) else { return nil }
        self.init(kind, identity: identity, className: text(2) ?? "", id: text(3) ?? "", name: text(4) ?? "")
        place = text(5)
        slot = text(6)
        serial = text(7)
        model = text(8)
        firmware = text(9)
        traits = Self.facts(text(10))
        facts = Self.facts(text(11))
        topology = Self.list(text(12))
        embodies = text(13)
        nodes = Self.list(text(14))
        isOnline = flag(15)
        linkShortfall = text(16)
        hasPower = flag(17)
        health = text(18).flatMap { Health(rawValue: $0) }
    }

    // Separators that no text of the hardware has: control characters are dropped where it is read.
    private static let item: Character = "\u{1E}"
    private static let field: Character = "\u{1F}"

    private static func join(_ list: [String]) -> String { list.joined(separator: String(item)) }

    private static func join(_ facts: [EventFact]) -> String { join(facts.map { "\($0.name)\(field)\($0.text)" }) }

    private static func list(_ text: String?) -> [String] { text?.split(separator: item).map(String.init) ?? [] }

    private static func facts(_ text: String?) -> [EventFact] {
        list(text).compactMap { item in
            let parts = item.split(separator: field, maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? EventFact(String(parts[0]), String(parts[1])) : nil
        }
    }
}
