// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

@Suite("XPath: expressions on documents, names with and without prefixes, limits")
struct XPathTests {
    static let document =
        "<p:f xmlns:p=\"urn:p\"><p:n u=\"rpm\">7</p:n><p:m><p:k>1</p:k></p:m><p:m><p:k>2</p:k><p:k>3</p:k></p:m>"
        + "<p:z xsi:nil=\"true\"/><p:t>a &amp; b</p:t></p:f>"
    static let bindings = ["p": "urn:p", "o": "urn:other", "xsi": "urn:xsi"]

    /// What an expression selects, as markup by node, or the value it has.
    static func evaluate(
        _ text: String, on document: String = document, limits: XPathLimits = XPathLimits()
    ) throws -> [String] {
        let expression = try XPathExpression(text, limits: limits) { bindings[$0] }
        let evaluator = try XPathEvaluator(expression, limits: limits, scope: [("xsi", "urn:xsi")])
        var writer = XMLWriter()
        evaluator.open(&writer)
        writer.raw(document)
        switch try evaluator.evaluate(&writer) {
        case .boolean(let truth): return ["\(truth)"]
        case .number(let number): return ["\(number)"]
        case .string(let text): return [text]
        case .nodes(let count):
            return (0..<count).map { index in
                var writer = XMLWriter()
                evaluator.write(index, to: &writer)
                return writer.string
            }
        }
    }

    private static let n = "<p:n xmlns:p=\"urn:p\" u=\"rpm\">7</p:n>"
    private static let k2 = "<p:k xmlns:p=\"urn:p\">2</p:k>"

    @Test(
        "annex D's forms select what they say",
        arguments: [
            ("f/n", [n]), ("/f/n", [n]), ("f/n/text()", ["7"]), ("f/n/@u", ["rpm"]), ("f/m[2]/k[1]", [k2]),
            ("/p:f/p:m[2]/p:k[1]", [k2]), ("/f/p:m[2]/k[1]", [k2]), (" f/n ", [n]),
            ("f[n=\"7\"]/n", [n]), ("f[n>\"5\" and n<\"9\"]/n/text()", ["7"]), ("f[n>\"8\"]/n", []),
            ("f/m[k=\"2\" or k=\"9\"]/k[1]", [k2]), ("f/n[@u='rpm']/text()", ["7"]), ("f/n[.=\"7\"]", [n]),
            ("f/m[2][not(k=\"1\" or @x=\"y\")]/k[1]", [k2]), ("f/absent", []), ("g/n", []), ("o:f/n", []),
            ("/o:f/n", []), ("f/t/text()", ["a &amp; b"]),
            ("f/z", ["<p:z xmlns:p=\"urn:p\" xsi:nil=\"true\" />"]), ("count(f/m)", ["2.0"]),
            ("count(f/m) = 2", ["true"]), ("string(f/n)", ["7"]), ("//k[2]/text()", ["3"]),
            ("f/*[local-name()='n']", [n]), ("f/p:*[1]", [n]), ("/f/self::f/child::n", [n]),
            ("f/n * 2 div 7", ["2.0"]), ("f/n[attribute::u]", [n]), ("namespace-uri(f)", ["urn:p"]),
            ("f/z/@xsi:nil", ["true"]), ("f/descendant::k[last()]/text()", ["3"]),
            ("f/n | f/m[2]/k[1]", [n, k2]), ("f/m/k[. = 2]", [k2]),
        ])
    func selects(_ text: String, _ expected: [String]) throws {
        #expect(try Self.evaluate(text) == expected)
    }

    @Test("the document itself is the root with all in it")
    func selectsRoot() throws {
        let whole = try Self.evaluate("f")
        #expect(whole == (try Self.evaluate("/")))
        #expect(whole == (try Self.evaluate("//p:n/..")))
        #expect(whole.count == 1)
        #expect(whole[0].hasPrefix("<p:f xmlns:p=\"urn:p\"><p:n u=\"rpm\">7</p:n><p:m><p:k>1</p:k></p:m>"))
        #expect(whole[0].hasSuffix("<p:z xsi:nil=\"true\" /><p:t>a &amp; b</p:t></p:f>"))
    }

    @Test("an evaluator goes from document to document, and keeps nothing of the last")
    func goesOn() throws {
        let evaluator = try XPathEvaluator(try XPathExpression("a/b/text()") { _ in nil })
        for round in 0..<100 {
            var writer = XMLWriter()
            evaluator.open(&writer)
            writer.raw(round % 3 == 2 ? "<a/>" : "<a><b>\(round)</b></a>")
            #expect(try evaluator.evaluate(&writer) == .nodes(round % 3 == 2 ? 0 : 1))
            var selected = XMLWriter()
            evaluator.write(0, to: &selected)
            #expect(selected.string == (round % 3 == 2 ? "" : "\(round)"))
        }
    }

    @Test(
        "what is no XPath is refused",
        arguments: [
            ("f[", "before"), ("f]", "syntax"), ("f/", ""), ("f[n=\"7]", "quote"), ("f n", ""), ("f!n", "exclamation"),
            ("f#n", "character"), ("f:n", ""), ("q:", "prefix"), ("f(", ""), ("1 +", ""), ("f[@]", ""),
        ])
    func refusesSyntax(_ text: String, _ word: String) throws {
        let error = #expect(throws: XPathError.self) { try Self.evaluate(text) }
        guard let error else { return }
        switch error {
        case .syntax, .unsupported, .unboundPrefix: break
        default: Issue.record("\(error)")
        }
    }

