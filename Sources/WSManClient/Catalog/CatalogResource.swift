// SPDX-License-Identifier: Apache-2.0

/// An entry of a service's catalog: a resource type, and how to address it (`spec/catalog.md` section 3).
public struct CatalogResource: Sendable, Hashable {
    /// What may be done, and with which selectors.
    public struct Operation: Sendable, Hashable {
        /// The action URIs.
        public let actions: [String]
        /// The names of the selector sets, one of which is to be sent.
        public let selectorSets: [String]
        /// The local names of the elements that come back.
        public let schemas: [String]
        /// The filter dialects that may be used.
        public let filterDialects: [String]
        /// How events can be delivered.
        public let deliveryModes: [String]

        /// An operation.
        public init(
            actions: [String], selectorSets: [String], schemas: [String], filterDialects: [String],
            deliveryModes: [String]
        ) {
            self.actions = actions
            self.selectorSets = selectorSets
            self.schemas = schemas
            self.filterDialects = filterDialects
            self.deliveryModes = deliveryModes
        }
    }

    /// Selectors that are sent together.
    public struct SelectorSet: Sendable, Hashable {
        /// The name that operations refer to.
        public let name: String
        /// The selectors.
        public let selectors: [Selector]

        /// A set.
        public init(name: String, selectors: [Selector]) {
            self.name = name
            self.selectors = selectors
        }
    }

    /// One selector.
    public struct Selector: Sendable, Hashable {
        /// The name to send.
        public let name: String
        /// The type's local name, such as `string`.
        public let type: String?
        /// What it says.
        public let documentation: String

        /// A selector.
        public init(name: String, type: String?, documentation: String) {
            self.name = name
            self.type = type
            self.documentation = documentation
        }
    }

    /// A tie to another entry or to the outside.
    public struct Relationship: Sendable, Hashable {
        /// The kind's local name, such as `relExtends`.
        public let type: String
        /// What it points to.
        public let target: String

        /// A tie.
        public init(type: String, target: String) {
            self.type = type
            self.target = target
        }
    }

    /// The resource's URI: the entry's identity.
    public let resourceURI: String
    /// A short caption.
    public let displayName: String?
    /// Longer help.
    public let notes: String?
    /// Who made it.
    public let vendor: String?
    /// What can be done with it.
    public let operations: [Operation]
    /// How its instances are picked.
    public let selectorSets: [SelectorSet]
    /// Its ties.
    public let relationships: [Relationship]
    /// The entry as received, where the client keeps it.
    public let xml: String?

    /// An entry.
    public init(
        resourceURI: String, displayName: String?, notes: String?, vendor: String?, operations: [Operation],
        selectorSets: [SelectorSet], relationships: [Relationship], xml: String?
    ) {
        self.resourceURI = resourceURI
        self.displayName = displayName
        self.notes = notes
        self.vendor = vendor
        self.operations = operations
        self.selectorSets = selectorSets
        self.relationships = relationships
        self.xml = xml
    }
}
