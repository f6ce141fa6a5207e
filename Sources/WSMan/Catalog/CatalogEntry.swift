// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// One entry of the catalog: a resource type, and how to address it (`spec/catalog.md` section 3).
public struct CatalogEntry: Sendable, Hashable {
    /// What a client may do, and with which selectors (CR 2.12).
    public struct Operation: Sendable, Hashable {
        /// The action URIs.
        public let actions: [String]
        /// The names of the selector sets, one of which is to be sent.
        public let selectorSets: [String]
        /// Whether the resource's own element comes back.
        public let returnsInstance: Bool
        /// The filter dialects that may be used.
        public let filterDialects: [String]

        /// An operation.
        public init(
            _ actions: [String], selectorSets: [String] = [], returnsInstance: Bool = false,
            filterDialects: [String] = []
        ) {
            self.actions = actions
            self.selectorSets = selectorSets
            self.returnsInstance = returnsInstance
            self.filterDialects = filterDialects
        }
    }

    /// One selector of a set (CR 2.13).
    public struct Selector: Sendable, Hashable {
        /// The name to send.
        public let name: String
        /// The XML Schema built-in type; nil for an endpoint reference.
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

    /// The resource's URI: the entry's identity.
    public let resourceURI: String
    /// The namespace and local name of the element that Get returns.
    public let element: (namespace: String, local: String)
    /// Longer help.
    public let notes: String
    /// One to five words.
    public let displayName: String
    /// What can be done with it.
    public let operations: [Operation]
    /// The selectors of the one set, `keys`.
    public let selectors: [Selector]
    /// The catalogued resource that this one extends.
    public let extends: String?

    /// An entry.
    public init(
        resourceURI: String, element: (namespace: String, local: String), notes: String, displayName: String,
        operations: [Operation], selectors: [Selector], extends: String? = nil
    ) {
        self.resourceURI = resourceURI
        self.element = element
        self.notes = notes
        self.displayName = displayName
        self.operations = operations
        self.selectors = selectors
        self.extends = extends
    }

    /// Two entries are equal when they say the same.
    public static func == (lhs: CatalogEntry, rhs: CatalogEntry) -> Bool {
        lhs.resourceURI == rhs.resourceURI && lhs.element == rhs.element && lhs.notes == rhs.notes
            && lhs.displayName == rhs.displayName && lhs.operations == rhs.operations
            && lhs.selectors == rhs.selectors && lhs.extends == rhs.extends
    }

    /// Hashes the identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(resourceURI) }
}

extension CatalogEntry {
    /// The URI of the catalog itself.
    public static let catalogURI = "wsman:system/catalog/2005/06/Catalog"
    /// Where a predecessor had it, which is answered too (`spec/catalog.md` section 8).
    public static let formerCatalogURI = "wsman:system/2005/06/Catalog"
    /// The selector that picks an entry.
    public static let catalogSelector = "ResourceURI"

    /// Derives the entry of a class: what somebody of this role may do with it.
    ///
    /// - Parameter catalogued: the classes that have entries of their own.
    public init(of schema: ResourceSchema, for role: Role, catalogued: Set<String>) {
        // CR 2.13.a: a class of one instance without keys has no selectors to send.
        let selectorSets = schema.keys.isEmpty ? [] : ["keys"]
        var operations = [
            Operation([Action.get], selectorSets: selectorSets, returnsInstance: true),
            Operation([Action.enumerate], returnsInstance: true),
        ]
        if schema.isWritable, role >= Role.operator {
            operations.append(Operation([Action.put], selectorSets: selectorSets, returnsInstance: true))
        }
        for method in schema.methods where role >= method.role {
            operations.append(Operation(["\(schema.resourceURI)/\(method.name)"], selectorSets: selectorSets))
        }
        self.init(
            resourceURI: schema.resourceURI.text, element: (schema.resourceURI.text, schema.className),
            notes: schema.documentation, displayName: schema.displayName, operations: operations,
            selectors: schema.keyProperties.map {
                Selector(name: $0.name, type: $0.type.xmlSchemaName, documentation: $0.documentation)
            },
            extends: schema.superclasses.first(where: catalogued.contains).map { ResourceURI(ofClass: $0).text })
    }

    /// The entry of the catalog itself (`spec/catalog.md` section 11: it lists itself).
    public static let catalog = CatalogEntry(
        resourceURI: catalogURI, element: (Namespace.catalog, "Resource"),
        notes: "Every resource of this service, what it is and how to address it.", displayName: "Catalog",
        operations: [
            Operation([Action.get], selectorSets: ["keys"], returnsInstance: true),
            Operation([Action.enumerate], returnsInstance: true),
        ],
        selectors: [
            Selector(name: catalogSelector, type: "anyURI", documentation: "The URI of the wanted entry's resource.")
        ])
}
