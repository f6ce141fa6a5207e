// SPDX-License-Identifier: Apache-2.0

/// An instance within a property of another: its class, and as many of its properties as are known.
public struct EmbeddedInstance: Sendable, Hashable {
    /// A property that is known.
    public struct Property: Sendable, Hashable {
        /// The name in MOF spelling.
        public let name: String
        /// The value.
        public let value: Value

        /// A property and its value.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// The class that it is of.
    public let className: String
    /// The classes that this one extends, nearest first.
    public let superclasses: [String]
    /// What is known of it, in the order in which instances of the class are written.
    public let properties: [Property]

    /// What is known of an instance of a class; properties that the class does not have are left out, and absent values.
    public init(of schema: ResourceSchema, _ values: [String: Value]) {
        className = schema.className
        superclasses = schema.superclasses
        properties = schema.properties.compactMap { property in
            guard let value = values[property.name], !value.isAbsent else { return nil }
            return Property(property.name, value)
        }
    }

    /// Whether it is an instance of a class, or of one that extends it; letter case does not count.
    public func isA(_ name: String) -> Bool {
        let name = name.lowercased()
        return className.lowercased() == name || superclasses.contains { $0.lowercased() == name }
    }
}
