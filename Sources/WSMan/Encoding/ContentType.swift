// SPDX-License-Identifier: Apache-2.0

/// The parameters of a Content-Type header (RFC 9110 section 8.3.1).
public struct ContentType {
    private let parameters: [(name: String, value: String)]

    /// Takes a field apart; what is malformed in it has no parameters.
    public init(_ text: String?) {
        guard let text, let semicolon = text.utf8.firstIndex(of: UInt8(ascii: ";")) else {
            parameters = []
            return
        }
        var parameters: [(name: String, value: String)] = []
        var rest = text[text.utf8.index(after: semicolon)...].utf8
        while !rest.isEmpty {
            rest = rest.drop { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            rest = rest[name.endIndex...]
            guard rest.popFirst() == UInt8(ascii: "=") else { continue }
            let value: Substring.UTF8View
            if rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                value = rest.prefix { $0 != UInt8(ascii: "\"") }
                rest = rest[value.endIndex...].dropFirst()
            } else {
                value = rest.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
                rest = rest[value.endIndex...]
            }
            parameters.append((Substring(name).lowercased(), String(Substring(value))))
        }
        self.parameters = parameters
    }

    /// The value of a parameter, by its name in lower case.
    public func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }
}
