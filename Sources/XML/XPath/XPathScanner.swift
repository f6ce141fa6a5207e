// SPDX-License-Identifier: Apache-2.0

/// One token of an expression (XPath 1.0 section 3.7).
struct XPathToken: Hashable {
    enum Kind: Hashable {
        /// A name test: what elements or attributes are looked for; with `isAttribute` the latter.
        case name(prefix: String, local: String, isAttribute: Bool)
        /// `*` or `p:*` as a name test.
        case wildcard(prefix: String, isAttribute: Bool)
        /// The name of a function or a node type, its parenthesis follows.
        case function(String)
        /// The name of an axis, `::` follows.
        case axis(String)
        /// A number as written.
        case number(String)
        /// A text in quotes, without them.
        case literal(String)
        /// `and`, `or`, `mod`, `div`, `*` between operands, and what is made of signs.
        case operation(String)
        /// Brackets, `@`, `,`, `.`, `..`, `/`, `//`, `::`.
        case sign(String)
    }

    let kind: Kind
    /// Where it stands in the expression's bytes.
    let range: Range<Int>
}

/// Takes an expression apart, so that its names can be bound to namespaces and its cost can be judged.
///
/// Grammar is libxml2's to check: this knows only where one token ends and what it is.
struct XPathScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var tokens: [XPathToken] = []

    static func tokens(of text: String) throws(XPathError) -> [XPathToken] {
        var scanner = XPathScanner(bytes: Array(text.utf8))
        while try scanner.scan() {}
        return scanner.tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func byte(_ offset: Int = 0) -> UInt8 {
        let index = position + offset
        return index < bytes.count ? bytes[index] : 0
    }

    /// Whether a name or `*` here is an operator: after an operand, by the rules of section 3.7.
    private var followsOperand: Bool {
        switch tokens.last?.kind {
        case nil, .axis, .operation, .function: false
        case .sign(let sign): sign == ")" || sign == "]" || sign == "." || sign == ".."
        default: true
        }
    }

    private var isInAttributeStep: Bool {
        switch tokens.last?.kind {
        case .sign("@"): true
        case .sign("::"): tokens.dropLast().last?.kind == .axis("attribute")
        default: false
        }
    }

    private mutating func scan() throws(XPathError) -> Bool {
        while position < bytes.count, XMLElement.isWhiteSpace(bytes[position]) { position += 1 }
        guard position < bytes.count else { return false }
        let first = byte()
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            try scanLiteral(first)
        } else if Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(byte(1)) {
            let start = position
            while Self.isDigit(byte()) || byte() == UInt8(ascii: ".") { position += 1 }
            append(.number(text(start)), from: start)
        } else if Self.startsName(first) {
            try scanName()
        } else {
            try scanSign(first)
        }
        return true
    }

    private mutating func scanLiteral(_ quote: UInt8) throws(XPathError) {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != quote { position += 1 }
        guard position < bytes.count else { throw .syntax("a text has no closing quote") }
        position += 1
        append(
            .literal(String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)), from: start)
    }

    private mutating func scanName() throws(XPathError) {
        let start = position
        let isOperator = followsOperand
        let isAttribute = isInAttributeStep
        while Self.continuesName(byte()) { position += 1 }
        var prefix = ""
        var local = text(start)
        if isOperator {
            append(.operation(local), from: start)
            return
        }
        if byte() == UInt8(ascii: ":"), byte(1) != UInt8(ascii: ":") {
            position += 1
            prefix = local
            let second = position
            if byte() == UInt8(ascii: "*") {
                position += 1
                append(.wildcard(prefix: prefix, isAttribute: isAttribute), from: start)
                return
            }
            while Self.continuesName(byte()) { position += 1 }
            local = text(second)
            guard !local.isEmpty else { throw .syntax("the prefix \(prefix) has no name after it") }
        }
        var ahead = position
        while ahead < bytes.count, XMLElement.isWhiteSpace(bytes[ahead]) { ahead += 1 }
        if ahead < bytes.count, bytes[ahead] == UInt8(ascii: "(") {
            append(.function(prefix.isEmpty ? local : "\(prefix):\(local)"), from: start)
        } else if ahead + 1 < bytes.count, bytes[ahead] == UInt8(ascii: ":"), bytes[ahead + 1] == UInt8(ascii: ":") {
            append(.axis(local), from: start)
        } else {
            append(.name(prefix: prefix, local: local, isAttribute: isAttribute), from: start)
        }
    }

    private mutating func scanSign(_ first: UInt8) throws(XPathError) {
        let start = position
        func isNext(_ sign: Unicode.Scalar) -> Bool { byte(1) == UInt8(ascii: sign) }
        switch Unicode.Scalar(first) {
        case "(", ")", "[", "]", "@", ",": position += 1
        case ".": position += isNext(".") ? 2 : 1
        case "/": position += isNext("/") ? 2 : 1
        case ":":
            guard isNext(":") else { throw .syntax("a colon stands alone") }
            position += 2
        case "*":
            position += 1
            let isAttribute = isInAttributeStep
            append(followsOperand ? .operation("*") : .wildcard(prefix: "", isAttribute: isAttribute), from: start)
            return
        case "|", "+", "-", "=":
            position += 1
            append(.operation(text(start)), from: start)
            return
        case "<", ">":
            position += isNext("=") ? 2 : 1
            append(.operation(text(start)), from: start)
            return
        case "!":
            guard isNext("=") else { throw .syntax("an exclamation mark stands alone") }
            position += 2
            append(.operation("!="), from: start)
            return
        case "$": throw .unsupported("there are no variables")
        default:
            throw .syntax("the character \(Unicode.Scalar(first).escaped(asASCII: true)) has no meaning there")
        }
        append(.sign(text(start)), from: start)
    }

    private func text(_ start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    private mutating func append(_ kind: XPathToken.Kind, from start: Int) {
        tokens.append(XPathToken(kind: kind, range: start..<position))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func startsName(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        startsName(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
