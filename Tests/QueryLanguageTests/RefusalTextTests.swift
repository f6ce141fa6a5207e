// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("WQL and CQL: what a refusal shows")
struct RefusalTextTests {
    @Test(
        "what stands before a property must be the class: nothing is looked for in another object",
        arguments: [
            ("SELECT * FROM CIM_Book WHERE TargetInstance.Pages = 635", "TargetInstance"),
            ("SELECT * FROM CIM_Book WHERE TargetInstance.__CLASS = 'CIM_Book'", "TargetInstance"),
            ("SELECT * FROM CIM_Book WHERE TargetInstance.__CLASS LIKE 'CIM.*'", "TargetInstance"),
            ("SELECT * FROM CIM_Book WHERE TargetInstance.__this ISA CIM_Book", "TargetInstance"),
            ("SELECT * FROM CIM_Book WHERE SourceInstance ISA 'CIM_Book'", "SourceInstance"),
            ("SELECT * FROM CIM_Book AS b WHERE c.Pages = 635", "c"), ("SELECT c.Pages FROM CIM_Book AS b", "c"),
            ("SELECT * FROM CIM_Book WHERE CIM_Fan::Pages = 635", "CIM_Fan"),
            ("SELECT * FROM CIM_Book WHERE CIM_Fan.CIM_Book::Pages = 635", "CIM_Fan"),
        ])
    func qualifiers(_ text: String, _ name: String) {
        #expect(throws: QueryError.unknownQualifier(name, className: "CIM_Book")) {
            try Shelf.bind(text, .cql)
        }
    }

    @Test(
        "what is wrong is found by its place, counted in characters",
        arguments: [
            ("SELEKT * FROM CIM_Book", 1), ("  FROM", 3), ("SELECT", 7), ("SELECT * FROM CIM_Book WHERE Pages", 35),
            ("SELECT * FROM CIM_Book WHERE Title = 'ÄÖ漢' AND AND", 48),
            ("SELECT *\nFROM CIM_Book WHERE Title = 'x", 38), ("SELECT * FROM CIM_Book WHERE Ünïcode = ?", 40),
            ("SELECT * FROM CIM_Book WHERE 1 = 1", 30), ("SELECT * FROM CIM_Book WHERE Pages = 1e999", 38),
        ])
    func position(_ text: String, _ expected: Int) {
        let error = #expect(throws: QueryError.self) { try SelectQuery(text, .cql) }
        guard case .syntax(_, let position, _)? = error, let error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(position == expected)
        #expect("\(error)".hasPrefix("At character \(expected) "))
    }

    @Test("what is long is shown in part only")
    func longNames() throws {
        let long = String(repeating: "x", count: 5000)
        for text in [
            "SELECT * FROM CIM_Book WHERE \(long) = 1", "SELECT * FROM CIM_Book WHERE \(long).Pages = 1", "\(long)",
            "SELECT * FROM CIM_Book WHERE Pages = '\(long)'", "SELECT * FROM CIM_Book WHERE Pages = 1 '\(long)'",
            "SELECT \(long)() FROM CIM_Book",
            "SELECT * FROM CIM_Book WHERE Pages = 1.\(long.replacing("x", with: "0."))",
        ] {
            let error = try #require(#expect(throws: QueryError.self) { try Shelf.bind(text) })
            #expect("\(error)".utf8.count < 500)
        }
    }

    @Test("whatever words come in whatever order, the query is understood or refused in a sentence")
    func anything() {
        let pieces = [
            "SELECT ", "*", " FROM ", "CIM_Book", " WHERE ", "Pages", "=", "'", "\"", "\\", "[", "]", "(", ")", "-",
            "0x",
            "1e", "99999999999999999999999999999999999999999999", ".", "NOT ", " LIKE ", "\u{0}", "é", "👩‍👩‍👧", "ANY ",
            " IS ",
            "NULL", ",", "#", "::", "%", "Tags", "Title", " AND ", "'a'", "5",
        ]
        // A generator of our own: what fails once fails again.
        var state: UInt64 = 42
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var understood = 0
        for _ in 0..<20_000 {
            var text = next(2) == 0 ? "" : "SELECT * FROM CIM_Book WHERE "
            // Half of the words stand where they may.
            for _ in 0...next(3) {
                for word in ["Pages", "<", "5", " OR "] {
                    text += next(2) == 0 ? pieces[next(pieces.count)] : word
                }
            }
            text += "Lent=TRUE"
            for dialect in [QueryDialect.wql, .cql] {
                do throws(QueryError) {
                    _ = try Shelf.bind(text, dialect).matches(Shelf.whale)
                    understood += 1
                } catch {
                    #expect("\(error)".hasSuffix("."), "\(text)")
                }
            }
        }
        #expect(understood > 200)
    }
}
