// SPDX-License-Identifier: Apache-2.0

/// An instance as it came: its class and its properties in the order they stood in.
public struct Instance: Sendable, Hashable {
    /// A property and its values: none never, one usually, several for an array.
    public struct Property: Sendable, Hashable {
        /// The name on the wire.
        public let name: String
        /// The values, in order.
        public var values: [InstanceValue]

        /// A property with its values.
        public init(_ name: String, _ values: [InstanceValue]) {
            self.name = name
            self.values = values
        }

        /// Whether it says only that there is no value.
        public var isNull: Bool { values.allSatisfy { $0 == .null } }
    }

    /// The local name of the element: the class, or `METHOD_OUTPUT` for a method's answer.
    public let className: String
    /// The element's namespace: the class's URI.
    public let namespace: String
    /// The properties.
    public private(set) var properties: [Property]
    /// The element as received, where the client keeps it.
    public let xml: String?
    /// Whether it is what a filter picked of an instance, not a whole one.
    public let isFragment: Bool

    /// An instance.
    public init(
        className: String, namespace: String, properties: [Property], xml: String? = nil, isFragment: Bool = false
    ) {
        self.isFragment = isFragment
        self.className = className
        self.namespace = namespace
        self.properties = properties
        self.xml = xml
    }

    /// The property of this name; exact spelling first, then any letter case.
    public func property(_ name: String) -> Property? { position(of: name).map { properties[$0] } }

    /// The text of a property's first value; nil when it is null, missing or not simple.
    public subscript(name: String) -> String? { property(name)?.values.first?.text }

    /// Gives a property new values; one that the instance does not have yet is added at the end.
    public mutating func set(_ name: String, to values: [InstanceValue]) {
        if let position = position(of: name) {
            properties[position].values = values
        } else {
            properties.append(Property(name, values))
        }
    }

    private func position(of name: String) -> Int? {
        if let exact = properties.firstIndex(where: { $0.name == name }) { return exact }
        let lowered = name.lowercased()
        return properties.firstIndex { $0.name.lowercased() == lowered }
    }
}
