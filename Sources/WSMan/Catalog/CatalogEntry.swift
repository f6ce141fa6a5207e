// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// One entry of the catalog: a resource type, and how to address it (`spec/catalog.md` section 3).
public struct CatalogEntry: Sendable, Hashable {
    /// What a client may do, and with which selectors (CR 2.12).
    public struct Operation: Sendable, Hashable {
        /// The action URIs.
        public let actions: [String]
        /// The names of the selector sets, one of which is to be sent (CR 2.12.c).
        public let selectorSets: [String]
        /// The names of the option sets that may be sent, one of them.
        public let optionSets: [String]
        /// Whether the resource's own element comes back.
        public let returnsInstance: Bool
        /// The filter dialects that may be used.
        public let filterDialects: [String]
        /// How events may be delivered (CR 2.12.e).
        public let deliveryModes: [String]
        /// The port and the URI of the WSDL that describes a method.
        public let description: Description?

        /// An operation.
        public init(
            _ actions: [String], selectorSets: [String] = [], optionSets: [String] = [], returnsInstance: Bool = false,
            filterDialects: [String] = [], deliveryModes: [String] = [], description: Description? = nil
        ) {
            self.description = description
            self.actions = actions
            self.selectorSets = selectorSets
            self.optionSets = optionSets
            self.returnsInstance = returnsInstance
            self.filterDialects = filterDialects
            self.deliveryModes = deliveryModes
        }
    }

    /// Where an operation is described (`spec/catalog.md` section 4, WsdlPort and WsdlRef).
    public struct Description: Sendable, Hashable {
        /// The port.
        public let port: String
        /// The URI to ask for the WSDL by.
        public let uri: String

        /// A port in a description.
        public init(port: String, uri: String) {
            self.port = port
            self.uri = uri
        }
    }

    /// Selectors that are sent together.
    public struct SelectorSet: Sendable, Hashable {
        /// What operations call it; local to the entry.
        public let name: String
        /// The selectors, all of which are to be sent.
        public let selectors: [Selector]

