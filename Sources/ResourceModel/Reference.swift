// SPDX-License-Identifier: Apache-2.0

/// What a selector says: a text, or the endpoint reference of another instance.
public enum SelectorValue: Sendable, Hashable {
    /// The text form of a simple value.
    case text(String)
    /// A nested reference, as the keys of associations are (R5.4.2.2-5).
    case reference(Reference)
}

/// A name and a value that, with others, pick one instance of a resource (R5.4.2.2-1).
public struct Selector: Sendable, Hashable {
    /// The key property's name; compared without regard to letter case.
    public var name: String
    /// What the key must equal.
    public var value: SelectorValue

    /// A selector by name and value.
    public init(_ name: String, _ value: SelectorValue) {
        self.name = name
        self.value = value
    }

    /// A selector by name and text.
    public init(_ name: String, _ text: String) {
        self.init(name, .text(text))
    }
}

/// The address of one instance within this service: its resource and its selectors.
public struct Reference: Sendable, Hashable {
    /// The class that the instance is of.
    public var resourceURI: ResourceURI
    /// The keys, in the schema's order.
    public var selectors: [Selector]

    /// The address of the instance of `resourceURI` with these keys.
    public init(_ resourceURI: ResourceURI, _ selectors: [Selector]) {
        self.resourceURI = resourceURI
        self.selectors = selectors
    }
}
