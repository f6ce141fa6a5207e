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
        ],
        "A book.")

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
    ])
    static let large = row([
        "ISBN": .string("2"), "Title": .string("100% [sic] Ünïcode_"), "Pages": .unsigned(.max), "Delta": .signed(.min),
        "Weight": .real(2), "Lent": .boolean(false), "Tags": .array([]),
    ])
    static let empty = row(["ISBN": .string("3")])

    /// Which of the three a condition lets pass: w, l, e.
    static func matching(_ condition: String, _ dialect: QueryDialect = .wql) throws -> String {
        let query = try SelectQuery("SELECT * FROM CIM_Book WHERE \(condition)", dialect)
        let bound = try BoundQuery(query, schema)
        return [("w", whale), ("l", large), ("e", empty)].filter { bound.matches($0.1) }.map(\.0).joined()
    }
}

@Suite("WQL and CQL: what a condition lets pass")
struct QueryTests {
    @Test(
        "comparisons",
        arguments: [
            ("Pages = 635", "w"), ("pages = '635'", "w"), ("635 = Pages", "w"), ("Pages <> 635", "l"),
            ("Pages != 635", "l"),
            ("Pages < 700", "w"), ("700 > Pages", "w"), ("Pages >= 635", "wl"), ("Pages > 635", "l"),
            ("Pages <= 634.5", ""),
            ("Pages = 18446744073709551615", "l"), ("Pages > 18446744073709551614", "l"),
            ("Pages < 18446744073709551616", "wl"),
            ("Pages = 0x27B", "w"), ("Pages = 6.35e2", "w"), ("Delta < 0", "wl"), ("Delta = -4", "w"),
            ("Delta = -9223372036854775808", "l"), ("Delta > - 5", "w"), ("Weight = 0.5", "w"), ("Weight = .5", "w"),
            ("Weight = 2", "l"),
            ("Weight > 0", "wl"), ("Weight = '2.0'", "l"), ("Lent = TRUE", "w"), ("Lent = false", "l"),
            ("Lent <> TRUE", "l"),
            ("Lent = 'true'", "w"), ("Lent = 1", "w"), ("Title = 'MOBY DICK; OR, THE WHALE'", "w"),
            ("Title > 'm'", "w"),
            ("Title < \"m\"", "l"), ("CIM_Book.Pages = 635", "w"), ("Pages=635AND Shelf=3", "w"),
            ("Printed < '20000101000000.000000+000'", "w"), ("Printed = '1851-10-18T02:00:00+02:00'", "w"),
            ("Loan = '00000000010000.000000:000'", "w"), ("Loan > '00000000020000.000000:000'", ""),
            ("Shelf = Shelf", "w"), ("Pages > Shelf", "w"), ("Title = Title", "wl"), ("Title = Pages", ""),
            ("__CLASS = 'cim_book'", "wle"), ("__CLASS = 'CIM_Fan'", ""), ("Pages = NULL", "e"),
            ("Pages <> NULL", "wl"),
        ])
    func comparisons(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "nothing is true of what is absent, and nothing false",
        arguments: [
            ("Pages IS NULL", "e"), ("Pages IS NOT NULL", "wl"), ("NOT Pages IS NULL", "wl"), ("NOT Pages = 635", "l"),
            ("NOT (Pages = 635 OR Pages = 1)", "l"), ("Pages = 635 OR ISBN = '3'", "we"),
            ("NOT (Pages = 1 AND ISBN = '9')", "wle"),
            ("NOT (Pages = 1 AND ISBN = '3')", "wl"), ("not not Pages = 635", "w"), ("Tags IS NULL", "e"),
            ("Owner2 IS NULL", "!"),
        ])
    func absence(_ condition: String, _ expected: String) throws {
        if expected == "!" {
            #expect(throws: QueryError.self) { try Shelf.matching(condition) }
        } else {
            #expect(try Shelf.matching(condition) == expected)
        }
    }

