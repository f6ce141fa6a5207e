// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

struct XMLElementWritingTests {
    /// Every element, attribute and text of a subtree, written in a way that prefixes do not matter to.
    private func canonical(_ element: XMLElement) -> String {
        let attributes = element.attributes.map { " \($0.name)=\($0.value.debugDescription)" }.joined()
        return
            "(\(element.name)\(attributes) \(element.text.debugDescription)\(element.children.map(canonical).joined()))"
    }

    private func copy(_ element: XMLElement) -> String { written { element.write(to: &$0) } }

    @Test(arguments: [
        sampleEnvelope, "<r/>", "<r> </r>", "<r>a<b/>c<b>d</b>e</r>",
        "<r a='&quot;&#9;&#13;&lt;'>&#13;&lt;&amp;]]&gt;</r>",
        "<a><b><c><d/></c></b><b/></a>", "<r xmlns='urn:d'><a xmlns=''/><b xmlns='urn:e'><c/></b></r>",
        "<p:r xmlns:p='urn:1'><p:a xmlns:p='urn:2' p:b='1'/><p:a/></p:r>",
    ])
    func `a written document reads back the same`(text: String) throws {
        let root = try #require(parsed(text).root)
        let again = try #require(parsed(copy(root)).root)
        #expect(canonical(again) == canonical(root))
        #expect(copy(again) == copy(root))
    }

    @Test func `each subtree of an envelope stands for itself`() throws {
        func check(_ element: XMLElement) throws {
            #expect(try parsed(copy(element)).root.map(canonical) == canonical(element))
            for child in element.children { try check(child) }
        }
        try check(try #require(parsed(sampleEnvelope).root))
    }

    @Test func `mixed content keeps its order`() throws {
        let root = try #require(parsed("<r>a<b/>c<b x='1'>d</b>e<!-- f -->g</r>").root)
        #expect(copy(root) == "<r>a<b />c<b x=\"1\">d</b>eg</r>")
    }

    @Test func `a subtree takes the declarations it uses along and no others`() throws {
        let root = try #require(
            parsed(
                """
                <r xmlns:e='urn:e' xmlns:a='urn:a' xmlns:t='urn:t' xmlns:v='urn:v' xmlns:n='urn:n' xmlns:i='urn:outer'>\
                <s xmlns:i='urn:inner'><e:x a:y='v:z'><i:w>t:u</i:w></e:x></s><e:after>n:n</e:after></r>
                """
            ).root)
        let x = try #require(root.first(XMLName("", "s"))?.first(XMLName("urn:e", "x")))
        #expect(
            copy(x) == """
                <e:x xmlns:i="urn:inner" xmlns:e="urn:e" xmlns:a="urn:a" xmlns:t="urn:t" xmlns:v="urn:v" a:y="v:z">\
                <i:w>t:u</i:w></e:x>
                """)
    }

    @Test func `the default namespace goes along unless it was taken back`() throws {
        let root = try #require(parsed("<r xmlns='urn:d'><a><b/></a><c xmlns=''><d/></c></r>").root)
        #expect(root.first(XMLName("urn:d", "a")).map(copy) == "<a xmlns=\"urn:d\"><b /></a>")
        #expect(root.first(XMLName("", "c"))?.first(XMLName("", "d")).map(copy) == "<d />")
    }
}
