// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The parts that events tell of, as instances of this service's classes: their keys, paths, and what is known of them.
///
/// An event knows a part by its class and one key; the others are the same for all parts of a class. Nothing is looked
/// up, for the part may be gone.
struct EventElements {
    let system: ScopingSystem
    private let classes: [String: ResourceSchema]

    /// - Parameter classes: the classes that the parts of events are of.
    init(of system: ScopingSystem, _ classes: [ResourceSchema]) {
        self.system = system
        self.classes = Dictionary(classes.map { ($0.className, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether a part is an instance of a class that is known here.
    func isInstance(_ part: EventPart?) -> Bool { part.flatMap(keys) != nil }

    /// The path of a part's instance, `NAMESPACE:CLASS.KEY="TEXT",…`; nil where no class knows the part.
    func path(of part: EventPart) -> String? {
        guard let keys = keys(of: part) else { return nil }
        return Self.path(part.className, keys)
    }

    /// The path of the system itself: what events without a part are about.
    var systemPath: String {
        let keys = system.reference.selectors.compactMap { selector in
            if case .text(let text) = selector.value { (name: selector.name, text: text) } else { nil }
        }
        return Self.path(system.creationClassName, keys)
    }

    /// What an event knows of a part, as an instance: its keys, its name, and the facts that are properties of its class.
    func instance(of part: EventPart) -> EmbeddedInstance? {
        guard let schema = classes[part.className], let keys = keys(of: part) else { return nil }
        var values: [String: Value] = [:]
        for fact in part.facts {
            guard let position = schema.position(of: fact.name), !schema.properties[position].isArray else { continue }
            let property = schema.properties[position]
            if let value = try? property.type.parse(fact.text) { values[property.name] = value }
        }
        values["ElementName"] = .string(part.name)
        for key in keys { values[key.name] = .string(key.text) }
        return EmbeddedInstance(of: schema, values)
    }

    /// The keys of a part's instance, in the order of its class; nil where more than one is the part's own.
    private func keys(of part: EventPart) -> [(name: String, text: String)]? {
        guard let schema = classes[part.className] else { return nil }
        var isNamed = false
        var keys: [(name: String, text: String)] = []
        for key in schema.keyProperties {
            guard key.type == .string else { return nil }
            switch key.name {
            case "SystemCreationClassName": keys.append((key.name, system.creationClassName))
            case "SystemName": keys.append((key.name, system.name))
            case "CreationClassName": keys.append((key.name, part.className))
            default:
                guard !isNamed else { return nil }
                isNamed = true
                keys.append((key.name, part.className == system.creationClassName ? system.name : part.id))
            }
        }
        return keys
    }

    private static func path(_ className: String, _ keys: [(name: String, text: String)]) -> String {
        let keys = keys.map { "\($0.name)=\"\(escaped($0.text))\"" }
        return "root/cimv2:\(className).\(keys.joined(separator: ","))"
    }

    private static func escaped(_ text: String) -> String {
        text.contains { $0 == "\"" || $0 == "\\" }
            ? text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() : text
    }
}
