// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import XML

/// The filter that asks what is tied to an instance, and how (`spec/cim-binding.md` section 3.3).
public struct AssociationFilter: Sendable, Hashable {
    /// What is wanted.
    public enum Result: Sendable, Hashable {
        /// The instances at the other ends of the ties.
        case associatedInstances
        /// The ties.
        case associationInstances
    }

    /// What is wanted.
    public let result: Result
    /// The instance that the ties are to be of.
    public let object: Reference
    /// The class of the ties, or one that they extend.
    public let associationClass: String?
    /// The class of the result, or one that it extends; of ties, their class.
    public let resultClass: String?
    /// What the ties call the instance.
    public let role: String?
    /// What the ties call the other end.
    public let resultRole: String?
    /// The properties to return; nil for all.
    public let resultProperties: [String]?

    /// Reads the one element of the filter.
    init(_ element: XMLElement, limits: MessageLimits) throws(Fault) {
        guard element.namespace == Namespace.binding else { throw Self.unknown(element) }
        switch element.localName {
        case "AssociatedInstances": result = .associatedInstances
        case "AssociationInstances": result = .associationInstances
        default: throw Self.unknown(element)
        }
        var object: Reference?
        var names: [String: String] = [:]
        var properties: [String] = []
        for child in element.children where child.namespace == Namespace.binding {
            switch child.localName {
            case "Object": object = try SelectorSet.reference(child, limits: limits)
            case "IncludeResultProperty":
                guard properties.count < limits.selectors else {
                    throw Fault(
                        .encodingLimit, .selectorLimit,
                        "An association filter names \(limits.selectors) properties at most.")
                }
                properties.append(child.trimmedText)
            default: names[child.localName] = child.trimmedText
            }
        }
        guard let object else {
            throw Fault(
                .invalidRepresentation, .missingValues,
                "The association filter has no wsmb:Object, the address of the instance whose ties are wanted.")
        }
        self.object = object
        func name(_ local: String) -> String? { names[local].flatMap { $0.isEmpty ? nil : Self.bare($0) } }
        let isTies = result == .associationInstances
        // Of ties the result is the tie: one name is as good as the other.
        associationClass = name("AssociationClassName") ?? (isTies ? name("ResultClassName") : nil)
        resultClass = isTies ? nil : name("ResultClassName")
        role = name("Role")
        resultRole = isTies ? nil : name("ResultRole")
        resultProperties = properties.isEmpty ? nil : properties
    }

    /// A class may be named by its URI too.
    private static func bare(_ name: String) -> String { ResourceURI(name).className.map(String.init) ?? name }

    private static func unknown(_ element: XMLElement) -> Fault {
        Fault(
            .cannotProcessFilter,
            "The association filter holds \(element.localName.prefix(100)); it is wsmb:AssociatedInstances or wsmb:AssociationInstances."
        )
    }
}
