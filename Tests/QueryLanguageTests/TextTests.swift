// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("Texts: letter case, quotes, backslashes")
struct TextTests {
    @Test(
        "letter case does not count in WQL, in whatever script",
        arguments: [
            ("ÄÖ", "Title = 'äö'", true), ("STRASSE", "Title = 'strasse'", true), ("ΣΑΣ", "Title LIKE 'σα_'", true),
            ("ab", "Title < 'ABC'", true), ("ABC", "Title > 'ab'", true), ("ABC", "Title <= 'abc'", true),
            ("b", "Title > 'ABC'", true), ("Z", "Title > 'é'", false), ("É", "Title > 'z'", true),
            ("", "Title < 'a'", true), ("x", "Title > ''", true), ("漢字", "Title LIKE '_字'", true),
            ("ABC", "Title <> 'abc'", false), ("ab", "Title = 'ABC'", false), ("abcd", "Title = 'ABC'", false),
        ])
    func withoutLetterCase(_ text: String, _ condition: String, _ expected: Bool) throws {
        #expect(try Shelf.passes(.string(text), of: "Title", condition, .wql) == expected)
    }

    @Test(
        "letter case counts in CQL",
        arguments: [
            ("ÄÖ", "Title = 'äö'", false), ("ÄÖ", "Title = 'ÄÖ'", true), ("ABC", "Title <> 'abc'", true),
            ("ab", "Title < 'ABC'", false), ("Z", "Title < 'a'", true), ("ABC", "Title LIKE 'ab.'", false),
        ])
    func withLetterCase(_ text: String, _ condition: String, _ expected: Bool) throws {
        #expect(try Shelf.passes(.string(text), of: "Title", condition, .cql) == expected)
    }

    @Test(
        "a backslash stands before quotes and itself; before others for itself, but for CQL's controls",
        arguments: [
            (QueryDialect.wql, #"'it''s'"#, "it's"), (.wql, #"'it\'s'"#, "it's"), (.cql, #""a""b""#, "a\"b"),
            (.cql, #""it's""#, "it's"), (.cql, #"'a\\b'"#, #"a\b"#), (.wql, #"'a\\b'"#, #"a\b"#), (.cql, "''", ""),
            (.wql, #"'C:\dir'"#, #"C:\dir"#), (.wql, #"'a\nb'"#, #"a\nb"#), (.cql, #"'a\nb'"#, "a\nb"),
            (.cql, #"'\u00e9'"#, "é"), (.wql, #"'\u0041'"#, #"\u0041"#), (.cql, #"'\ud800'"#, #"\ud800"#),
            (.cql, #"'\u12'"#, #"\u12"#),
            (.wql, "'''it'", "'it"), (.wql, #""""""#, "\""), (.cql, #"'a\.b'"#, #"a\.b"#), (.cql, #"'\''''"#, "''"),
            (.wql, #"'\é'"#, #"\é"#), (.wql, "'\u{0}'", "\u{0}"),
        ])
    func quotes(_ dialect: QueryDialect, _ literal: String, _ text: String) throws {
        let bound = try Shelf.bind("SELECT * FROM CIM_Book WHERE Title = \(literal)", dialect)
        #expect(bound.matches(Shelf.row(["Title": .string(text)])))
        #expect(!bound.matches(Shelf.row(["Title": .string(text + ".")])))
    }
}