    @Test(
        "AND binds closer than OR, NOT closer than AND, parentheses closest",
        arguments: [
            ("ISBN = '3' OR ISBN = '1' AND Pages = 1", "e"), ("(ISBN = '3' OR ISBN = '1') AND Pages = 635", "w"),
            ("NOT ISBN = '3' AND ISBN = '1'", "w"), ("NOT (ISBN = '3' AND ISBN = '1')", "wle"),
            ("((ISBN = '1'))", "w"), ("ISBN='1' or ISBN='2' or ISBN='3'", "wle"),
        ])
    func precedence(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "WQL's patterns",
        arguments: [
            ("Title LIKE 'moby%'", "w"), ("Title LIKE '%WHALE'", "w"), ("Title LIKE '%dick%whale%'", "w"),
            ("Title LIKE 'm_by%'", "w"),
            ("Title LIKE '[a-n]oby%'", "w"), ("Title LIKE '[^a-l]oby%'", "w"), ("Title LIKE '[^m]%'", "l"),
            ("Title LIKE 'moby'", ""),
            ("Title NOT LIKE 'moby%'", "l"), ("NOT Title LIKE 'moby%'", "l"), ("Title LIKE '%'", "wl"),
            ("Title LIKE ''", ""),
            ("Title LIKE '100\\% [[]sic]%'", "l"), ("Title LIKE '%[_]'", "l"), ("Title LIKE '%\\_'", "l"),
            ("Title LIKE '%ünïcode%'", "l"),
            ("Title LIKE '[open'", ""), ("__CLASS LIKE 'CIM[_]B%'", "wle"), ("Tags LIKE 'wh%'", "w"),
            ("Title LIKE '%%%%e'", "w"),
        ])
    func wqlPatterns(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "CQL's patterns, and its letter case",
        arguments: [
            ("Title LIKE 'Moby.*'", "w"), ("Title LIKE 'moby.*'", ""), ("Title LIKE '.*Whale'", "w"),
            ("Title LIKE 'Mo*by.*'", "w"),
            ("Title LIKE 'M.by.*'", "w"), ("Title LIKE 'Moby%'", ""), ("Title = 'moby dick; or, the whale'", ""),
            ("Title = 'Moby Dick; or, The Whale'", "w"), ("title = 'Moby Dick; or, The Whale'", "w"),
            ("Title LIKE '.*\\.'", ""),
        ])
    func cqlPatterns(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition, .cql) == expected)
    }

    @Test(
        "of arrays, any element counts; for <> all; or one by its number",
        arguments: [
            ("Tags = 'sea'", "w"), ("Tags = 'SEA'", "w"), ("Tags = 'land'", ""), ("Tags <> 'land'", "wl"),
            ("Tags <> 'sea'", "l"),
            ("Tags[0] = 'sea'", "w"), ("Tags[1] = 'sea'", ""), ("Tags[9] = 'sea'", ""), ("Tags[9] IS NULL", "wle"),
            ("Prices > 8", "w"), ("Prices > 9", ""), ("Prices[1] = 9", "w"), ("Pages > Prices[0]", "w"),
            ("Tags IS NOT NULL", "wl"),
        ])
    func arrays(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "classes are told by ISA",
        arguments: [
            ("__this ISA 'CIM_Thing'", "wle"), ("CIM_Book ISA CIM_Book", "wle"),
            ("x ISA \"cim_managedelement\"", "wle"),
            ("x ISA CIM_Fan", ""), ("NOT x ISA CIM_Fan", "wle"),
        ])
    func isA(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "texts have their quotes doubled or escaped",
        arguments: [
            ("'it''s'", "it's"), ("'it\\'s'", "it's"), ("\"a\"\"b\"", "a\"b"), ("\"it's\"", "it's"),
            ("'a\\\\b'", "a\\b"), ("''", ""),
        ])
    func quotes(_ literal: String, _ text: String) throws {
        let query = try SelectQuery("SELECT * FROM CIM_Book WHERE Title = \(literal)", .cql)
        #expect(try BoundQuery(query, Shelf.schema).matches(Shelf.row(["Title": .string(text)])))
    }

    // MARK: The statement

    @Test("the class and the properties are found, whatever their letter case and their qualification")
    func statement() throws {
        let all = try SelectQuery("select * from CIM_Book", .wql)
        #expect(all.className == "CIM_Book" && all.projection == nil)
        let some = try SelectQuery("SELECT Title, b.pages,CIM_Book.ISBN\n FROM CIM_Book b WHERE b.Pages > 1", .cql)
        #expect(some.projection == ["Title", "pages", "ISBN"])
        let bound = try BoundQuery(some, Shelf.schema)
        let projected = try #require(bound.projected)
        let names = Shelf.schema.properties.indices.filter(projected.contains).map { Shelf.schema.properties[$0].name }
        #expect(names == ["ISBN", "Pages", "Title"])
        let read = Shelf.schema.properties.indices.filter(bound.read.contains).map { Shelf.schema.properties[$0].name }
        #expect(read == ["Pages"])
        #expect(try SelectQuery("SELECT CIM_Book.* FROM CIM_Book AS x", .cql).projection == nil)
        #expect(try BoundQuery(all, Shelf.schema).projected == nil)
    }

    @Test("keys that must equal a text are told for looking up, and no others")
    func keys() throws {
        func keys(_ condition: String) throws -> [Selector] {
            try BoundQuery(try SelectQuery("SELECT * FROM CIM_Book WHERE \(condition)", .cql), Shelf.schema).keys
        }
        #expect(try keys("ISBN = '7'") == [Selector("ISBN", "7")])
        #expect(try keys("'7' = isbn AND Pages > 3") == [Selector("ISBN", "7")])
        for other in [
            "ISBN <> '7'", "ISBN = '7' OR Pages = 1", "NOT ISBN = '7'", "Shelf = 3", "Title = 'x'", "ISBN LIKE '7'",
        ] {
            #expect(try keys(other).isEmpty, "\(other)")
        }
    }

    @Test(
        "what consoles send is understood",
        arguments: [
            "select * from CIM_Book", "SELECT * FROM CIM_Book WHERE Pages <> 5", "select Title,Pages from CIM_Book",
            "select Title from CIM_Book where Title = \"x\" and (Pages = 1 or Pages = 2)",
            "SELECT * FROM CIM_Book WHERE __CLASS = \"CIM_Book\"", " select\t*\r\nfrom CIM_Book ",
        ])
    func consoles(_ text: String) throws {
        _ = try BoundQuery(try SelectQuery(text, .wql), Shelf.schema)
        _ = try BoundQuery(try SelectQuery(text, .cql), Shelf.schema)
    }
}

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
            ("SELECT * FROM CIM_Book WHERE Pages < NULL", "IS NULL"),
            ("SELECT * FROM CIM_Book WHERE Pages ; 1", "character"),
            ("SELECT * FROM CIM_Book WHERE Tags[x] = 1", "number"),
            ("SELECT * FROM CIM_Book WHERE Tags[1 = 1", "bracket"), ("SELECT , FROM CIM_Book", "property"),
            ("SELECT * FROM CIM_Book WHERE NOT", "its end"), ("SELECT * FROM CIM_Book WHERE Pages = -'x'", "value"),
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
            ("SELECT * FROM CIM_Book, CIM_Fan", "joined"), ("SELECT * FROM CIM_Book ORDER BY Pages", "ORDER"),
            ("SELECT * FROM CIM_Book WHERE Pages = 1 GROUP BY Pages", "GROUP"),
            ("SELECT COUNT(*) FROM CIM_Book", "COUNT"),
            ("SELECT DISTINCT Pages FROM CIM_Book", "DISTINCT"), ("SELECT * FROM CIM_Book WITHIN 5", "WITHIN"),
            ("SELECT * FROM CIM_Book WHERE UPPER(Title) = 'X'", "UPPER"),
            ("SELECT * FROM CIM_Book WHERE Owner = 'x'", "reference"),
            ("SELECT * FROM CIM_Book WHERE Pages[0] = 1", "array"),
            ("SELECT * FROM CIM_Book WHERE a.b.c = 1", "objects"),
            ("SELECT * FROM CIM_Book WHERE Pages = Prices", "one element"),
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

    @Test("what costs too much is refused, and what is just within is not")
    func limits() throws {
        func parse(_ condition: String) throws { _ = try SelectQuery("SELECT * FROM C WHERE \(condition)", .wql) }
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a=1" + String(repeating: ")", count: depth)
        }
        try parse(nested(31))
        #expect(throws: QueryError.tooDeep(32)) { try parse(nested(32)) }
        #expect(throws: QueryError.tooDeep(32)) { try parse(nested(3000)) }
        #expect(throws: QueryError.tooDeep(32)) { try parse(String(repeating: "NOT ", count: 40) + "a=1") }
        func terms(_ count: Int) -> String { [String](repeating: "a=1", count: count).joined(separator: " OR ") }
        try parse(terms(128))
        #expect(throws: QueryError.tooManyTerms(128)) { try parse(terms(129)) }
        try parse("a LIKE '\(String(repeating: "x", count: 256))'")
        #expect(throws: QueryError.patternTooLong(256)) { try parse("a LIKE '\(String(repeating: "x", count: 257))'") }
        #expect(throws: QueryError.tooLong(8192)) { try parse(String(repeating: "x", count: 8192)) }
    }

    @Test("a pattern of many wildcards takes no longer than its length says")
    func patternsAreBounded() throws {
        let pattern = String(repeating: "%a", count: 100) + "b"
        let text = String(repeating: "a", count: 4000)
        let query = try SelectQuery("SELECT * FROM CIM_Book WHERE Title LIKE '\(pattern)'", .wql)
        let bound = try BoundQuery(query, Shelf.schema)
        #expect(!bound.matches(Shelf.row(["Title": .string(text)])))
        #expect(bound.matches(Shelf.row(["Title": .string(text + "b")])))
    }
}
