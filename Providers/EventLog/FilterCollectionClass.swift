// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_FilterCollection: filters that belong together; one subscribes to all of them by the collection's key (DSP0227).
func filterCollectionClass(_ collections: FixedParts<PredefinedCollection>) -> some ResourceClass {
    let table = Table(
        "CIM_FilterCollection", of: collections, extends: "CIM_Collection", displayName: "Collections of filters",
        summary: ["InstanceID", "ElementName"],
        columns: [
            .key("InstanceID", "What tells this collection from others.") { PartID($0.name) },
            .property("CollectionName", .string, "The same, as profiles ask for it.") { .string($0.name) },
            .property("Caption", .string, "What people call it.") { .string($0.displayName) },
            .property("ElementName", .string, "What people call it.") { .string($0.displayName) },
            .property("Description", .string, "Which events its filters let pass.") { .string($0.documentation) },
        ],
        "Filters of events that belong together.")
    return EventFilters(table) { part throws(ProviderError) in collections[part].map { $0.members.map(\.query) } }
}

/// CIM_MemberOfCollection: which filters belong to which collection.
func memberOfCollectionClass(
    _ collections: FixedParts<PredefinedCollection>, of system: ScopingSystem
) -> some ResourceClass {
    Association(
        "CIM_MemberOfCollection", displayName: "Members of collections",
        first: AssociationRole("Collection", "CIM_Collection", "The collection."),
        second: AssociationRole("Member", "CIM_ManagedElement", "What belongs to it."),
        "Ties collections to what belongs to them: filters of events.", generation: { collections.generation }
    ) { () throws(ProviderError) in
        collections.all.flatMap { collection in
            let whole = Reference(
                ResourceURI(ofClass: "CIM_FilterCollection"), [Selector("InstanceID", collection.id.text)])
            return collection.part.members.map { Link(whole, filter(named: $0.name, of: system)) }
        }
    }
}

private func filter(named name: String, of system: ScopingSystem) -> Reference {
    Reference(
        ResourceURI(ofClass: "CIM_IndicationFilter"),
        [
            Selector("SystemCreationClassName", system.creationClassName), Selector("SystemName", system.name),
            Selector("CreationClassName", "CIM_IndicationFilter"), Selector("Name", name),
        ])
}
