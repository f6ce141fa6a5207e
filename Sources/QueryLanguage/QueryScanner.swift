// SPDX-License-Identifier: Apache-2.0

/// Takes a query apart into words.
struct QueryScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// Where the last word began, in octets and in characters.
    private var mark = (byte: 0, character: 1)

    /// The words of a text, the last of them its end.
    static func words(of text: String) throws(QueryError) -> [QueryWord] {
        var scanner = QueryScanner(bytes: Array(text.utf8))
        var words: [QueryWord] = []
        repeat { words.append(try scanner.next()) } while words.last?.kind != .end
        return words
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        let index = position + offset
        return index < bytes.count ? bytes[index] : nil
    }

    private mutating func next() throws(QueryError) -> QueryWord {
        while let space = byte(), space == 0x20 || (0x09...0x0D).contains(space) { position += 1 }
        // Octets that go on with a character begin with the bits 10.
        mark.character += bytes[mark.byte..<position].count { $0 & 0xC0 != 0x80 }
        mark.byte = position
        return QueryWord(kind: try kind(), position: mark.character)
    }

    private mutating func kind() throws(QueryError) -> QueryWord.Kind {
        guard let first = byte() else { return .end }
        if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return try quoted(first) }
        if Self.isDigit(first) || first == UInt8(ascii: ".") && byte(1).map(Self.isDigit) ?? false {
            return try number()
        }
        if Self.startsName(first) {
            while let next = byte(), Self.startsName(next) || Self.isDigit(next) { position += 1 }
            return .name(written)
        }
        return try sign(first)
    }

    /// What the word has so far.
    private var written: String { String(decoding: bytes[mark.byte..<position], as: UTF8.self) }

    private func unexpected(_ found: String, _ expected: String) -> QueryError {
        .syntax(found: found, at: mark.character, expected: expected)
    }

    /// A text in either quotes; a quote in it is doubled or has a backslash before it.
    private mutating func quoted(_ quote: UInt8) throws(QueryError) -> QueryWord.Kind {
        position += 1
        var content: [UInt8] = []
        while let next = byte() {
            position += 1
            if next == UInt8(ascii: "\\"), let escaped = byte() {
                content += [next, escaped]
                position += 1
            } else if next == quote {
                guard byte() == quote else { return .quoted(String(decoding: content, as: UTF8.self)) }
                content += [UInt8(ascii: "\\"), quote]
                position += 1
            } else {
                content.append(next)
            }
        }
        throw unexpected("a text that does not end", "its closing quote")
    }

    private mutating func number() throws(QueryError) -> QueryWord.Kind {
        if byte() == UInt8(ascii: "0"), byte(1) == UInt8(ascii: "x") || byte(1) == UInt8(ascii: "X") {
            position += 2
            while let digit = byte(), Self.isHexDigit(digit) { position += 1 }
            guard let number = Int128(written.dropFirst(2), radix: 16) else {
                throw unexpected("\"\(written.prefix(60))\"", "a number")
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
        if !isReal, let number = Int128(written) { return .integer(number) }
        guard let number = Double(written), number.isFinite else {
            throw unexpected("\"\(written.prefix(60))\"", "a number")
        }
        return .real(number)
    }

    private mutating func sign(_ first: UInt8) throws(QueryError) -> QueryWord.Kind {
        position += 1
        switch (Unicode.Scalar(first), byte().map { Unicode.Scalar($0) }) {
        case ("<", "="), (">", "="), (":", ":"), ("|", "|"):
            position += 1
            return .sign(written)
        case ("<", ">"), ("!", "="):
            position += 1
            return .sign("<>")
        case ("<", _), (">", _), ("=", _), ("(", _), (")", _), (",", _), ("*", _), (".", _), ("[", _), ("]", _),
            ("-", _), ("+", _), ("/", _), ("#", _), ("{", _), ("}", _), (":", _):
            return .sign(written)
        default:
            throw unexpected("the character \(Unicode.Scalar(first).escaped(asASCII: true))", "a name or a value")
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
