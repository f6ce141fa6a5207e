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
        _ name: String, _ type: ValueType, isArray: Bool = false, isWritable: Bool = false,
        creation: CreationUse = .never, unit: Unit? = nil, values: [NamedValue] = [], reads facets: Facets = [],
        _ documentation: String,
        value: @escaping (Part) -> Value
    ) -> Column {
        let property = PropertySchema(
            name, type, isArray: isArray, isWritable: isWritable, creation: creation, unit: unit, values: values,
            documentation)
        return Column(property: property, facets: facets, fixedText: nil, isIdentifying: false, value: value)
    }

    /// The key that tells parts apart; its text is the part's identifier.
    public static func key(
        _ name: String, creation: CreationUse = .never, _ documentation: String, value: @escaping (Part) -> PartID
    ) -> Column {
        let property = PropertySchema(name, .string, isKey: true, creation: creation, documentation)
        return Column(property: property, facets: [], fixedText: nil, isIdentifying: true) { .string(value($0).text) }
    }

    /// A key that has the same value for every part.
    public static func fixedKey(_ name: String, _ text: String, _ documentation: String) -> Column {
        let property = PropertySchema(name, .string, isKey: true, documentation)
        return Column(property: property, facets: [], fixedText: text, isIdentifying: false) { _ in .string(text) }
    }

    /// A key that has the same number for every part.
    public static func fixedKey(
        _ name: String, _ type: ValueType, _ number: UInt64, values: [NamedValue] = [], _ documentation: String
    ) -> Column {
        // Compared as a value, for a number is written in more ways than one.
        furtherKey(name, type, values: values, documentation) { _ in .unsigned(number) }
    }

    /// A key beside the one that tells parts apart: a client that gives it must agree with the part.
    ///
    /// - Parameter value: never absent, and known without I/O.
    public static func furtherKey(
        _ name: String, _ type: ValueType, values: [NamedValue] = [], _ documentation: String,
        value: @escaping (Part) -> Value
    ) -> Column {
        let property = PropertySchema(name, type, isKey: true, values: values, documentation)
        return Column(property: property, facets: [], fixedText: nil, isIdentifying: false, value: value)
    }

    /// Whether a selector's text is the part's value of this key, both read as the key's type.
    @usableFromInline
    func agrees(_ text: String, with part: Part) -> Bool {
        let value = value(part)
        if let own = value.stringValue { return own == text }
        return (try? property.type.parse(text)) == value
    }
}
