// SPDX-License-Identifier: Apache-2.0

/// What a service's XML Schema says of a class and of its methods' parameters: the type of each property, and whether
/// there may be several values (`spec/cim-binding.md` section 4.2).
public struct ClassSchema: Sendable, Hashable {
    /// What a value is, as far as it matters to those who read its text.
    public enum Kind: Sendable, Hashable {
        /// A text.
        case string
        /// `true` or `false`.
        case boolean
        /// A number, whole or not.
        case number
        /// A date, a time or an interval.
        case dateTime
        /// The address of an instance.
        case reference
        /// A structure, or a type that is not known.
        case other
    }

    /// One property or parameter.
    public struct Property: Sendable, Hashable {
        /// The name on the wire.
        public let name: String
        /// What each of its values is.
        public let kind: Kind
        /// Whether there may be several values.
        public let isArray: Bool

        /// Describes a property.
        public init(_ name: String, _ kind: Kind, isArray: Bool = false) {
            self.name = name
            self.kind = kind
            self.isArray = isArray
        }
    }

    /// What an element holds: an instance's, or that of a method's parameters.
    public struct Content: Sendable, Hashable {
        /// The properties in the order of the schema.
        public let properties: [Property]
        private let positions: [String: Int]

        /// Content of these properties; of two with one name the first counts.
        public init(_ properties: [Property]) {
            var positions: [String: Int] = [:]
            var distinct: [Property] = []
            for property in properties where positions[property.name] == nil {
                positions[property.name] = distinct.count
                distinct.append(property)
            }
            self.properties = distinct
            self.positions = positions
        }

        /// The property of this name.
        public subscript(name: String) -> Property? { positions[name].map { properties[$0] } }
    }

    private let elements: [String: Content]

    /// A schema by what its elements hold.
    public init(elements: [String: Content]) {
        self.elements = elements
    }

    /// What the element of this name holds: the class's name, or `METHOD_OUTPUT`.
    public subscript(element: String) -> Content? { elements[element] }
}
