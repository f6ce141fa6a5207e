// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// One property of a class together with the way to get it from a part: declared in one place.
public struct Column<Part> {
    /// What the schema says of it.
    public let property: PropertySchema
    /// What must be read of the part before `value` can tell.
    public let facets: Facets
    /// The text of a key that is the same for every part.
    public let fixedText: String?
    /// Whether this key tells one part from another.
    public let isIdentifying: Bool
    /// The value, or the reason that there is none.
    public let value: (Part) -> Value

    /// A property.
    public static func property(
        _ name: String, _ type: ValueType, isArray: Bool = false, isWritable: Bool = false, unit: Unit? = nil,
        values: [NamedValue] = [], reads facets: Facets = [], _ documentation: String,
        value: @escaping (Part) -> Value
    ) -> Column {
        let property = PropertySchema(
            name, type, isArray: isArray, isWritable: isWritable, unit: unit, values: values, documentation)
        return Column(property: property, facets: facets, fixedText: nil, isIdentifying: false, value: value)
    }

    /// The key that tells parts apart; its text is the part's identifier.
    public static func key(_ name: String, _ documentation: String, value: @escaping (Part) -> PartID) -> Column {
        let property = PropertySchema(name, .string, isKey: true, documentation)
        return Column(property: property, facets: [], fixedText: nil, isIdentifying: true) { .string(value($0).text) }
    }

    /// A key that has the same value for every part.
    public static func fixedKey(_ name: String, _ text: String, _ documentation: String) -> Column {
        let property = PropertySchema(name, .string, isKey: true, documentation)
        return Column(property: property, facets: [], fixedText: text, isIdentifying: false) { _ in .string(text) }
    }
}
