// SPDX-License-Identifier: Apache-2.0

/// The syntax that credentials and challenges share (RFC 9110 §11.2 to §11.4).
struct AuthenticationSyntax {
    private(set) var rest: Substring.UTF8View

    static let maxParameters = 16

    init(_ text: Substring.UTF8View) { rest = text }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

    /// Skips commas and blanks: empty elements of a list are passed over (RFC 9110 §5.6.1).
    mutating func skipSeparators() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") } }

    /// Takes one character, if it comes next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Takes a token; nil when none comes next.
    mutating func token() -> String? {
        let value = rest.prefix(while: Self.isToken)
        rest = rest.dropFirst(value.count)
        return value.isEmpty ? nil : String(Substring(value))
    }

    /// Takes a token or a quoted string; nil when neither comes next, or it is not UTF-8.
    mutating func value() -> String? {
        guard take(UInt8(ascii: "\"")) else { return token() }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                bytes.append(escaped)
            default: bytes.append(byte)
            }
        }
        return nil
    }

    /// All of the rest as `name=value` with commas between, names in lower case; nil when a name comes twice.
    mutating func parameters() -> [String: String]? {
        var fields: [String: String] = [:]
        while true {
            skipSeparators()
            if isAtEnd { return fields }
            guard let name = token(), fields.count < Self.maxParameters else { return nil }
            skipBlanks()
            guard take(UInt8(ascii: "=")) else { return nil }
            skipBlanks()
            guard let value = value(), fields.updateValue(value, forKey: name.lowercased()) == nil else { return nil }
            skipBlanks()
            guard isAtEnd || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }

    /// RFC 9110 §5.6.2, and the characters beyond it that clients leave without quotes: `/` of a URI, `'` of RFC 8187.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7f..., UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: ";"): false
        default: true
        }
    }
}
