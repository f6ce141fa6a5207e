// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

struct XMLElementNamespaceTests {
    @Test func `prefixes resolve to the nearest declaration`() throws {
        let document = try parsed(
            "<r xmlns='urn:d' xmlns:p='urn:1' xmlns:q='urn:q'><a xmlns:p='urn:2'><b/></a><c xmlns=''><d/></c></r>")
        let root = try #require(document.root)
        let a = try #require(root.first(XMLName("urn:d", "a")))
        let b = try #require(a.first(XMLName("urn:d", "b")))
        let c = try #require(root.first(XMLName("", "c")))
        let d = try #require(c.first(XMLName("", "d")))
        #expect(root.namespaceURI(forPrefix: "p") == "urn:1")
        #expect(b.namespaceURI(forPrefix: "p") == "urn:2")
        #expect(b.namespaceURI(forPrefix: "q") == "urn:q")
        #expect(b.namespaceURI(forPrefix: "") == "urn:d")
        #expect(d.namespaceURI(forPrefix: "") == nil)
        #expect(d.namespaceURI(forPrefix: "p") == "urn:1")
        #expect(d.namespaceURI(forPrefix: "unbound") == nil)
        #expect(d.namespaceURI(forPrefix: "xml") == "http://www.w3.org/XML/1998/namespace")
    }

    @Test func `qualified names resolve in scope`() throws {
        let root = try #require(parsed("<r xmlns='urn:d' xmlns:p='urn:p'><n xmlns=''/></r>").root)
        #expect(root.qualifiedName("p:Local") == XMLName("urn:p", "Local"))
        #expect(root.qualifiedName(" \n p:Local\t") == XMLName("urn:p", "Local"))
        #expect(root.qualifiedName("Local") == XMLName("urn:d", "Local"))
        #expect(root.first(XMLName("", "n"))?.qualifiedName("Local") == XMLName("", "Local"))
    }

    @Test(arguments: ["x:Local", "", " ", ":", "p:", ":Local", "p:a:b", "p: a", "a b", "p :a"])
    func `what is no bound qualified name resolves to nothing`(text: String) throws {
        #expect(try parsed("<r xmlns:p='urn:p'/>").root?.qualifiedName(text) == nil)
    }
}
