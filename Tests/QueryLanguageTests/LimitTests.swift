// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("WQL and CQL: what a query may cost")
struct QueryLimitTests {
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
        let names = { (count: Int) in [String](repeating: "a", count: count).joined(separator: ",") }
        _ = try SelectQuery("SELECT \(names(128)) FROM C", .wql)
        #expect(throws: QueryError.tooManyTerms(128)) { try SelectQuery("SELECT \(names(129)) FROM C", .wql) }
        try parse("a LIKE '\(String(repeating: "x", count: 256))'")
        #expect(throws: QueryError.patternTooLong(256)) { try parse("a LIKE '\(String(repeating: "x", count: 257))'") }
        #expect(throws: QueryError.tooLong(8192)) { try parse(String(repeating: "x", count: 8192)) }
    }
}