    @Test("what costs too much is refused or stopped, each with its own reason")
    func limits() throws {
        #expect(throws: XPathError.empty) { try Self.evaluate(" \n") }
        #expect(throws: XPathError.unboundPrefix("q")) { try Self.evaluate("q:f") }
        #expect(throws: XPathError.unsupported("there are no variables")) { try Self.evaluate("$v") }
        #expect(throws: XPathError.unsupported("there is no function document")) {
            try Self.evaluate("document('file:///etc/passwd')")
        }
        #expect(throws: XPathError.tooLong) { try Self.evaluate(String(repeating: "f", count: 4097)) }
        _ = try Self.evaluate(String(repeating: "f", count: 4096))
        let deep = { String(repeating: "(", count: $0) + "f" + String(repeating: ")", count: $0) }
        #expect(throws: XPathError.tooDeep) { try Self.evaluate(deep(33)) }
        #expect(try Self.evaluate(deep(32)).count == 1)
        let many = "<a>" + String(repeating: "<b/>", count: 400) + "</a>"
        #expect(throws: XPathError.tooManyOperations) {
            try Self.evaluate("count(//b[count(//b[count(//b) > 0]) > 0])", on: many)
        }
        #expect(try Self.evaluate("count(//b)", on: many) == ["400.0"])
    }

    @Test("long expressions are evaluated, or refused, and break nothing")
    func longExpressions() throws {
        let deep = String(repeating: "<a>", count: 60) + "x" + String(repeating: "</a>", count: 60)
        let steps = [String](repeating: "a", count: 2000).joined(separator: "/")
        #expect(try Self.evaluate(steps, on: deep).isEmpty)
        #expect(try Self.evaluate(String(repeating: "-", count: 4000) + "1") == ["1.0"])
        #expect(try Self.evaluate([String](repeating: "1", count: 2000).joined(separator: "+")) == ["2000.0"])
        #expect(try Self.evaluate("a" + String(repeating: "[a]", count: 1300), on: deep).count == 1)
        func unions(_ count: Int) -> String { [String](repeating: "//a", count: count + 1).joined(separator: "|") }
        #expect(try Self.evaluate(unions(32), on: deep).count == 60)
        #expect(throws: XPathError.tooManyUnions) { try Self.evaluate(unions(33), on: deep) }
    }

    @Test("a plain path is known as one")
    func paths() throws {
        func path(_ text: String) throws -> XPathPath? { try XPathExpression(text) { Self.bindings[$0] }.path }
        let indexed = try #require(try path("/p:f/m[2]/k"))
        #expect(indexed.steps.map(\.name) == ["f", "m", "k"])
        #expect(indexed.steps.map(\.index) == [nil, 2, nil])
        #expect(!indexed.isText)
        #expect(try #require(try path("f/n/text()")).isText)
        #expect(try #require(try path("f/n/@u")).attribute == "u")
        for other in ["f/*", "//f", "f[n=1]", "f/..", "text()", "count(f)", "f/n/text()/x", "@u/f", "f[0]", "f | g"] {
            #expect(try path(other) == nil, "\(other)")
        }
    }

    @Test("the elements that an expression can see are told only where that is certain")
    func visibleNames() throws {
        func names(_ text: String) throws -> Set<String>? {
            try XPathExpression(text) { Self.bindings[$0] }.visibleNames
        }
        #expect(try names("f[n=\"7\" and not(p:m)]") == ["f", "n", "m"])
        #expect(try names("/f/m[2][k < 3]/text()") == ["f", "m", "k"])
        #expect(try names("f[@u='1']") == ["f"])
        for other in [
            "f/*", "//n", "f[.=\"7\"]", "f = \"7\"", "f[count(n)=1]", "f[n+1=8]", "f/..", "f[position()=1]", "f/node()",
            "f | g", "not(f)/n | g",
        ] {
            #expect(try names(other) == nil, "\(other)")
        }
    }

    @Test("a selected node is found among the root's children")
    func places() throws {
        func places(_ text: String) throws -> [XPathPlace] {
            let evaluator = try XPathEvaluator(
                try XPathExpression(text) { Self.bindings[$0] }, scope: [("xsi", "urn:xsi")])
            var writer = XMLWriter()
            evaluator.open(&writer)
            writer.raw(Self.document)
            guard case .nodes(let count) = try evaluator.evaluate(&writer) else { return [] }
            return (0..<count).map(evaluator.place)
        }
        #expect(try places("f") == [.root])
        #expect(try places("/") == [.root])
        #expect(try places("f/m") == [.child("m", 1), .child("m", 2)])
        #expect(try places("f/n/text()") == [.text("n", 1)])
        #expect(try places("p:f/p:m[2]") == [.child("m", 2)])
        #expect(try places("f/n/@u") == [.attribute])
        #expect(try places("f/m/k") == [.deeper, .deeper, .deeper])
        #expect(try places("f/m/k/text()") == [.deeper, .deeper, .deeper])
    }
}
