// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

extension JSONValue {
    /// An instance: `@class`, then its properties in the order of the schema, that of the wire where none is known.
    init(_ instance: Instance, types: InstanceTypes = .unknown) {
        self = .object(Self.members(instance, types))
    }

    /// An item of an enumeration: its instance, `@epr` behind it where its address came too.
    init(_ item: EnumerationItem, types: InstanceTypes = .unknown) {
        var members: [Member] = []
        if let instance = item.instance { members = Self.members(instance, types) }
        if let reference = item.reference { members.append(Member(name: "@epr", value: JSONValue(reference))) }
        self = .object(members)
    }

    /// The members of an instance's object.
    static func members(_ instance: Instance, _ types: InstanceTypes) -> [Member] {
        let members = [Member(name: "@class", value: .string(instance.className))]
        guard let content = types.content(of: instance) else { return members + guessed(instance) }
        return members + typed(instance, content)
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

    /// As the schema says and in its order: arrays are arrays however many values they have, texts stay texts.
    private static func typed(_ instance: Instance, _ content: ClassSchema.Content) -> [Member] {
        var members: [Member] = []
        let came = Dictionary(grouping: instance.properties, by: \.name)
        func add(_ property: Instance.Property, _ type: ClassSchema.Property?) {
            let values = property.values.map { JSONValue($0, as: type?.kind ?? .other) }
            let isArray = values.count != 1 || type?.isArray == true && !property.isNull
            members.append(Member(name: property.name, value: isArray ? .array(values) : values[0]))
        }
        for type in content.properties {
            if let properties = came[type.name] {
                for property in properties { add(property, type) }
            } else if type.isArray, !instance.isFragment {
                // On the wire an empty array is no element at all (`spec/cim-binding.md` section 4).
                members.append(Member(name: type.name, value: .array([])))
            }
        }
        for property in instance.properties where content[property.name] == nil { add(property, nil) }
        return members
    }

    /// One value as it is, several as an array.
    private static func guessed(_ instance: Instance) -> [Member] {
        instance.properties.map { property in
            let values = property.values.map { JSONValue($0) }
            return Member(name: property.name, value: values.count == 1 ? values[0] : .array(values))
        }
    }

    /// A value of a type that is known; what does not read as its type stays the text that came.
    init(_ value: InstanceValue, as kind: ClassSchema.Kind) {
        guard case .text(let text) = value, kind != .other else {
            self.init(value)
            return
        }
        switch kind {
        case .boolean where ["true", "1"].contains(text): self = .boolean(true)
        case .boolean where ["false", "0"].contains(text): self = .boolean(false)
        case .number where Self.isNumber(text, mayHaveBareExponent: true): self = .number(text)
        default: self = .string(text)
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
        case .instance(let embedded): self = .object(Self.guessed(embedded))
        }
    }

    /// Whether the text is a number of JSON's grammar.
    ///
    /// Leading zeros and bare exponents make it a text, so that serial numbers such as 0012 and 12E4 survive.
    ///
    /// - Parameter mayHaveBareExponent: where it is known to be a number, 12E4 is one.
    static func isNumber(_ text: String, mayHaveBareExponent: Bool = false) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = digits(&rest)
        guard whole.count == 1 || whole.count > 1 && whole.first != UInt8(ascii: "0") else { return false }
        var mayHaveExponent = mayHaveBareExponent
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
