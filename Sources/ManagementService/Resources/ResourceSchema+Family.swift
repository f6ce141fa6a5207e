// SPDX-License-Identifier: Apache-2.0

import ResourceModel

extension ResourceSchema {
    /// Derives a base class without parts of its own from the classes that extend it.
    ///
    /// It has those of the standard's properties that some of them fill, as they declare them; where they explain one
    /// differently, each speaks for itself. A key is what is a key in all of them.
    convenience init(base: StandardClass, extendedBy classes: [ResourceSchema]) {
        let names = base.allPropertyNames
        var declared: [String: [PropertySchema]] = [:]
        for schema in classes {
            for property in schema.properties where names.contains(property.name) {
                declared[property.name, default: []].append(property)
            }
        }
        // The order of keys is that of a class which has them all.
        let ordered = (classes.first?.keyProperties.map(\.name) ?? []) + declared.keys.sorted()
        var seen: Set<String> = []
        let properties = ordered.compactMap { name -> PropertySchema? in
            guard seen.insert(name).inserted, let all = declared[name], let first = all.first else { return nil }
            let isKey = all.count == classes.count && all.allSatisfy(\.isKey)
            return PropertySchema(
                name, Self.common(all.map(\.type)) ?? first.type, isArray: first.isArray, isKey: isKey,
                unit: first.unit, values: Self.union(all.map(\.values)),
                Set(all.map(\.documentation)).count == 1
                    ? first.documentation : "What each class that extends this one says of it.")
        }
        self.init(
            base.name, extends: Array(StandardClass.lineage(base.name).dropFirst()), displayName: base.displayName,
            properties: properties, base.documentation)
    }

    /// A base class with every method that a class which extends it has, for each works by the base class's name.
    ///
    /// Of methods with one name the first is described; which parameters a call may have is its part's class to say.
    /// Only what describes calls goes by this: what a base class itself declares is the standard's to say.
    convenience init(_ base: ResourceSchema, calledBy classes: [ResourceSchema]) {
        var methods: [MethodSchema] = []
        for method in classes.flatMap(\.methods) where !methods.contains(where: { $0.name == method.name }) {
            methods.append(method)
        }
        self.init(
            base.className, extends: base.superclasses, displayName: base.displayName, summary: base.summary,
            properties: base.keyProperties + base.properties, methods: methods, base.documentation)
    }

    /// References to several classes are references to what all of them extend.
    private static func common(_ types: [ValueType]) -> ValueType? {
        guard Set(types).count > 1 else { return types.first }
        let isReference = types.allSatisfy { if case .reference = $0 { true } else { false } }
        return isReference ? .reference("CIM_ManagedElement") : nil
    }

    /// Every meaning that one of them gives a number; none where one leaves its numbers without.
    private static func union(_ values: [[NamedValue]]) -> [NamedValue] {
        guard values.allSatisfy({ !$0.isEmpty }) else { return [] }
        var meanings: [Int: NamedValue] = [:]
        for value in values.joined() where meanings[value.number] == nil { meanings[value.number] = value }
        return meanings.values.sorted { $0.number < $1.number }
    }
}
