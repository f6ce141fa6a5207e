// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan

/// Everything that can be addressed, by its URI.
struct ResourceRegistry {
    /// The resources in the order of their URIs, the catalog last.
    let resources: [any Resource]

    /// Every part of every class, for queries that name their class themselves and for what is tied to something.
    let everything: ClassFamily

    private let described: [any SchemaResource]
    private let byClass: [String: any Resource]
    private let byURI: [String: any Resource]

    /// The catalog of nothing.
    init() {
        self.init(classes: [], policy: AccessPolicy())
    }

    /// Everything that the classes make addressable, those of events too, each with what the policy says of it.
    init(classes: [any ResourceClass], eventClasses: [EventClass] = [], policy: AccessPolicy) {
        let guarded = classes.map { GuardedClass($0, policy) }
        let closed = ClosedClasses(among: guarded)
        let events = EventClasses(eventClasses, policy)
        let own = guarded.map {
            ClassResource($0, closed: closed, events: events.events(from: $0.resourceClass))
        }
        let families = Self.families(of: own, closed)
        let sorted = (families + events.resources(besides: Set(families.map(\.name)))).sorted { $0.name < $1.name }
        everything = ClassFamily(Self.everything, members: own, closed: closed, events: events.indications)
        described = sorted
        let catalog = CatalogResource(sorted)
        let metadata = MetadataResource.Form.allCases.map { MetadataResource($0, of: sorted) }
        let resources: [any Resource] = sorted + [catalog] + metadata
        self.resources = resources
        var byClass: [String: any Resource] = [:]
        var byURI: [String: any Resource] = [:]
        for resource in resources {
            byURI[resource.uri] = resource
        }
        for resource in sorted {
            byClass[resource.name] = resource
            byClass[resource.name.lowercased()] = resource
        }
        byURI[CatalogEntry.formerCatalogURI] = catalog
        for uri in Self.allClassesURIs { byURI[uri] = everything }
        self.byClass = byClass
        self.byURI = byURI
    }

    private static let everything = ResourceSchema(
        "*", displayName: "All classes", properties: [], "Every class: what queries and association filters go over.")

    /// How consoles write "all classes" (`spec/cim-binding.md` section 1).
    private static let allClassesURIs = [
        everything.resourceURI.text, "http://schemas.dmtf.org/wbem/wscim/1/*", ResourceURI.viewBase + "*",
        "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/*",
        "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/interop/*",
    ]

    /// Whether a resource is all classes at once, of which only what a filter picks can be enumerated.
    func isEverything(_ resource: any Resource) -> Bool { resource.uri == Self.everything.resourceURI.text }

    /// Every class as a resource, and every base class of one as the family of those that extend it.
    private static func families(of classes: [ClassResource], _ closed: ClosedClasses) -> [any SchemaResource] {
        let byName = Dictionary(classes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var members: [String: [ClassResource]] = [:]
        for resource in classes {
            for name in [resource.name] + resource.base.schema.superclasses {
                members[name, default: []].append(resource)
            }
        }
        return members.compactMap { name, members -> (any SchemaResource)? in
            if let own = byName[name] {
                return members.count == 1
                    ? own
                    : ClassFamily(own.base.schema, members: members, closed: closed, events: own.events)
            }
            return StandardClass.named(name).map { base in
                ClassFamily(
                    ResourceSchema(base: base, extendedBy: members.map(\.base.schema)), members: members,
                    closed: closed)
            }
        }
    }

    /// The resource of a class's name, in any letter case.
    func resource(ofClass name: String) -> (any Resource)? { byClass[name] ?? byClass[name.lowercased()] }

    /// The names of all classes, base classes among them.
    var classNames: [String] { described.map(\.name) }

    /// The resource of a URI: by its text, else by the class it ends in, whatever the host.
    ///
    /// - Throws: DestinationUnreachable, with the names that may have been meant (R5.4.2.1-5, R5.4.2.1-8).
    func resource(_ uri: ResourceURI?) throws(Fault) -> any Resource {
        guard let uri, !uri.text.isEmpty else {
            throw Fault(
                .destinationUnreachable, .invalidResourceURI,
                "The header wsman:ResourceURI is missing; the catalog (\(CatalogEntry.catalogURI)) lists the resources."
            )
        }
        if let resource = byURI[uri.text] { return resource }
        // Letter case and host of "all classes" are any client's to choose, as those of a class are.
        if uri.text.hasSuffix("/*"), let resource = byURI[uri.text.lowercased()] { return resource }
        if let name = uri.className {
            if let form = MetadataResource.Form.allCases.first(where: { $0.isOfClasses && uri.text.hasPrefix($0.base) })
            {
                return MetadataResource(form, of: described, naming: String(name))
            }
            if let resource = byClass[String(name)] ?? byClass[name.lowercased()] { return resource }
            let near = NearMatches.of(String(name), among: described.map(\.name))
            throw Fault(
                .destinationUnreachable, .invalidResourceURI,
                "There is no class \(name.prefix(200))\(near.isEmpty ? ";" : near) the catalog (\(CatalogEntry.catalogURI)) lists those there are."
            )
        }
        throw Fault(
            .destinationUnreachable, .invalidResourceURI,
            "There is no resource \(uri.text.prefix(200)); the catalog (\(CatalogEntry.catalogURI)) lists those there are."
        )
    }
}
