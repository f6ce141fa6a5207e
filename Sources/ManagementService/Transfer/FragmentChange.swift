// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// What a change of a fragment makes of one property (`spec/xpath-and-selectors.md` section 5).
///
/// Put replaces what is there, Create adds what is not, Delete takes away; `[n]` names an element of an array.
struct FragmentChange {
    enum Kind {
        case put, create, delete
    }

    /// What the expression selects of the representation as it is.
    var places: [XPathPlace] = []

    private let kind: Kind
    private let expression: XPathExpression
    private let schema: ResourceSchema

    init(_ kind: Kind, _ expression: XPathExpression, _ schema: ResourceSchema) {
        self.kind = kind
        self.expression = expression
        self.schema = schema
    }

    /// Whether the whole representation was selected.
    var isOfWhole: Bool { !places.isEmpty && places.allSatisfy { $0 == .root } }

    /// The position of the one property that is to change.
    func property() throws(Fault) -> Int {
        let names = try names()
        guard let name = names.first, names.count == 1 else {
            throw Fault(
                .invalidRepresentation, .invalidFragment,
                names.isEmpty
                    ? "The expression \(shown) selects nothing of \(schema.className)."
                    : "The expression \(shown) selects several properties; change one at a time.")
        }
        guard let position = schema.properties.firstIndex(where: { $0.name == name }) else {
            let near = NearMatches.of(name, among: schema.properties.map(\.name))
            throw Fault(
                .invalidRepresentation, .invalidFragment,
                "\(schema.className) has no property \(name.prefix(200))\(near.isEmpty ? "." : near)")
        }
        // R7.9-2.
        guard schema.properties[position].isWritable else {
            throw Fault(.actionNotSupported, .actionMismatch, "\(name) of \(schema.className) is read-only (R7.9-2).")
        }
        return position
    }

    private var shown: String { String(expression.text.prefix(200)) }

    private func names() throws(Fault) -> Set<String> {
        if let path, kind == .create || places.isEmpty && path.isText {
            // What is to be made is not there to be selected, and neither is the text of what is nil.
            return [path.steps[1].name]
        }
        guard kind != .create else {
            throw Fault(
                .cannotProcessFilter,
                "The expression \(shown) is no plain path; Create takes \(schema.className)/Property or one with [n].")
        }
        var names: Set<String> = []
        for place in places {
            switch place {
            case .child(let name, _), .text(let name, _): names.insert(name)
            case .root, .attribute, .deeper:
                throw Fault(
                    .cannotProcessFilter,
                    "The expression \(shown) selects something else than properties, and only those can be changed.")
            }
        }
        return names
    }

    /// The expression as a path to a property of this class.
    private var path: XPathPath? {
        guard let path = expression.path, path.steps.count == 2, path.attribute == nil,
            path.steps[0].name == schema.className, path.steps[0].index ?? 1 == 1
        else { return nil }
        return path
    }

    /// What the property is to be.
    func value(of position: Int, now current: Value, _ body: XMLElement?) throws(Fault) -> Value {
        let property = schema.properties[position]
        let elements = if case .array(let elements) = current { elements } else { [Value]() }
        switch kind {
        case .delete:
            guard property.isArray else { return .absent(.absent) }
            let gone = indices
            return .array(elements.enumerated().filter { !gone.contains($0.offset + 1) }.map(\.element))
        case .put:
            let given = try given(body, property)
            guard property.isArray else { return given }
            guard indices.count == 1, elements.count > 1 || path?.steps[1].index != nil else { return given }
            guard case .array(let new) = given, new.count == 1, let index = indices.first,
                elements.indices.contains(index - 1)
            else { throw misfit("one element is to be replaced by one.") }
            var changed = elements
            changed[index - 1] = new[0]
            return .array(changed)
        case .create:
            let given = try given(body, property)
            guard property.isArray else {
                guard current.isAbsent else {
                    throw Fault(.alreadyExists, "\(property.name) has a value already; Put changes it (R7.11-1).")
                }
                return given
            }
            guard case .array(let new) = given else { return given }
            guard let index = path?.steps[1].index else {
                guard elements.isEmpty else {
                    throw Fault(
                        .alreadyExists,
                        "\(property.name) has elements already; say where: \(property.name)[\(elements.count + 1)] appends."
                    )
                }
                return given
            }
            guard index <= elements.count + 1 else {
                throw misfit("it has \(elements.count) elements, the next is [\(elements.count + 1)].")
            }
            return .array(Array(elements[..<(index - 1)]) + new + Array(elements[(index - 1)...]))
        }
    }

    /// Which elements of an array are selected, from 1.
    private var indices: Set<Int> {
        Set(
            places.compactMap { place in
                switch place {
                case .child(_, let index), .text(_, let index): index
                case .root, .attribute, .deeper: nil
                }
            })
    }

    private var isOfText: Bool {
        if let path { return path.isText }
        return places.contains { if case .text = $0 { true } else { false } }
    }

    private func given(_ body: XMLElement?, _ property: PropertySchema) throws(Fault) -> Value {
        let content = try Self.content(body)
        if isOfText {
            guard content.elements.isEmpty else { throw misfit("the expression ends in text(), so send bare text.") }
            return try InstanceDecoder.fragment([content.fragment], of: property)
        }
        guard !content.elements.isEmpty, content.elements.allSatisfy({ $0.localName == property.name }) else {
            throw misfit("the expression selects \(property.name), so send that element.")
        }
        return try InstanceDecoder.fragment(content.elements, of: property)
    }

    private func misfit(_ what: String) -> Fault {
        Fault(.invalidRepresentation, .invalidFragment, "The fragment does not fit \(shown): \(what)")
    }

    /// What is sent, taken out of its wrapping (R7.7-4).
    struct Content {
        let fragment: XMLElement
        let elements: [XMLElement]

        /// The one element, where there is one.
        var only: XMLElement? { elements.count == 1 ? elements[0] : nil }
    }

    static func content(_ body: XMLElement?) throws(Fault) -> Content {
        guard let body, body.has(name: Names.xmlFragment) else {
            throw Fault(
                .invalidRepresentation, .invalidFragment, "A fragment is sent in wsman:XmlFragment (R7.7-4).")
        }
        return Content(fragment: body, elements: Array(body.children))
    }
}
