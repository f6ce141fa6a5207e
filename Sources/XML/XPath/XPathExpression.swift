// SPDX-License-Identifier: Apache-2.0

/// An expression in XPath 1.0, its names bound to namespaces; a plain value.
///
/// The subsets of DSP0226 annex D know no namespaces, consoles send names with and without prefixes: a prefix asks for
/// its namespace, a name without one matches elements of that local name in any (`spec/xpath-and-selectors.md` section 1).
public struct XPathExpression: Sendable, Hashable {
    /// The expression as it was sent, trimmed.
    public let text: String
    /// A plain path, where the expression is no more than that.
    public let path: XPathPath?
    /// The elements that it can see at all, by local name; nil where that cannot be told from its text.
    ///
    /// What is not named can be left out of a document without changing what is selected, as long as selecting the root
    /// means the whole.
    public let visibleNames: Set<String>?

    /// What libxml2 is given.
    let compiled: String
    /// The prefixes in use and their namespaces.
    let namespaces: [String: String]
    /// Whether elements are to be told apart by namespace.
    let usesNamespaces: Bool

    /// Reads an expression.
    ///
    /// - Parameter namespace: the namespace that a prefix is bound to where the expression stands.
    public init(
        _ text: String, limits: XPathLimits = XPathLimits(), namespace: (String) -> String?
    ) throws(XPathError) {
        guard text.utf8.count <= limits.maxLength else { throw .tooLong }
        let tokens = try XPathScanner.tokens(of: text)
        guard let first = tokens.first, let last = tokens.last else { throw .empty }
        try Self.checkDepth(tokens, limits.maxDepth)
        guard tokens.count(where: { $0.kind == .operation("|") }) <= limits.maxUnions else { throw .tooManyUnions }
        var namespaces: [String: String] = [:]
        var usesNamespaces = false
        for token in tokens {
            switch token.kind {
            case .name(let prefix, _, let isAttribute), .wildcard(let prefix, let isAttribute):
                guard !prefix.isEmpty else { continue }
                guard let uri = namespace(prefix) else { throw .unboundPrefix(prefix) }
                namespaces[prefix] = uri
                if !isAttribute { usesNamespaces = true }
            case .function(let name):
                guard Self.functions.contains(name) else { throw .unsupported("there is no function \(name)") }
                if name == "name" || name == "namespace-uri" { usesNamespaces = true }
            case .axis("namespace"): throw .unsupported("there is no axis of namespaces")
            default: continue
            }
        }
        let bytes = Array(text.utf8)
        self.text = String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
        self.namespaces = namespaces
        self.usesNamespaces = usesNamespaces
        path = XPathPath(tokens)
        visibleNames = Self.visibleNames(tokens)
        compiled = usesNamespaces ? Self.matchingLocalNames(bytes, tokens) : self.text
    }

    /// The core functions and the node types (XPath 1.0 sections 2.3 and 4).
    private static let functions: Set<String> = [
        "last", "position", "count", "id", "local-name", "namespace-uri", "name", "string", "concat", "starts-with",
        "contains", "substring-before", "substring-after", "substring", "string-length", "normalize-space",
        "translate", "boolean", "not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round", "text",
        "node", "comment", "processing-instruction",
    ]

    private static func checkDepth(_ tokens: [XPathToken], _ most: Int) throws(XPathError) {
        var depth = 0
        for token in tokens {
            if token.kind == .sign("(") || token.kind == .sign("[") { depth += 1 }
            if token.kind == .sign(")") || token.kind == .sign("]") { depth -= 1 }
            if depth > most { throw .tooDeep }
        }
    }

    /// The same expression, in which names without a prefix match in every namespace.
    private static func matchingLocalNames(_ bytes: [UInt8], _ tokens: [XPathToken]) -> String {
        var rewritten: [UInt8] = []
        var end = 0
        for token in tokens {
            rewritten += bytes[end..<token.range.lowerBound]
            if case .name("", let local, false) = token.kind {
                rewritten += Array("*[local-name()=\"\(local)\"]".utf8)
            } else {
                rewritten += bytes[token.range]
            }
            end = token.range.upperBound
        }
        return String(decoding: rewritten, as: UTF8.self)
    }

    /// The names in an expression of Level 2 that is one path: it goes down by names and nowhere else.
    private static func visibleNames(_ tokens: [XPathToken]) -> Set<String>? {
        var names: Set<String> = []
        var depth = 0
        for token in tokens {
            switch token.kind {
            case .name(_, let local, let isAttribute): if !isAttribute { names.insert(local) }
            case .number, .literal, .sign("/"), .sign("@"): break
            case .sign("["), .sign("("): depth += 1
            case .sign("]"), .sign(")"): depth -= 1
            case .function("not"), .function("text"): break
            case .operation(let name):
                // Outside of predicates it would be no path; in them `+` and the like are beyond Level 2.
                guard depth > 0, level2Operations.contains(name) else { return nil }
            default: return nil
            }
        }
        return names
    }

    private static let level2Operations: Set<String> = ["and", "or", "=", "!=", "<", "<=", ">", ">="]
}

/// A plain path of Level 1: names with an index each, then perhaps `text()` or an attribute (DSP0226 annex D.2).
public struct XPathPath: Sendable, Hashable {
    /// One step down.
    public struct Step: Sendable, Hashable {
        /// The local name.
        public let name: String
        /// Which of the elements of this name, from 1; nil where none is said.
        public let index: Int?
    }

    /// The steps, the first of which names the root.
    public let steps: [Step]
    /// Whether it ends in `text()`.
    public let isText: Bool
    /// The attribute that it ends in.
    public let attribute: String?

    init?(_ tokens: [XPathToken]) {
        var rest = tokens[...]
        var steps: [Step] = []
        var isText = false
        var attribute: String?
        if rest.first?.kind == .sign("/") { rest.removeFirst() }
        while let token = rest.popFirst() {
            switch token.kind {
            case .name(_, let local, false):
                var index: Int?
                if rest.first?.kind == .sign("[") {
                    guard rest.count >= 3, case .number(let text) = rest[rest.startIndex + 1].kind,
                        let number = Int(text), number > 0, rest[rest.startIndex + 2].kind == .sign("]")
                    else { return nil }
                    index = number
                    rest = rest.dropFirst(3)
                }
                steps.append(Step(name: local, index: index))
            case .function("text"):
                guard !steps.isEmpty, rest.map(\.kind) == [.sign("("), .sign(")")] else { return nil }
                rest = []
                isText = true
                continue
            case .sign("@"):
                guard rest.count == 1, case .name(_, let local, true)? = rest.first?.kind else { return nil }
                rest = []
                attribute = local
                continue
            default: return nil
            }
            guard let next = rest.popFirst() else { break }
            guard next.kind == .sign("/"), !rest.isEmpty else { return nil }
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
        self.isText = isText
        self.attribute = attribute
    }
}
