// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

@Suite("XML that somebody wrote, as it goes into messages")
struct MarkupTests {
    @Test(
        "one element is taken as it is, its declaration left out",
        arguments: [
            "<x:F xmlns:x=\"urn:x\"><x:A>1</x:A></x:F>",
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<F/>\n<!-- end -->", "  <F a='1'><![CDATA[<]]></F>  ",
        ])
    func elements(_ text: String) async throws {
        let fan = Reference(ResourceURI(ofClass: "CIM_Fan"), [])
        let transport = ScriptedTransport(Answers.envelope(""))
        _ = try await WSManClient(transport).put(.markup(try Markup(element: text)), to: fan)
        let document = XMLDocument()
        try Array(transport.requests[0].utf8).withUnsafeBytes { try XMLParser().parse($0, into: document) }
        #expect(document.root?.first(Names.body)?.children.map(\.localName) == ["F"])
        #expect(!transport.requests[0].contains("<?xml"))
    }

    @Test(
        "what is not one whole element is refused",
        arguments: [
            "", "text", "<F>", "<F/><G/>", "<F/>text", "</content><F/><content>", "<!DOCTYPE F><F/>", "<F>&nbsp;</F>",
            "<p:F/>", "<F/><?xml version=\"1.0\"?>", "<F>\u{0}</F>",
        ])
    func refused(_ text: String) {
        #expect(throws: Markup.Unusable.self) { try Markup(element: text) }
    }

    @Test("a fragment may be text or several elements, and ends where it should")
    func fragments() throws {
        for text in ["text", "", "<p:A/><p:A/>", "<p:A/>text"] {
            #expect(try Markup(text, namespace: "urn:p").text == text)
        }
        for text in ["<p:A>", "</wsman:XmlFragment><p:A/><wsman:XmlFragment>", "<q:A/>", "&amp"] {
            #expect(throws: Markup.Unusable.self) { try Markup(text, namespace: "urn:p") }
        }
    }
}
