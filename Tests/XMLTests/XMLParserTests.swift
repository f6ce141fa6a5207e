// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

struct XMLParserTests {
    let soap = "http://www.w3.org/2003/05/soap-envelope"
    let wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"

    @Test func `an envelope gives its names, attributes and text`() throws {
        let document = try parsed(sampleEnvelope)
        let root = try #require(document.root)
        #expect(root.name == XMLName(soap, "Envelope"))
        #expect(root.children.map(\.localName) == ["Header", "Body"])
        let header = try #require(root.first(XMLName(soap, "Header")))
        #expect(
            header.children.map(\.localName) == ["To", "ResourceURI", "ReplyTo", "Action", "MessageID", "SelectorSet"])
        let uri = try #require(header.first(XMLName(wsman, "ResourceURI")))
        #expect(uri.has(name: XMLName(wsman, "ResourceURI")))
        #expect(!uri.has(name: XMLName(soap, "ResourceURI")))
        #expect(uri.namespace == wsman)
        #expect(uri.attribute("mustUnderstand", namespace: soap) == "true")
        #expect(uri.attribute("mustUnderstand") == nil)
        #expect(uri.text == "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Fan")
        let selector = try #require(header.first(XMLName(wsman, "SelectorSet"))?.first(XMLName(wsman, "Selector")))
        #expect(selector.attribute("Name") == "DeviceID")
        #expect(selector.text == "fan & 1")
        #expect(root.first(XMLName(soap, "Body"))?.isEmpty == true)
        #expect(root.first(XMLName(soap, "Fault")) == nil)
    }

    @Test func `an envelope cut anywhere is refused`() {
        let bytes = Array(sampleEnvelope.utf8)
        for length in 0..<bytes.count {
            #expect(refusal(Array(bytes[..<length])) != nil, "cut to \(length) bytes")
        }
        #expect(refusal(bytes) == nil)
    }

    @Test func `an envelope with one byte changed never crashes the parser`() throws {
        let parser = XMLParser(limits: XMLLimits())
        let document = XMLDocument()
        let sample = Array(sampleEnvelope.utf8)
        for index in sample.indices {
            for byte: UInt8 in [0, 0x22, 0x26, 0x3c, 0x3e, 0x5d, 0x80, 0xff] {
                var bytes = sample
                bytes[index] = byte
                let accepted = (try? parser.parse(bytes, into: document)) != nil
                #expect((document.root != nil) == accepted)
            }
        }
        try parser.parse(sample, into: document)
        #expect(document.root?.localName == "Envelope")
    }

    @Test func `comments and processing instructions are passed over and part no text`() throws {
        let root = try #require(
            parsed("<?pi x?><!-- a --><r><?pi <r>?><!-- <b> -->one<!-- c -->two<?pi y?>three</r><!-- d --><?pi?>").root)
        #expect(root.text == "onetwothree")
        #expect(root.children.map(\.localName) == [])
        #expect(!root.isEmpty)
    }

    @Test func `CDATA is text`() throws {
        let root = try #require(parsed("<r>a<![CDATA[<b>&amp;]]>c<![CDATA[]]></r>").root)
        #expect(root.text == "a<b>&amp;c")
    }

    @Test func `text around children is joined and their text is left out`() throws {
        let root = try #require(parsed("<r>  one<b>x</b>two<b/><b/> three\n</r>").root)
        #expect(root.text == "  onetwo three\n")
        #expect(root.trimmedText == "onetwo three")
        #expect(root.children.map(\.text) == ["x", "", ""])
    }

    @Test(arguments: [
        ("", ""), (" \t\r\n ", ""), (" a b ", "a b"), ("\u{a0}a\u{a0}", "\u{a0}a\u{a0}"), ("a", "a"),
    ])
    func `trimming takes XML white space and nothing else`(text: String, trimmed: String) throws {
        #expect(try parsed("<r>\(text)</r>").root?.trimmedText == trimmed)
    }

    @Test func `many runs of text are joined in order`() throws {
        let text = (0..<10_000).map { "\($0)<b/>" }.joined()
        #expect(try parsed("<r>\(text)</r>").root?.text == (0..<10_000).map(String.init).joined())
    }

    @Test func `white space alone is text`() throws {
        let root = try #require(parsed("<r> </r>").root)
        #expect(!root.isEmpty)
        #expect(root.text == " ")
        #expect(root.trimmedText == "")
    }

    @Test func `line ends are normalized`() throws {
        #expect(try parsed("<r>a\r\nb\rc\n&#13;</r>").root?.text == "a\nb\nc\n\r")
    }

    @Test func `predefined entities and character references are replaced`() throws {
        let text = "&amp;&lt;&gt;&quot;&apos;&#x41;&#66;&#x1F600;&amp;amp;&#38;&amp;#38;"
        let expected = "&<>\"'AB\u{1F600}&amp;&&#38;"
        let root = try #require(parsed("<r a=\"\(text)\">\(text)</r>").root)
        #expect(root.text == expected)
        #expect(root.attribute("a") == expected)
    }

    @Test func `an ampersand in a namespace is read as one`() throws {
        let root = try #require(parsed("<p:r xmlns:p=\"urn:a&amp;b&#38;c\" p:x=\"1\"/>").root)
        #expect(root.name == XMLName("urn:a&b&c", "r"))
        #expect(root.attribute("x", namespace: "urn:a&b&c") == "1")
        #expect(root.namespaceURI(forPrefix: "p") == "urn:a&b&c")
    }

    @Test(arguments: ["a b", "{guid}", "urn:é", "%", ":", "../relative"])
    func `a namespace need not be a valid URI`(namespace: String) throws {
        #expect(try parsed("<p:r xmlns:p='\(namespace)'/>").root?.name == XMLName(namespace, "r"))
        #expect(refusal("<p:r xmlns:p='\(namespace)'><q:a/></p:r>") != nil)
        #expect(refusal("<p:r q:a='' xmlns:p='\(namespace)'/>") != nil)
        #expect(refusal("<p:r xmlns:p='\(namespace)'>") != nil)
    }

    @Test func `white space in attribute values is normalized unless it is a reference`() throws {
        #expect(try parsed("<r a=' x\ty\nz&#9;&#10;&#13;'/>").root?.attribute("a") == " x y z\t\n\r")
    }

    @Test func `names and text outside ASCII are kept`() throws {
        let root = try #require(parsed("<größe ä=\"日本\">\u{1F600}é\u{FFFD}</größe>").root)
        #expect(root.localName == "größe")
        #expect(root.attribute("ä") == "日本")
        #expect(root.text == "\u{1F600}é\u{FFFD}")
    }

    @Test func `attributes come in document order`() throws {
        let root = try #require(parsed("<r b='2' xmlns:p='urn:p' p:a='1' xml:lang='de' c=''/>").root)
        #expect(
            root.attributes.map(\.name.description) == [
                "b", "{urn:p}a", "{http://www.w3.org/XML/1998/namespace}lang", "c",
            ])
        #expect(root.attributes.map(\.value) == ["2", "1", "de", ""])
    }

    @Test func `the encoding a document declares does not matter, nor does a byte order mark`() throws {
        for encoding in ["UTF-8", "UTF-16", "ISO-8859-1", "EBCDIC-CP-US", "x-unknown"] {
            let text = "\u{FEFF}<?xml version=\"1.0\" encoding=\"\(encoding)\"?><r>é</r>"
            #expect(try parsed(text).root?.text == "é")
        }
    }

    @Test func `a document outlives its parser and the next parse into another document`() throws {
        let first = XMLDocument()
        let second = XMLDocument()
        do {
            let parser = XMLParser(limits: XMLLimits())
            try parser.parse(Array("<p:a xmlns:p='urn:1' x='1'>one</p:a>".utf8), into: first)
            #expect(throws: XMLError.self) { try parser.parse(Array("<broken".utf8), into: second) }
            try parser.parse(Array("<p:b xmlns:p='urn:2' y='2'>two</p:b>".utf8), into: second)
        }
        #expect(first.root?.name == XMLName("urn:1", "a"))
        #expect(first.root?.attribute("x") == "1")
        #expect(first.root?.text == "one")
        #expect(second.root?.name == XMLName("urn:2", "b"))
        #expect(second.root?.text == "two")
    }

    @Test func `names are equal by code points, not by what they look like`() throws {
        #expect(XMLName("", "\u{e9}") != XMLName("", "e\u{301}"))
        #expect(XMLName("a", "b") != XMLName("", "ab"))
        #expect(XMLName("a", "b").hashValue == XMLName("a", "b").hashValue)
    }
}
