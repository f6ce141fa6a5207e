// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Reads what a client sends of an instance: the body of Put and the parameters of methods.
public enum InstanceDecoder {
    /// Reads the writable properties in the body of Put (R7.4-3, R7.4-5).
    ///
    /// Read-only properties and `xsi:type` are passed over; a property that the class does not have is a fault.
    public static func changes(_ body: XMLElement?, of schema: ResourceSchema) throws(Fault) -> [(Int, Value)] {
        let changes = try values(body, of: schema, action: "Put", where: \.isWritable)
        guard !changes.isEmpty else {
            let writable = schema.properties.filter(\.isWritable).map(\.name).joined(separator: ", ")
            throw Fault(
                .invalidRepresentation, .missingValues,
                "The instance holds no writable property; those of \(schema.className) are \(writable).")
        }
        return changes
    }

    /// Reads what the body of Create says of an instance to make (R7.6-4, R7.6-8).
    public static func creation(_ body: XMLElement?, of schema: ResourceSchema) throws(Fault) -> [(Int, Value)] {
        let given = try values(body, of: schema, action: "Create") { $0.creation != .never }.filter { !$0.1.isAbsent }
        let missing = schema.properties.indices.filter { position in
            schema.properties[position].creation == .required && !given.contains { $0.0 == position }
        }.map { schema.properties[$0].name }
        guard missing.isEmpty else {
            throw Fault(
                .invalidRepresentation, .missingValues,
                "To make a \(schema.className) takes \(missing.joined(separator: ", ")) too.")
        }
        return given
    }

    /// Reads what elements say of one property, as a fragment brings them.
    public static func fragment(_ elements: [XMLElement], of property: PropertySchema) throws(Fault) -> Value {
        do throws(ParameterError) {
            return try value(elements, of: property)
        } catch {
            throw Fault(.invalidRepresentation, .invalidValues, error.reason)
        }
    }

    /// Reads the properties in a body that a client may say something of; others, and `xsi:type`, are passed over.
    private static func values(
        _ body: XMLElement?, of schema: ResourceSchema, action: String, where isTaken: (PropertySchema) -> Bool
    ) throws(Fault) -> [(Int, Value)] {
        guard let body else {
            throw Fault(
                .invalidRepresentation, .missingValues,
                "The Body is empty; \(action) sends a whole \(schema.className).")
        }
        // What was read as an instance of a base class may be sent back as one.
        let className = ResourceURI(body.namespace).className.map(String.init)
        guard let className, ([schema.className] + schema.superclasses).contains(className) else {
            throw Fault(
                .invalidRepresentation, .invalidNamespace,
                "The instance is in the namespace \(body.namespace.prefix(200)); it belongs into \(schema.resourceURI)."
            )
        }
        var values: [(Int, Value)] = []
        for (name, elements) in try grouped(body) {
            guard let position = schema.position(of: name) else {
                let near = NearMatches.of(name, among: schema.properties.map(\.name))
                throw Fault(
                    .invalidRepresentation, .invalidValues,
                    "\(schema.className) has no property \(name)\(near.isEmpty ? "." : near)")
            }
            let property = schema.properties[position]
            guard isTaken(property) else { continue }
            values.append((position, try fragment(elements, of: property)))
        }
        return values
    }

    /// Reads the parameters of a method call, typed by its declaration (`spec/cim-binding.md` section 6).
    public static func inputs(
        _ body: XMLElement?, of method: MethodSchema, in schema: ResourceSchema
    ) throws(Fault) -> [String: Value] {
        guard let body else {
            // A call without parameters may come with nothing in its body.
            return [:]
        }
        guard body.localName == "\(method.name)_INPUT" || body.localName == method.name else {
            throw Fault(
                .invalidParameter, .invalidName,
                "The Body holds \(body.localName); \(method.name) is called with \(method.name)_INPUT.")
        }
        var inputs: [String: Value] = [:]
        for (name, elements) in try grouped(body) {
            guard let parameter = method.inputs.first(where: { $0.name.lowercased() == name.lowercased() }) else {
                let near = NearMatches.of(name, among: method.inputs.map(\.name))
                throw Fault(
                    .invalidParameter, .invalidName,
                    "\(method.name) has no parameter \(name)\(near.isEmpty ? "." : near)")
            }
            do throws(ParameterError) {
                inputs[parameter.name] = try value(elements, of: parameter)
            } catch {
                throw Fault(.invalidParameter, .typeMismatch, error.reason)
            }
        }
        return inputs
    }

    private struct ParameterError: Error {
        let reason: String
    }

    /// The children of an element by their names, in the order of first appearance: arrays are repeated elements.
    private static func grouped(_ body: XMLElement) throws(Fault) -> [(String, [XMLElement])] {
        var groups: [(String, [XMLElement])] = []
        var indices: [String: Int] = [:]
        for child in body.children {
            if let index = indices[child.localName] {
                groups[index].1.append(child)
            } else {
                indices[child.localName] = groups.count
                groups.append((child.localName, [child]))
            }
        }
        return groups
    }

    private static func value(
        _ elements: [XMLElement], of property: PropertySchema
    ) throws(ParameterError) -> Value {
        guard let first = elements.first else { return .absent(.absent) }
        if elements.count == 1, first.isNil { return .absent(.absent) }
        if property.isArray {
            var values: [Value] = []
            for element in elements { values.append(try single(element, of: property)) }
            return .array(values)
        }
        guard elements.count == 1 else {
            throw ParameterError(reason: "\(property.name) stands \(elements.count) times; it has one value.")
        }
        return try single(first, of: property)
    }

    private static func reference(
        _ element: XMLElement, of property: PropertySchema
    ) throws(ParameterError) -> Reference {
        do throws(Fault) {
            return try SelectorSet.reference(element, limits: MessageLimits())
        } catch {
            throw ParameterError(reason: "\(property.name) is no address of an instance: \(error.reason)")
        }
    }

    private static func single(
        _ element: XMLElement, of property: PropertySchema
    ) throws(ParameterError) -> Value {
        switch property.type {
        case .reference: return .reference(try reference(element, of: property))
        case .datetime:
            guard let value = DateTimeDecoder.value(element) else {
                throw ParameterError(
                    reason:
                        "\(property.name) is neither a moment such as 2026-03-02T10:15:00Z nor a duration such as PT30S."
                )
            }
            return value
        case .instance: throw ParameterError(reason: "\(property.name) is another instance, which is not read here.")
        default: break
        }
        let text = element.trimmedText
        do throws(ValueParsingError) {
            return try property.type.parse(text)
        } catch {
            let shown = text.prefix(80)
            switch error {
            case .wrongType:
                throw ParameterError(reason: "\(property.name) is \"\(shown)\", which is no \(property.type.name).")
            case .outOfRange:
                throw ParameterError(
                    reason: "\(property.name) is \(shown), beyond the range of \(property.type.name).")
            }
        }
    }
}

extension XMLElement {
    /// Whether the element stands for no value.
    fileprivate var isNil: Bool {
        attribute("nil", namespace: Namespace.schemaInstance).map(XSBoolean.isTrue) ?? false
    }
}
