// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_IndicationFilter: filters of events, each a query; one subscribes to it by its keys (DSP0227).
func indicationFilterClass(_ filters: FixedParts<PredefinedFilter>, of system: ScopingSystem) -> some ResourceClass {
    let table = Table(
        "CIM_IndicationFilter", of: filters, extends: "CIM_ManagedElement", displayName: "Filters of events",
        summary: ["Name", "ElementName", "Query"],
        columns: [
            .fixedKey("SystemCreationClassName", system.creationClassName, "The class of the owning system."),
            .fixedKey("SystemName", system.name, "The name of the owning system."),
            .fixedKey("CreationClassName", "CIM_IndicationFilter", "The class of this instance."),
            .key("Name", "What tells this filter from others.") { PartID($0.name) },
            .property("Caption", .string, "What people call it.") { .string($0.displayName) },
            .property("ElementName", .string, "What people call it.") { .string($0.displayName) },
            .property("Description", .string, "Which events it lets pass.") { .string($0.documentation) },
            .property("Query", .string, "Which events it lets pass, and what of them: a query.") { .string($0.query) },
            .property("QueryLanguage", .string, "The language of Query.") { _ in .string("DMTF:CQL") },
            .property("SourceNamespaces", .string, isArray: true, "The CIM namespaces that the events come from.") {
                _ in .array([.string("root/cimv2")])
            },
            .property("IndividualSubscriptionSupported", .boolean, "Whether one can subscribe to it; one can.") { _ in
                .boolean(true)
            },
        ],
        "A filter of events that is always there.")
    return EventFilters(table) { part throws(ProviderError) in filters[part].map { [$0.query] } }
}
