// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import WSManClient

/// The address of an instance in one word: `URI?Key=Value&Key=Value`, what is special in it as `%XX` (RFC 3986).
enum CompactAddress {
    /// The word; nil for an address with another address in it, which has no such form.
    static func text(_ endpoint: EndpointReference) -> String? {
        var pairs: [String] = []
        for selector in endpoint.reference.selectors where selector.name.lowercased() != "__cimnamespace" {
            guard case .text(let text) = selector.value else { return nil }
            pairs.append("\(encoded(selector.name))=\(encoded(text))")
        }
        let uri = endpoint.reference.resourceURI.text
        return pairs.isEmpty ? uri : "\(uri)?\(pairs.joined(separator: "&"))"
    }

    /// What stands before the question mark, and the keys after it; nil for what is no such word.
    static func parse(_ text: String) -> (resource: String, keys: [KeyValue])? {
        guard let mark = text.firstIndex(of: "?") else { return (text, []) }
        var keys: [KeyValue] = []
        for pair in text[text.index(after: mark)...].split(separator: "&") {
            guard let separator = pair.firstIndex(of: "="), let name = decoded(pair[..<separator]),
                let value = decoded(pair[pair.index(after: separator)...]),
                let key = KeyValue(argument: "\(name)=\(value)")
            else { return nil }
            keys.append(key)
        }
        return (String(text[..<mark]), keys)
    }

    private static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let digits = String(rest.prefix(2)), let value = UInt8(digits, radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
