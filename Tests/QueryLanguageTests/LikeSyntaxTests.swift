// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("LIKE: backslashes, sets, and what fits by definition")
struct LikeSyntaxTests {
    @Test(
        "WQL: a backslash is written twice; before what means something it makes that itself; sets have '-' or '='",
        arguments: [
            (#"C:\dir\x"#, #"'c:\\dir%'"#, true), (#"C:\dir\x"#, #"'c:\dir%'"#, true), ("C:dir", #"'c:\\dir%'"#, false),
            (#"C:\d"#, #"'%\\%'"#, true), ("C:/d", #"'%\\%'"#, false), ("5%", #"'5\%'"#, true),
            ("5x", #"'5\%'"#, false),
            ("it's", #"'it\'s'"#, true), ("it's", "'it''_'", true), ("e", "'[a=f]'", true), ("g", "'[a=f]'", false),
            ("g", "'[^a=f]'", true), ("E", "'[A-F]'", true), ("c", "'[f-a]'", true), ("-", "'[a-]'", true),
            ("b", "'[a-]'", false), ("]", #"'[\]]'"#, true), ("[a]", #"'[a\]'"#, true), ("a", #"'[a\]'"#, false),
            ("^", "'[x^]'", true), ("[]", "'[]'", true), ("[^]", "'[^]'", true),
        ])
    func wql(_ text: String, _ pattern: String, _ expected: Bool) throws {
        #expect(try Shelf.passes(.string(text), of: "Title", "Title LIKE \(pattern)", .wql) == expected)
    }

    @Test(
        "CQL: a backslash makes what follows itself, written once or twice; * is any number of what precedes",
        arguments: [
            ("a.b", #"'a\.b'"#, true), ("axb", #"'a\.b'"#, false), ("a.b", #"'a\\.b'"#, true),
            ("axb", #"'a\\.b'"#, false),
            (#"a\b"#, #"'a\\\\b'"#, true), ("a*b", #"'a\*b'"#, true), ("*a", "'*a'", true), ("", "'.*'", true),
            ("", "''", true), ("a", "''", false), ("aaab", "'a*b'", true), ("b", "'a*b'", true),
            ("caab", "'a*b'", false),
            ("...", #"'\.*'"#, true), (".x", #"'\.*'"#, false), ("it's", "'it''s'", true), ("a\nb", #"'a\nb'"#, true),
        ])
    func cql(_ text: String, _ pattern: String, _ expected: Bool) throws {
        #expect(try Shelf.passes(.string(text), of: "Title", "Title LIKE \(pattern)", .cql) == expected)
    }

    @Test("what fits is what a matcher by definition says, for all short patterns and texts")
    func exhaustively() throws {
        // Slow and plain: of a pattern's head and the rest.
        func fits(_ text: Substring, _ pattern: Substring) -> Bool {
            guard let head = pattern.first else { return text.isEmpty }
            let rest = pattern.dropFirst()
            let takesOne = text.first.map { head == "." || $0 == head } ?? false
            guard rest.first == "*" else { return takesOne && fits(text.dropFirst(), rest) }
            return fits(text, rest.dropFirst()) || takesOne && fits(text.dropFirst(), pattern)
        }
        func words(_ letters: [String], upTo length: Int) -> [String] {
            var all = [""]
            var longest = [""]
            for _ in 0..<length {
                longest = longest.flatMap { word in letters.map { word + $0 } }
                all += longest
            }
            return all
        }
        let texts = words(["a", "b"], upTo: 4)
        for pattern in words(["a", "b", ".", "a*", "b*", ".*"], upTo: 4) {
            let bound = try Shelf.bind("SELECT * FROM CIM_Book WHERE Title LIKE '\(pattern)'", .cql)
            for text in texts where bound.matches(Shelf.row(["Title": .string(text)])) != fits(text[...], pattern[...])
            {
                Issue.record("\(text) LIKE \(pattern) is not \(fits(text[...], pattern[...]))")
            }
        }
    }
}
