// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// Tells parts of one name apart: `pmbus fan1` on two supplies is `pmbus fan1 0058` and `pmbus fan1 0059`.
enum NameDistinction {
    private static let name = "ElementName"

    /// The instances with what tells their DeviceIDs apart behind each name that several of them have.
    static func applied(to instances: [Instance]) -> [Instance] {
        let groups = Dictionary(grouping: instances.indices) { instances[$0][name] ?? "" }
        var result = instances
        for (shared, members) in groups where members.count > 1 && !shared.isEmpty {
            let ids = Set(members.compactMap { id(of: instances[$0]) }).sorted()
            let parts = Dictionary(uniqueKeysWithValues: zip(ids, parts(of: ids)))
            for member in members {
                guard let part = id(of: instances[member]).flatMap({ parts[$0] }), !part.isEmpty else { continue }
                result[member].set(name, to: [.text("\(shared) \(part)")])
            }
        }
        return result
    }

    /// Whether these columns leave parts of one name alike: none that identifies them stands beside the name.
    static func isNeeded(in columns: [String]) -> Bool {
        guard let position = columns.firstIndex(of: name) else { return false }
        return !columns.prefix(position + 2).contains { keys.contains($0) }
    }

    private static let keys = ["DeviceID", "Tag", "InstanceID"]

    private static func id(of instance: Instance) -> String? { keys.lazy.compactMap { instance[$0] }.first }

    /// What tells distinct identifiers apart: one component of each, else all behind those that they share.
    private static func parts(of ids: [String]) -> [String] {
        guard ids.count > 1 else { return ids.map { _ in "" } }
        let components = ids.map { $0.split(separator: "/", omittingEmptySubsequences: false).map(String.init) }
        let least = components.map(\.count).min() ?? 0
        let isEven = components.allSatisfy { $0.count == least }
        let candidates = (0..<least).compactMap { position -> [String]? in
            let texts = components.map { $0[position] }
            return isEven && Set(texts).count == texts.count ? withoutCommonStart(texts) : nil
        }
        // The last is the device's own or next to it; buses and slots that it is behind stand before.
        if let own = candidates.last { return own }
        let shared = (0..<least).prefix { position in
            components.allSatisfy { $0[position] == components[0][position] }
        }.count
        return components.map { $0.dropFirst(shared).joined(separator: "/") }
    }

    /// The texts without the words that all of them begin with; `0-001b` beside `0-0018` is `001b`.
    private static func withoutCommonStart(_ texts: [String]) -> [String] {
        let first = Array(texts[0])
        var common = first.count
        for text in texts.dropFirst() {
            common = min(common, zip(first, text).prefix { $0 == $1 }.count)
        }
        while common > 0, first[common - 1].isLetter || first[common - 1].isNumber { common -= 1 }
        return texts.map { String($0.dropFirst(common)) }
    }
}
