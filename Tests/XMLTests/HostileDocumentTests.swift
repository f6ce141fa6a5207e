// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import XML

struct HostileDocumentTests {
    @Test(arguments: [
        "<!DOCTYPE r><r/>",
        "<!DOCTYPE r [<!ENTITY x 'y'>]><r>&x;</r>",
        "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'><r/>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><r/>",
        """
        <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
        <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;">
        <!ENTITY lol4 "&lol3;&lol3;&lol3;&lol3;&lol3;&lol3;">]><lolz>&lol4;</lolz>
        """,
        "<!DOCTYPE r [<!ATTLIST r a CDATA 'default'>]><r/>",
    ])
    func `a document type is refused whatever it declares`(text: String) {
        #expect(refusal(text) == .documentTypeForbidden)
    }

    @Test(arguments: [
        "<r>&undefined;</r>", "<r a='&undefined;'/>", "<r>&#0;</r>", "<r>&#xFFFF;</r>", "<r>&#x110000;</r>",
        "<r>&#xD800;</r>", "<r>&</r>", "<r>&amp</r>", "<r a='<'/>", "<r>]]></r>", "<r a='1' a='2'/>",
        "<r xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>", "<r xmlns:p='u' xmlns:p='v'/>", "<p:r/>", "<r p:a='1'/>",
        "<r xmlns:p=''/>", "<r xmlns:xmlns='u'/>", "<r xmlns:xml='u'/>", "<a:b:c xmlns:a='u'/>", "<r/><s/>", "<r/>x",
        "<r/>&amp;", "<r/><![CDATA[x]]>", "x<r/>", "<r></s>", "<r", "<r>", "</r>", "<r/", "<r a/>", "<r a=1/>",
        "<r a='1'b='2'/>", "<1/>", "< r/>", "<r><!-- -- --></r>", "<r><?xml version='1.0'?></r>",
        " <?xml version='1.0'?><r/>",
        "<?xml version='2.0'?><r/>", "<?xml?><r/>", "<r><!DOCTYPE r></r>", "<r><!ENTITY x 'y'></r>", "hello",
        "{\"a\": 1}",
    ])
    func `what is not namespace-well-formed is refused`(text: String) {
        guard case .notWellFormed(let reason) = refusal(text) else {
            Issue.record("\(text) gave \(String(describing: refusal(text)))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(
        arguments: [
            [0x80], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xc3],
            [0xe2, 0x82],
            [0x00], [0x01], [0x08], [0x0b], [0x1f], [0xef, 0xbf, 0xbe], [0xef, 0xbf, 0xbf],
        ] as [[UInt8]])
    func `bytes that are no characters of XML are refused wherever they stand`(bad: [UInt8]) {
        for (before, after) in [
            ("<r>", "</r>"), ("<r a='", "'/>"), ("<r", "/>"), ("<r><!--", "--></r>"), ("<r><?p ", "?></r>"),
            ("<r><![CDATA[", "]]></r>"), ("<r/>", ""), ("", "<r/>"), ("<r xmlns='", "'/>"), ("<r/", ">"),
        ] {
            let error = refusal(Array(before.utf8) + bad + Array(after.utf8))
            guard case .notWellFormed = error else {
                Issue.record("\(before)\(bad)\(after) gave \(String(describing: error))")
                continue
            }
        }
    }

    @Test(arguments: ["", " ", "\r\n\t ", "\u{FEFF}"])
    func `nothing is empty`(text: String) {
        #expect(refusal(text) == .empty)
    }

    @Test func `nesting stops at the limit`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(refusal(nested(64)) == nil)
        #expect(refusal(nested(65)) == .tooDeep)
        #expect(refusal(nested(100_000), limits: XMLLimits(maxBytes: 1 << 20)) == .tooDeep)
        #expect(refusal(nested(100_000)) == .tooLarge)
        #expect(refusal(String(repeating: "<a>", count: 100_000)) == .tooDeep)
    }

