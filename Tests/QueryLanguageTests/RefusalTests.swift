// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("WQL and CQL: what is refused, and why")
struct QueryRefusalTests {
    @Test(
        "what is no query says what was found and what was expected",
        arguments: [
            ("", "its end"), ("UPDATE x", "UPDATE"), ("SELECT", "its end"), ("SELECT *", "FROM"),
            ("SELECT * FROM", "class"),
            ("SELECT * FROM CIM_Book WHERE", "its end"), ("SELECT * FROM CIM_Book WHERE Pages", "comparison"),
            ("SELECT * FROM CIM_Book WHERE Pages =", "value"),
            ("SELECT * FROM CIM_Book WHERE (Pages = 1", "parenthesis"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1)", "end"), ("SELECT * FROM CIM_Book WHERE Pages = 'x", "quote"),
            ("SELECT * FROM CIM_Book WHERE Pages LIKE 5", "pattern"),
            ("SELECT * FROM CIM_Book WHERE Pages IS 5", "NULL"),
            ("SELECT * FROM CIM_Book WHERE 5 LIKE 'x'", "property"),
            ("SELECT * FROM CIM_Book WHERE 1 = 1", "two values"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1e999", "number"),
            ("SELECT * FROM CIM_Book WHERE Pages = 0x", "number"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1 Pages", "end"),
            ("SELECT * FROM CIM_Book WHERE Pages ; 1", "character"),
            ("SELECT * FROM CIM_Book WHERE Tags[x] = 1", "number"),
            ("SELECT * FROM CIM_Book WHERE Tags[1 = 1", "bracket"), ("SELECT , FROM CIM_Book", "property"),
            ("SELECT * FROM CIM_Book WHERE NOT", "its end"),
            ("SELECT * FROM CIM_Book WHERE Pages = -'x'", "number"),
            ("SELECT * FROM CIM_Book WHERE Pages = +'5'", "number"),
            ("SELECT FROM CIM_Book", "FROM"), ("SELECT * FROM WHERE", "class"),
            ("SELECT * FROM CIM_Book WHERE 5 IS NULL", "property"),
            ("SELECT * FROM CIM_Book WHERE Pages NOT 5", "LIKE"),
            ("SELECT * FROM CIM_Book WHERE b.* = 5", "property"), ("SELECT * FROM CIM_Book WHERE Pages = NOT", "value"),
            (#"SELECT * FROM CIM_Book WHERE Title = 'a\'"#, "quote"),
            ("SELECT * FROM CIM_Book AS WHERE", "another name"),
            ("SELECT * FROM CIM_Book WHERE Tags[99999999999999999999] = 'a'", "element"),
            ("SELECT * FROM CIM_Book WHERE Tags[-1] = 'a'", "element"), ("SELECT * FROM CIM_Book;", "character"),
            ("SELECT * FROM CIM_Book WHERE Pages == 1", "value"), ("SELECT * FROM CIM_Book WHERE a..b = 1", "property"),
            ("SELECT * FROM CIM_Book WHERE \u{0} = 1", "character"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1.2.3", "number"),
            ("SELECT * FROM CIM_Book WHERE AND = 1", "AND"),
            (
                "SELECT * FROM CIM_Book WHERE Pages = 99999999999999999999999999999999999999999999999999999e9999",
                "number"
            ),
        ])
    func syntax(_ text: String, _ word: String) throws {
        let error = #expect(throws: QueryError.self) {
            try BoundQuery(try SelectQuery(text, .wql), Shelf.schema)
        }
        guard case .syntax? = error, let error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect("\(error)".contains(word), "\(error)")
    }

    @Test(
        "what the languages have and this service has not is named",
        arguments: [
            ("ASSOCIATORS OF {CIM_Book.ISBN='1'}", "association filter"), ("REFERENCES OF {x}", "association filter"),
            ("SELECT * FROM CIM_Book, CIM_Fan", "joined"), ("SELECT * FROM CIM_Book ORDER BY Pages", "ORDER; sort"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1 GROUP BY Pages", "GROUP"),
            ("SELECT * FROM CIM_Book LEFT JOIN x", "one class"), ("SELECT * FROM CIM_Book b JOIN x", "JOIN"),
            ("SELECT * FROM CIM_Book UNION SELECT", "two queries"), ("SELECT COUNT(*) FROM CIM_Book", "COUNT"),
            ("SELECT * FROM CIM_Book LIMIT 5", "MaxElements"), ("SELECT FIRST 5 * FROM CIM_Book", "MaxElements"),
            ("SELECT DISTINCT Pages FROM CIM_Book", "DISTINCT"), ("SELECT Pages AS p FROM CIM_Book", "AS out"),
            ("SELECT * FROM CIM_Book WITHIN 5 WHERE Pages = 1", "WITHIN"),
            ("SELECT * FROM CIM_Book WHERE UPPER(Title) = 'X'", "UPPER"),
            ("SELECT * FROM CIM_Book WHERE Pages IN (1, 2)", "OR between"),
            ("SELECT * FROM CIM_Book WHERE Pages BETWEEN 1 AND 2", "AND between"),
            ("SELECT * FROM CIM_Book WHERE Pages + 1 = 2", "sum"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1 + 2", "sum"),
            ("SELECT * FROM CIM_Book WHERE (Pages = 2 * 2)", "product"),
            ("SELECT * FROM CIM_Book WHERE Title || 'x' = 'y'", "whole text"),
            ("SELECT * FROM CIM_Book WHERE Pages = #'Many'", "number"),
            ("SELECT * FROM CIM_Book WHERE Owner = 'x'", "reference"),
            ("SELECT * FROM CIM_Book WHERE Pages[0] = 1", "no array"),
            ("SELECT * FROM CIM_Book WHERE ANY Pages = 1", "no array"),
            ("SELECT * FROM CIM_Book WHERE ANY Tags IS NULL", "IS NULL"),
            ("SELECT * FROM CIM_Book WHERE Owner.Name = 'x'", "objects"),
            ("SELECT * FROM CIM_Book WHERE CIM_Book.Owner.Name = 'x'", "objects"),
            ("SELECT * FROM CIM_Book WHERE Owner ISA CIM_Thing", "objects"),
            ("SELECT Owner.Name FROM CIM_Book", "objects"),
            ("SELECT * FROM CIM_Book WHERE Pages < NULL", "IS NULL"),
            ("SELECT * FROM CIM_Book WHERE Tags = Tags", "arrays"),
        ])
    func unsupported(_ text: String, _ word: String) throws {
        let error = #expect(throws: QueryError.self) { try BoundQuery(try SelectQuery(text, .cql), Shelf.schema) }
        guard case .unsupported? = error, let error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect("\(error)".contains(word), "\(error)")
    }

    @Test("a property that is not there, or cannot be such a value, is named")
    func binding() throws {
        func bind(_ condition: String) throws {
            _ = try BoundQuery(try SelectQuery("SELECT * FROM CIM_Book WHERE \(condition)", .wql), Shelf.schema)
        }
        #expect(throws: QueryError.unknownProperty("Colour", className: "CIM_Book")) { try bind("Colour = 'red'") }
        for (condition, property) in [
            ("Pages = 'many'", "Pages"), ("Pages = TRUE", "Pages"), ("Title = 5", "Title"), ("Lent = 2", "Lent"),
            ("Lent = 'x'", "Lent"), ("Printed = 'yesterday'", "Printed"), ("Printed = 5", "Printed"),
            ("Pages LIKE '5'", "Pages"),
            ("Title = Pages", "Title"), ("Pages < Lent", "Pages"), ("Tags = 5", "Tags"), ("Prices[0] = 'x'", "Prices"),
            ("Printed = Title", "Printed"), ("__CLASS = 5", "__CLASS"), ("Weight = 'nan'", "Weight"),
            ("Weight = '1e999'", "Weight"), ("Pages = ''", "Pages"), ("Lent LIKE 't%'", "Lent"),
        ] {
            let error = #expect(throws: QueryError.self) { try bind(condition) }
            guard case .wrongType(let named, _, _)? = error else {
                Issue.record("\(condition): \(String(describing: error))")
                continue
            }
            #expect(named == property)
        }
        #expect(throws: QueryError.unknownProperty("Colour", className: "CIM_Book")) {
            try BoundQuery(try SelectQuery("SELECT Colour FROM CIM_Book", .wql), Shelf.schema)
        }
    }
}
