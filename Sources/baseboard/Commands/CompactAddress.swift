// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import WSManClient

/// The address of an instance in one word: `URI?Key=Value&Key=Value`, what is special in it as `%XX` (RFC 3986).
///
/// A key that is an address itself, as those of associations are, stands in parentheses: `Part=(URI?Key=Value)`.
enum CompactAddress {
    /// How deep addresses nest; associations of associations would need 3.
    private static let depth = 8

    /// The word; nil for an address whose URI or names could not be told from the rest.
    static func text(_ reference: Reference) -> String? {
        let uri = reference.resourceURI.text
        guard !uri.isEmpty, !uri.contains(where: { "?&()".contains($0) || $0.isWhitespace }) else { return nil }
        var pairs: [String] = []
        for selector in reference.selectors where !isDefaultNamespace(selector) {
            guard KeyValue.isName(selector.name) else { return nil }
            switch selector.value {
            case .text(let text): pairs.append("\(selector.name)=\(encoded(text))")
            case .reference(let nested):
                guard let text = text(nested) else { return nil }
                pairs.append("\(selector.name)=(\(text))")
            }
        }
        return pairs.isEmpty ? uri : "\(uri)?\(pairs.joined(separator: "&"))"
    }

    /// The namespace that is meant where none is named (`spec/cim-binding.md` section 2); any other belongs to the address.
    private static func isDefaultNamespace(_ selector: Selector) -> Bool {
        guard selector.name.lowercased() == "__cimnamespace", case .text(let text) = selector.value else {
            return false
        }
        return text.lowercased() == "root/cimv2"
    }

    /// What stands before the question mark, and the keys after it; nil for what is no such word.
    static func parse(_ text: String) -> (resource: String, keys: [Selector])? {
        var rest = text[...]
        guard let address = address(&rest, depth: depth, isNested: false), rest.isEmpty else { return nil }
        return address
    }

    private static func address(
        _ rest: inout Substring, depth: Int, isNested: Bool
    ) -> (resource: String, keys: [Selector])? {
        guard depth > 0 else { return nil }
        let resource = take(&rest, until: isNested ? "?)" : "?")
        var keys: [Selector] = []
        while let separator = rest.first, separator != ")" {
            rest.removeFirst()
            guard let next = rest.first, next != "&", next != ")" else { continue }
            guard let name = decoded(take(&rest, until: isNested ? "=&)" : "=&")), KeyValue.isName(name),
                rest.popFirst() == "="
            else { return nil }
            guard let value = value(&rest, depth: depth, isNested: isNested) else { return nil }
            keys.append(Selector(name, value))
        }
        return (String(resource), keys)
    }

    private static func value(_ rest: inout Substring, depth: Int, isNested: Bool) -> SelectorValue? {
        guard rest.first == "(" else { return decoded(take(&rest, until: isNested ? "&)" : "&")).map { .text($0) } }
        rest.removeFirst()
        guard let (resource, keys) = address(&rest, depth: depth - 1, isNested: true), rest.popFirst() == ")",
            rest.first.map({ $0 == "&" || isNested && $0 == ")" }) ?? true, !resource.isEmpty
        else { return nil }
        return .reference(Reference(ResourceURI(typed: resource), keys))
    }

    private static func take(_ rest: inout Substring, until stops: String) -> Substring {
        let taken = rest.prefix { !stops.contains($0) }
        rest = rest[taken.endIndex...]
        return taken
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