    @Test func `10 MB are refused before they are parsed`() {
        #expect(refusal("<r>" + String(repeating: "x", count: 10_000_000) + "</r>") == .tooLarge)
    }

    @Test func `bytes are counted to the last one allowed`() {
        #expect(refusal("<r>x</r>", limits: XMLLimits(maxBytes: 8)) == nil)
        #expect(refusal("<r>x</r>", limits: XMLLimits(maxBytes: 7)) == .tooLarge)
    }

    @Test func `elements are counted`() {
        let limits = XMLLimits(maxNodes: 3)
        #expect(refusal("<r>1<a/>2<a/>3</r>", limits: limits) == nil)
        #expect(refusal("<r><a/><a/><a/></r>", limits: limits) == .tooManyNodes)
    }

    @Test func `attributes are counted per element`() {
        func attributes(_ count: Int) -> String { (0..<count).map { " a\($0)='x'" }.joined() }
        #expect(refusal("<r\(attributes(64))><a\(attributes(64))/></r>") == nil)
        #expect(refusal("<r\(attributes(65))/>") == .tooManyAttributes)
        #expect(refusal("<r>\(String(repeating: " ", count: 5000))<b\(attributes(30_000))/></r>") == .tooManyAttributes)
    }

    @Test func `namespace declarations in scope are counted`() {
        func declarations(_ range: Range<Int>) -> String { range.map { " xmlns:n\($0)='u\($0)'" }.joined() }
        #expect(
            refusal("<r\(declarations(0..<100))><a\(declarations(100..<128))/><a\(declarations(200..<228))/></r>")
                == nil)
        #expect(refusal("<r\(declarations(0..<100))><a\(declarations(100..<129))/></r>") == .tooManyAttributes)
        #expect(refusal("<r\(declarations(0..<20_000))/>") == .tooManyAttributes)
    }

    @Test func `quotes, comments and CDATA do not hide a hostile tag from the scanner`() {
        let attributes = (0..<1000).map { " a\($0)=''" }.joined()
        let padding = String(repeating: " ", count: 5000)
        for prefix in ["<a b='>\"'/>", "<!-- <a ' -->", "<![CDATA[<a ']]>", "<?p <a '?>", "'", ">"] {
            let scanned = Array("<r>\(padding)\(prefix)<b\(attributes)/></r>".utf8)
            #expect(scanned.withUnsafeBytes { StartTagScanner($0).finds(tagWithMoreAttributesThan: 192) })
            #expect(refusal(scanned) == .tooManyAttributes)
        }
        let harmless =
            "<r>\(padding)<!--\(attributes)--><![CDATA[<a\(attributes)>]]><?p <a\(attributes)?>\(attributes)</r>"
        #expect(refusal(harmless) == nil)
    }

    @Test func `long names are refused`() {
        let limits = XMLLimits(maxNameLength: 8, maxNamespaceLength: 16)
        #expect(refusal("<r2345678 a2345678='' xmlns:p2345678='u234567890123456'/>", limits: limits) == nil)
        for text in [
            "<r23456789/>", "<r a23456789=''/>", "<r xmlns:p23456789='u'/>", "<r xmlns='u2345678901234567'/>",
            "<r xmlns:p='u2345678901234567'/>",
        ] {
            #expect(refusal(text, limits: limits) == .nameTooLong)
        }
    }

    @Test func `an error message is short, on one line and names the line`() {
        let text = "<r>\n\n<" + String(repeating: "\u{e9}", count: 120) + "></b></r>"
        guard case .notWellFormed(let reason) = refusal(text) else {
            Issue.record("accepted")
            return
        }
        #expect(reason.hasPrefix("line 3: "))
        #expect(reason.utf8.count < 250)
        #expect(!reason.contains("\n"))
    }

    @Test func `an error leaves nothing behind for the next document`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        for broken in [
            "<p:r xmlns:p='urn:leaked'><p:a>", "<r xmlns='urn:leaked'><a></b></r>", "<!DOCTYPE r><r/>", "<r>&x;</r>",
            "",
            String(repeating: "<a xmlns='urn:leaked'>", count: 65), "<r/>junk",
        ] {
            #expect(throws: XMLError.self) { try parser.parse(Array(broken.utf8), into: document) }
            #expect(document.root == nil)
            #expect(throws: XMLError.self) { try parser.parse(Array("<p:r/>".utf8), into: document) }
            try parser.parse(Array("<r><a>1</a></r>".utf8), into: document)
            #expect(document.root?.name == XMLName("", "r"))
            #expect(document.root?.namespaceURI(forPrefix: "") == nil)
            #expect(document.root?.children.map(\.text) == ["1"])
        }
    }

    @Test(arguments: [
        "<p:r xmlns:p='urn:p' xmlns='urn:d'/>", "<p:r xmlns:p='urn:p' xmlns='urn:d'></p:r>",
        "<p:r xmlns:p='urn:p'><a xmlns='urn:d'><b/></a><c xmlns:p='urn:q'/></p:r>",
    ])
    func `declarations end with their document`(text: String) throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        try parser.parse(Array(text.utf8), into: document)
        try parser.parse(Array("<r><a/></r>".utf8), into: document)
        #expect(document.root?.name == XMLName("", "r"))
        #expect(parser.contextsMade == 1)
        try parser.parse(Array(text.utf8), into: document)
        #expect(throws: XMLError.self) { try parser.parse(Array("<p:r/>".utf8), into: document) }
    }

    @Test func `good documents share one context`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        for _ in 0..<1000 { try parser.parse(Array(sampleEnvelope.utf8), into: document) }
        #expect(parser.contextsMade == 1)
    }

    @Test func `hostile names do not gather in the dictionary`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        var largest = 0
        for index in 0..<10_000 {
            let text =
                "<p\(index):r\(index) xmlns:p\(index)='urn:\(index)' a\(index)=''><?t\(index)?></p\(index):r\(index)>"
            try parser.parse(Array(text.utf8), into: document)
            #expect(document.root?.name == XMLName("urn:\(index)", "r\(index)"))
            largest = max(largest, parser.dictionarySize)
        }
        #expect(largest > 1000)
        #expect(largest <= Int(XMLParser.keptNames) + 16)
        #expect(parser.contextsMade > 5)
    }

    @Test func `combinations of few words do not gather in the name table`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        for prefix in 0..<100 {
            let elements = (0..<100).map { "<p\(prefix):e\($0)/>" }.joined()
            try parser.parse(Array("<r xmlns:p\(prefix)='urn:p'>\(elements)</r>".utf8), into: document)
            #expect(document.arena.names.map { $0.entries.count <= Int(XMLParser.keptNames) + 200 } == true)
        }
        #expect(parser.contextsMade > 1)
    }

    @Test func `a catalog instruction costs its context`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        for _ in 0..<3 {
            try parser.parse(Array("<?oasis-xml-catalog catalog='file:///tmp/none'?><r/>".utf8), into: document)
        }
        #expect(document.root?.localName == "r")
        #expect(parser.contextsMade == 3)
    }

    @Test func `memory of an unusually large document is given back`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        let large = "<r>" + String(repeating: "<a b='c'>some text</a>", count: 10_000) + "</r>"
        try parser.parse(Array(large.utf8), into: document)
        #expect(document.root?.children.reduce(0) { count, _ in count + 1 } == 10_000)
        #expect(document.arena.nodes.capacity > 10_000)
        try parser.parse(Array("<r/>".utf8), into: document)
        #expect(document.arena.nodes.capacity <= 1024)
        #expect(document.arena.attributes.capacity <= 1024)
        #expect(document.arena.bytes.capacity <= 64 * 1024)
        #expect(parser.contextsMade == 2)
    }
}
