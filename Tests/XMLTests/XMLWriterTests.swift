// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

struct XMLWriterTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("a<b>&c", "a&lt;b&gt;&amp;c"), ("\"quoted\" 'too'", "\"quoted\" 'too'"),
        ("tab\tline\nreturn\r", "tab\tline\nreturn&#xD;"), ("é日本\u{1F600}", "é日本\u{1F600}"),
        ("\0\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}x", String(repeating: "\u{fffd}", count: 7) + "x"),
        ("\u{fffe}\u{ffff}\u{fffd}\u{ffee}", "\u{fffd}\u{fffd}\u{fffd}\u{ffee}"), ("\u{7f}\u{85}", "\u{7f}\u{85}"),
        ("]]>", "]]&gt;"), ("&amp;", "&amp;amp;"),
    ])
    func `text is escaped`(text: String, expected: String) {
        #expect(written { $0.text(text) } == expected)
    }

    @Test func `attribute values are escaped so that white space survives`() throws {
        #expect(written { $0.attribute("a\"b'c\t\r\n<>&\u{1}") } == "a&quot;b'c&#x9;&#xD;&#xA;&lt;&gt;&amp;\u{fffd}")
    }

    /// At each place, for the fast path looks at eight bytes at a time.
    @Test func `every byte is escaped wherever it stands`() throws {
        for position in 0..<20 {
            for value in UInt8(0)..<128 {
                var characters = Array("abcdefghijklmnopqrst".unicodeScalars)
                characters[position] = Unicode.Scalar(value)
                var text = String.UnicodeScalarView()
                text.append(contentsOf: characters)
                let isForbidden = value < 0x20 && ![9, 10, 13].contains(value)
                if isForbidden { characters[position] = "\u{fffd}" }
                var expected = String.UnicodeScalarView()
                expected.append(contentsOf: characters)
                let markup = written { writer in
                    writer.raw("<r a=\"")
                    writer.attribute(String(text))
                    writer.raw("\">")
                    writer.text(String(text))
                    writer.raw("</r>")
                }
                let root = try #require(parsed(markup).root)
                #expect(root.text == String(expected))
                #expect(root.attribute("a") == String(expected))
            }
        }
    }

    @Test func `long text with and without escapes comes out whole`() {
        let plain = String(repeating: "0123456789", count: 10_000)
        #expect(written { $0.text(plain) } == plain)
        #expect(written { $0.text(String(repeating: "&", count: 10_000)) } == String(repeating: "&amp;", count: 10_000))
    }

    @Test(arguments: [0, 9, 10, 99, 100, -1, -10, .max, .min, 1_000_000_007] as [Int64])
    func `signed numbers are decimal`(value: Int64) {
        #expect(written { $0.integer(value) } == String(value))
    }

    @Test(arguments: [0, 9, 10, 18_446_744_073_709_551_609, .max] as [UInt64])
    func `unsigned numbers are decimal`(value: UInt64) {
        #expect(written { $0.unsigned(value) } == String(value))
    }

    @Test func `numbers fit where the buffer ends`() {
        for filled in 0..<64 {
            var writer = XMLWriter(capacity: 64)
            for _ in 0..<filled { writer.raw("x") }
            writer.unsigned(.max)
            #expect(writer.string == String(repeating: "x", count: filled) + "18446744073709551615")
        }
    }

    @Test(
        arguments: [
            (0, "0.0"), (-0.0, "-0.0"), (1.5, "1.5"), (41.25, "41.25"), (1e300, "1e+300"),
            (.leastNonzeroMagnitude, "5e-324"),
            (.infinity, "INF"), (-.infinity, "-INF"), (.nan, "NaN"), (-.nan, "NaN"), (.signalingNaN, "NaN"),
            (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        ] as [(Double, String)])
    func `real numbers have the form of xs:double`(value: Double, expected: String) {
        #expect(written { $0.real(value) } == expected)
    }

    @Test func `everything raw is copied as it is`() {
        let name = "a<&"
        let text = written { writer in
            writer.raw("<x>")
            writer.raw(name)
            writer.raw([0x26, 0x3c])
            writer.raw([UInt8]())
            [UInt8](arrayLiteral: 0x3e).withUnsafeBytes { writer.raw(bytes: $0) }
            writer.boolean(true)
            writer.boolean(false)
        }
        #expect(text == "<x>a<&&<>truefalse")
    }

    @Test func `truncating drops what came after a mark`() {
        var writer = XMLWriter()
        writer.raw("kept")
        let mark = writer.count
        writer.raw("dropped")
        writer.truncate(to: mark)
        writer.raw("!")
        #expect(writer.string == "kept!")
        writer.truncate(to: 1000)
        #expect(writer.string == "kept!")
        writer.truncate(to: -1)
        #expect(writer.count == 0)
    }

    @Test func `a writer can be emptied and used again`() {
        var writer = XMLWriter(capacity: 0)
        for keeping in [true, false, true] {
            writer.text(String(repeating: "x", count: 200_000))
            #expect(writer.count == 200_000)
            writer.removeAll(keepingCapacity: keeping)
            #expect(writer.count == 0)
            writer.reserve(10)
            writer.raw("again")
            #expect(writer.withUnsafeBytes { Array($0) } == Array("again".utf8))
            writer.removeAll()
        }
    }
}
