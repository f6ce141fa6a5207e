// SPDX-License-Identifier: Apache-2.0

import Glibc
import QueryLanguage
import ResourceModel

/// Takes any text for a query in both languages, bound to a class and asked of two rows.
@c(LLVMFuzzerTestOneInput)
public func fuzzQuery(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for dialect in [QueryDialect.wql, .cql] {
        // The rest of a statement is found soon enough; a condition by itself finds more of the language.
        for statement in [text, "SELECT * FROM CIM_Book AS b WHERE \(text)"] {
            do throws(QueryError) {
                let bound = try BoundQuery(try SelectQuery(statement, dialect), Book.schema)
                let truth = Book.rows.map(bound.matches)
                // What is asked twice is answered the same, and a key is looked up by one text.
                guard truth == Book.rows.map(bound.matches), Set(bound.keys.map(\.name)).count == bound.keys.count
                else { abort() }
            } catch {
                // A refusal is a sentence that a fault has room for, whatever was sent. Of its octets, for what was sent may
                // make one character of itself and the full stop.
                let refusal = "\(error)"
                guard refusal.utf8.last == UInt8(ascii: "."), refusal.utf8.count < 2048 else { abort() }
            }
        }
    }
    return 0
}

private enum Book {
    static let schema = ResourceSchema(
        "CIM_Book", extends: ["CIM_Thing"], displayName: "Books",
        properties: [
            PropertySchema("ISBN", .string, isKey: true, "The key."), PropertySchema("Title", .string, "A text."),
            PropertySchema("Pages", .uint64, "A number."), PropertySchema("Weight", .real64, "A real."),
            PropertySchema("Lent", .boolean, "A truth."), PropertySchema("Printed", .datetime, "A moment."),
            PropertySchema("Tags", .string, isArray: true, "Texts."),
            PropertySchema("Prices", .sint32, isArray: true, "Numbers."),
            PropertySchema("Owner", .reference("CIM_Thing"), "A reference."),
        ],
        "A book.")

    static let rows = [
        row([
            "ISBN": .string("1"), "Title": .string("Moby Dick"), "Pages": .unsigned(.max), "Weight": .real(0.5),
            "Lent": .boolean(true), "Printed": .dateTime(Timestamp(microseconds: 0)),
            "Tags": .array([.string("sea"), .string("whale")]),
            "Prices": .array([.signed(5), .absent(.absent)]),
        ]),
        row([:]),
    ]

    private static func row(_ values: [String: Value]) -> Row {
        var row = Row()
        row.reset(count: schema.properties.count)
        for (name, value) in values {
            if let position = schema.position(of: name) { row[position] = value }
        }
        return row
    }
}
