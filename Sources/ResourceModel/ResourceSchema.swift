// SPDX-License-Identifier: Apache-2.0

/// A class: the one declaration from which selectors, encoding, catalog, tables and reference are derived.
public final class ResourceSchema: Sendable {
    /// The class's name, such as `CIM_Fan` or `BB_FanView`.
    public let className: String
    /// The class's URI, which is its XML namespace too.
    public let resourceURI: ResourceURI
    /// The classes that it extends, nearest first.
    public let superclasses: [String]
    /// What a catalog or a page calls it: one to five words (CR 2.8.b).
    public let displayName: String
    /// What an instance is, for the person who reads the reference.
    public let documentation: String
    /// All properties, in the alphabetical order in which they are encoded (`spec/cim-binding.md` section 4).
    public let properties: [PropertySchema]
    /// The positions of the key properties in `properties`, in the order of declaration.
    public let keys: [Int]
    /// The methods that an instance answers to.
    public let methods: [MethodSchema]
    /// Whether instances tie two others together by reference.
    public let isAssociation: Bool
    /// Columns worth a place in a narrow table, in their order.
    public let summary: [String]

    private let positions: [String: Int]

    /// Declares a class; of two properties with one name the later stands.
    public init(
        _ className: String, extends superclasses: [String] = [], displayName: String, summary: [String] = [],
        properties declared: [PropertySchema], methods: [MethodSchema] = [], _ documentation: String
    ) {
        var byName: [String: PropertySchema] = [:]
        for property in declared { byName[property.name] = property }
        let sorted = byName.values.sorted { $0.name < $1.name }
        var positions: [String: Int] = [:]
        for (position, property) in sorted.enumerated() {
            positions[property.name] = position
            positions[property.name.lowercased()] = position
        }
        var keys: [Int] = []
        for property in declared {
            guard let position = positions[property.name], sorted[position].isKey else { continue }
            if !keys.contains(position) { keys.append(position) }
        }
        self.className = className
        self.resourceURI = ResourceURI(ofClass: className)
        self.superclasses = superclasses
        self.displayName = displayName
        self.documentation = documentation
        self.properties = sorted
        self.keys = keys
        self.methods = methods
        self.isAssociation = keys.contains { if case .reference = sorted[$0].type { true } else { false } }
        self.summary = summary
        self.positions = positions
    }

    /// Where a property stands in `properties`, by its name in any letter case; nil when the class has none of it.
    public func position(of name: String) -> Int? {
        positions[name] ?? positions[name.lowercased()]
    }

    /// The method of this name.
    public func method(named name: String) -> MethodSchema? {
        methods.first { $0.name == name }
    }

    /// The key properties, in the order of declaration.
    public var keyProperties: [PropertySchema] { keys.map { properties[$0] } }

    /// Whether Put can change anything.
    public var isWritable: Bool { properties.contains { $0.isWritable } }

    /// Whether it is one of CIM's classes of events, which have no instances.
    public var isIndication: Bool { className == "CIM_Indication" || superclasses.contains("CIM_Indication") }

    /// Whether Create can make an instance, and Delete remove one.
    public var isCreatable: Bool { properties.contains { $0.creation != .never } }
}
