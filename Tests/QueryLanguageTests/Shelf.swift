// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

/// A class with a property of each kind, and parts to ask about.
enum Shelf {
    static let schema = ResourceSchema(
        "CIM_Book", extends: ["CIM_Thing", "CIM_ManagedElement"], displayName: "Books",
        properties: [
            PropertySchema("ISBN", .string, isKey: true, "The key."),
            PropertySchema("Shelf", .uint8, isKey: true, "A key that is a number."),
            PropertySchema("Title", .string, "A text."),
            PropertySchema("Pages", .uint64, "A number."),
            PropertySchema("Delta", .sint64, "A signed number."),
            PropertySchema("Weight", .real64, "A real."),
            PropertySchema("Lent", .boolean, "A truth."),
            PropertySchema("Printed", .datetime, "A moment."),
            PropertySchema("Loan", .datetime, "An interval."),
            PropertySchema("Tags", .string, isArray: true, "Texts."),
            PropertySchema("Prices", .uint32, isArray: true, "Numbers."),
            PropertySchema("Owner", .reference("CIM_Thing"), "A reference."),
            PropertySchema("Cover", .instance, "An instance within the book."),
        ],
        "A book.")

    static let cover = ResourceSchema(
        "CIM_Cover", extends: ["CIM_Leather"], displayName: "Covers",
        properties: [PropertySchema("Color", .string, "A color.")], "A cover.")

    static func row(_ values: [String: Value]) -> Row {
        var row = Row()
        row.reset(count: schema.properties.count)
        for (name, value) in values { row[schema.position(of: name) ?? -1] = value }
        return row
    }

    static let whale = row([
        "ISBN": .string("1"), "Shelf": .unsigned(3), "Title": .string("Moby Dick; or, The Whale"),
        "Pages": .unsigned(635), "Delta": .signed(-4), "Weight": .real(0.5), "Lent": .boolean(true),
        "Printed": .dateTime(Timestamp("1851-10-18T00:00:00Z") ?? Timestamp(microseconds: 0)),
        "Loan": .interval(microseconds: 3_600_000_000),
        "Tags": .array([.string("sea"), .string("whale")]), "Prices": .array([.unsigned(5), .unsigned(9)]),
        "Cover": .instance(EmbeddedInstance(of: cover, ["Color": .string("blue")])),
    ])
    static let large = row([
        "ISBN": .string("2"), "Title": .string("100% [sic] Ünïcode_"), "Pages": .unsigned(.max), "Delta": .signed(.min),
        "Weight": .real(2), "Lent": .boolean(false), "Tags": .array([]),
    ])
    static let empty = row(["ISBN": .string("3")])

    static func bind(_ statement: String, _ dialect: QueryDialect = .wql) throws(QueryError) -> BoundQuery {
        try BoundQuery(try SelectQuery(statement, dialect), schema)
    }

    /// Which of the three a condition lets pass: w, l, e.
    static func matching(_ condition: String, _ dialect: QueryDialect = .wql) throws -> String {
        let bound = try bind("SELECT * FROM CIM_Book AS b WHERE \(condition)", dialect)
        return [("w", whale), ("l", large), ("e", empty)].filter { bound.matches($0.1) }.map(\.0).joined()
    }

    /// Whether a condition lets a part with one value pass.
    static func passes(_ value: Value, of property: String, _ condition: String, _ dialect: QueryDialect) throws -> Bool
    {
        try bind("SELECT * FROM CIM_Book WHERE \(condition)", dialect).matches(row([property: value]))
    }
}
