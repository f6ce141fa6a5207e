// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("LIKE: what fits a pattern")
struct LikeTests {
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
