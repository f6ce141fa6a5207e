// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

extension JSONValue {
    /// An instance: `@class`, then its properties in the order and spelling of the wire.
    init(_ instance: Instance) {
        self = .object([Member(name: "@class", value: .string(instance.className))] + Self.members(instance))
    }

    /// An item of an enumeration: its instance, `@epr` behind it where its address came too.
    init(_ item: EnumerationItem) {
        var members: [Member] = []
        if let instance = item.instance {
            members = [Member(name: "@class", value: .string(instance.className))] + Self.members(instance)
        }
        if let reference = item.reference { members.append(Member(name: "@epr", value: JSONValue(reference))) }
        self = .object(members)
    }

    /// An address: where, class, keys.
    init(_ endpoint: EndpointReference) {
        var members = [Member(name: "Address", value: .string(endpoint.address))]
        if case .object(let rest) = JSONValue(endpoint.reference) { members += rest }
        self = .object(members)
    }

    private init(_ reference: Reference) {
        let selectors = reference.selectors.map { selector in
            switch selector.value {
            case .text(let text): Member(name: selector.name, value: .string(text))
            case .reference(let nested): Member(name: selector.name, value: JSONValue(nested))
            }
        }
        self = .object([
            Member(name: "ResourceURI", value: .string(reference.resourceURI.text)),
            Member(name: "Selectors", value: .object(selectors)),
        ])
    }

    /// One value as it is, several as an array.
    private static func members(_ instance: Instance) -> [Member] {
        instance.properties.map { property in
            let values = property.values.map(JSONValue.init)
            return Member(name: property.name, value: values.count == 1 ? values[0] : .array(values))
        }
    }

    /// A value: null, a number or a truth value where the text is one, else the text.
    init(_ value: InstanceValue) {
        switch value {
        case .null: self = .null
        case .text("true"): self = .boolean(true)
        case .text("false"): self = .boolean(false)
        case .text(let text): self = Self.isNumber(text) ? .number(text) : .string(text)
        case .time(let text, _): self = .string(text)
        case .reference(let endpoint): self = JSONValue(endpoint)
        case .instance(let embedded): self = .object(Self.members(embedded))
        }
    }

    /// Whether the text is a number of JSON's grammar.
    ///
    /// Leading zeros and bare exponents make it a text, so that serial numbers such as 0012 and 12E4 survive.
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = digits(&rest)
        guard whole.count == 1 || whole.count > 1 && whole.first != UInt8(ascii: "0") else { return false }
        var mayHaveExponent = false
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard !digits(&rest).isEmpty else { return false }
            mayHaveExponent = true
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
                rest.removeFirst()
                mayHaveExponent = true
            }
            let exponent = digits(&rest)
            guard mayHaveExponent, (1...3).contains(exponent.count) else { return false }
        }
        return rest.isEmpty
    }

    private static func digits(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
        let digits = rest.prefix { (48...57).contains($0) }
        rest = rest[digits.endIndex...]
        return digits
    }
}