        /// A set.
        public init(name: String, selectors: [Selector]) {
            self.name = name
            self.selectors = selectors
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

    /// One option (CR 2.14).
    public struct Option: Sendable, Hashable {
        /// The name to send.
        public let name: String
        /// The XML Schema built-in type.
        public let type: String
        /// What it says.
        public let documentation: String

        /// An option.
        public init(name: String, type: String, documentation: String) {
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
    /// The sets of selectors, alternatives to each other.
    public let selectorSets: [SelectorSet]
    /// The options that Enumerate takes.
    public let enumerationOptions: [Option]
    /// The catalogued resource that this one extends.
    public let extends: String?
    /// The catalogued sources that events of this class come from.
    public let publishesEventsTo: [String]

    /// An entry.
    public init(
        resourceURI: String, element: (namespace: String, local: String), notes: String, displayName: String,
        operations: [Operation], selectorSets: [SelectorSet],
        enumerationOptions: [Option] = [], extends: String? = nil, publishesEventsTo sources: [String] = []
    ) {
        self.resourceURI = resourceURI
        self.element = element
        self.notes = notes
        self.displayName = displayName
        self.operations = operations
        self.selectorSets = selectorSets
        self.enumerationOptions = enumerationOptions
        self.extends = extends
        publishesEventsTo = sources
    }

    /// Two entries are equal when they say the same.
    public static func == (lhs: CatalogEntry, rhs: CatalogEntry) -> Bool {
        lhs.resourceURI == rhs.resourceURI && lhs.element == rhs.element && lhs.notes == rhs.notes
            && lhs.displayName == rhs.displayName && lhs.operations == rhs.operations
            && lhs.selectorSets == rhs.selectorSets && lhs.extends == rhs.extends
            && lhs.enumerationOptions == rhs.enumerationOptions && lhs.publishesEventsTo == rhs.publishesEventsTo
    }

    /// Hashes the identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(resourceURI) }
}

extension CatalogEntry {
    /// The URI of the catalog itself.
    public static let catalogURI = "wsman:system/catalog/2005/06/Catalog"
    /// Where XML Schemas are got.
    public static let schemaURI = "wsman:system/catalog/2005/06/XMLSchema"
    /// Where WSDL is got.
    public static let serviceDescriptionURI = "wsman:system/catalog/2005/06/WSDL1.1"
    /// Where a predecessor had it, which is answered too (`spec/catalog.md` section 8).
    public static let formerCatalogURI = "wsman:system/2005/06/Catalog"
    /// What the options of Enumerate are called within an entry.
    static let enumerationOptionSet = "enumeration"
    /// The selector that picks an entry.
    public static let catalogSelector = "ResourceURI"

    /// Derives the entry of a class: what somebody of this role may do with it.
    ///
    /// - Parameters:
    ///   - access: what each action takes.
    ///   - keySets: the keys to address an instance by; a base class has those of each that extends it. The class's own by default.
    ///   - isChronological: whether Enumerate lists the instances from either end of time.
    ///   - eventing: what it has to do with events.
    ///   - catalogued: the classes that have entries of their own.
    public init(
        of schema: ResourceSchema, _ access: ClassAccess, for role: Role, keySets: [[PropertySchema]]? = nil,
        isChronological: Bool = false, eventing: CatalogEventing = CatalogEventing(), catalogued: Set<String>
    ) {
        // CR 2.13.a: a class of one instance without keys has no selectors to send.
        let sets = (keySets ?? [schema.keyProperties]).filter { !$0.isEmpty }.enumerated().map { number, keys in
            SelectorSet(
                name: number == 0 ? "keys" : "keys\(number + 1)",
                selectors: keys.map {
                    Selector(name: $0.name, type: $0.type.xmlSchemaName, documentation: $0.documentation)
                })
        }
        let selectorSets = sets.map(\.name)
        let description = Description(
            port: ServiceDescriptionEncoder.portName(of: schema), uri: schema.resourceURI.text)
        var operations: [Operation] = []
        if eventing.hasInstances, access.admits(role, to: .get) {
            operations.append(Operation([Action.get], selectorSets: selectorSets, returnsInstance: true))
        }
        if access.admits(role, to: .enumerate) {
            operations.append(
                Operation(
                    [Action.enumerate], optionSets: isChronological ? [Self.enumerationOptionSet] : [],
                    returnsInstance: true, filterDialects: FilterDialect.enumerating.map(\.uri)))
        }
        if access.admits(role, to: .put) {
            operations.append(Operation([Action.put], selectorSets: selectorSets, returnsInstance: true))
        }
        if access.admits(role, to: .create) {
            operations.append(Operation([Action.create]))
        }
        if access.admits(role, to: .delete) {
            operations.append(Operation([Action.delete], selectorSets: selectorSets))
        }
        for method in schema.methods where access.admits(role, to: .invoke(method.name)) {
            operations.append(
                Operation(
                    ["\(schema.resourceURI)/\(method.name)"], selectorSets: selectorSets, description: description))
        }
        self.init(
            resourceURI: schema.resourceURI.text, element: (schema.resourceURI.text, schema.className),
            notes: schema.documentation, displayName: schema.displayName,
            operations: operations + eventing.operations(selectorSets: selectorSets), selectorSets: sets,
            enumerationOptions: isChronological ? [EnumerationOrder.option] : [],
            extends: schema.superclasses.first(where: catalogued.contains).map { ResourceURI(ofClass: $0).text },
            publishesEventsTo: eventing.sources)
    }

    /// The entry of the catalog itself (`spec/catalog.md` section 11: it lists itself).
    public static let catalog = CatalogEntry(
        resourceURI: catalogURI, element: (Namespace.catalog, "Resource"),
        notes: "Every resource of this service, what it is and how to address it.", displayName: "Catalog",
        operations: [
            Operation([Action.get], selectorSets: ["keys"], returnsInstance: true),
            Operation([Action.enumerate], returnsInstance: true, filterDialects: [FilterDialect.xpath.uri]),
        ],
        selectorSets: [
            SelectorSet(
                name: "keys",
                selectors: [
                    Selector(
                        name: catalogSelector, type: "anyURI", documentation: "The URI of the wanted entry's resource.")
                ])
        ])

    /// The entries of what describes the classes: XML Schemas and WSDL (`spec/catalog.md` sections 8 and 11).
    public static let descriptions = [
        described(
            schemaURI, element: (Namespace.schema, "schema"), selector: "XMLSchema", displayName: "XML Schemas",
            "The XML Schema of each class, by its target namespace, which is the class's URI; and of the types that all "
                + "classes share, \(Namespace.cimCommon).", "The target namespace of the wanted schema."),
        described(
            serviceDescriptionURI, element: ("http://schemas.xmlsoap.org/wsdl/", "definitions"), selector: "WSDL1.1",
            displayName: "Descriptions of methods",
            "The WSDL 1.1 of each class that has methods, by the WsdlRef of its catalog entry.",
            "The WsdlRef of the wanted description."),
    ]

    private static func described(
        _ uri: String, element: (namespace: String, local: String), selector: String, displayName: String,
        _ notes: String, _ selectorNotes: String
    ) -> CatalogEntry {
        CatalogEntry(
            resourceURI: uri, element: element, notes: notes, displayName: displayName,
            operations: [Operation([Action.get], selectorSets: ["keys"], returnsInstance: true)],
            selectorSets: [
                SelectorSet(
                    name: "keys",
                    selectors: [Selector(name: selector, type: "anyURI", documentation: selectorNotes)])
            ])
    }
}
