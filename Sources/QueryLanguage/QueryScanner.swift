// SPDX-License-Identifier: Apache-2.0

/// One word of a query.
enum QueryToken: Hashable {
    /// A name or a keyword.
    case word(String)
    case string(String)
    case integer(Int128)
    case real(Double)
    /// Punctuation and comparisons.
    case sign(String)
    case end

    /// What a person sees of it.
    var shown: String {
        switch self {
        case .word(let word): "\"\(word.prefix(60))\""
        case .string(let text): "the text '\(text.prefix(60))'"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .sign(let sign): "\"\(sign)\""
        case .end: "its end"
        }
    }
}

/// Takes a query apart into words.
struct QueryScanner {
    private let bytes: [UInt8]
    private let dialect: QueryDialect
    private var position = 0

    static func tokens(of text: String, _ dialect: QueryDialect) throws(QueryError) -> [QueryToken] {
        var scanner = QueryScanner(bytes: Array(text.utf8), dialect: dialect)
        var tokens: [QueryToken] = []
        while let token = try scanner.next() { tokens.append(token) }
        return tokens
    }

    private init(bytes: [UInt8], dialect: QueryDialect) {
        self.bytes = bytes
        self.dialect = dialect
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        let index = position + offset
        return index < bytes.count ? bytes[index] : nil
    }

    private mutating func next() throws(QueryError) -> QueryToken? {
        while let space = byte(), space == 0x20 || (0x09...0x0D).contains(space) { position += 1 }
        guard let first = byte() else { return nil }
        if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return try string(quote: first) }
        if Self.isDigit(first) || first == UInt8(ascii: "."), byte(1).map(Self.isDigit) ?? false || Self.isDigit(first)
        {
            return try number()
        }
        if Self.startsName(first) {
            let start = position
            while let next = byte(), Self.startsName(next) || Self.isDigit(next) { position += 1 }
            return .word(text(start))
        }
        return try sign(first)
    }

    private func text(_ start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    /// A text in either quotes; a quote in it is doubled or has a backslash before it.
    private mutating func string(quote: UInt8) throws(QueryError) -> QueryToken {
        position += 1
        var content: [UInt8] = []
        while let next = byte() {
            position += 1
            if next == UInt8(ascii: "\\"), let escaped = byte() {
                // What LIKE gives a meaning keeps its backslash.
                if escaped != quote, escaped != UInt8(ascii: "\\") { content.append(next) }
                content.append(escaped)
                position += 1
            } else if next == quote {
                guard byte() == quote else { return .string(String(decoding: content, as: UTF8.self)) }
                content.append(quote)
                position += 1
            } else {
                content.append(next)
            }
        }
        throw .syntax(found: "a text that does not end", expected: "its closing quote")
    }

    private mutating func number() throws(QueryError) -> QueryToken {
        let start = position
        if byte() == UInt8(ascii: "0"), byte(1) == UInt8(ascii: "x") || byte(1) == UInt8(ascii: "X") {
            position += 2
            while let digit = byte(), Self.isHexDigit(digit) { position += 1 }
            guard let number = Int128(text(start).dropFirst(2), radix: 16) else {
                throw .syntax(found: "\"\(text(start).prefix(60))\"", expected: "a number")
            }
            return .integer(number)
        }
        var isReal = false
        while let next = byte() {
            if next == UInt8(ascii: ".") || next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
                isReal = true
                position += 1
                if next != UInt8(ascii: "."), byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") {
                    position += 1
                }
            } else if Self.isDigit(next) {
                position += 1
            } else {
                break
            }
        }
        let written = text(start)
        if !isReal, let number = Int128(written) { return .integer(number) }
        guard let number = Double(written), number.isFinite else {
            throw .syntax(found: "\"\(written.prefix(60))\"", expected: "a number")
        }
        return .real(number)
    }

    private mutating func sign(_ first: UInt8) throws(QueryError) -> QueryToken {
        position += 1
        switch (Unicode.Scalar(first), byte().map { Unicode.Scalar($0) }) {
        case ("<", "="), (">", "="):
            position += 1
            return .sign(first == UInt8(ascii: "<") ? "<=" : ">=")
        case ("<", ">"), ("!", "="):
            position += 1
            return .sign("<>")
        case ("<", _), (">", _), ("=", _), ("(", _), (")", _), (",", _), ("*", _), (".", _), ("[", _), ("]", _),
            ("-", _), ("+", _), (":", _), ("{", _), ("}", _):
            return .sign(String(Unicode.Scalar(first)))
        default:
            throw .syntax(
                found: "the character \(Unicode.Scalar(first).escaped(asASCII: true))", expected: "a name or a value")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private static func startsName(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
