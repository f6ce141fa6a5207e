// SPDX-License-Identifier: Apache-2.0

public import XML

/// Writes catalog entries in the schema's order (`spec/catalog.md` section 3.1).
public enum CatalogEncoder {
    /// Writes one `Resource` element.
    ///
    /// The language stands in `xml:lang`, which the rules ask for, and in `lang`, which the schema asks for (3.3).
    public static func write(_ entry: CatalogEntry, to writer: inout XMLWriter) {
        writer.raw("<cat:Resource xmlns:cat=\"")
        writer.raw(Namespace.catalog)
        writer.raw("\" xmlns:xs=\"")
        writer.raw(Namespace.schema)
        writer.raw("\" xmlns:wsa=\"")
        writer.raw(Namespace.addressing2004)
        writer.raw("\" xml:lang=\"en-US\" lang=\"en-US\"><cat:ResourceURI>")
        writer.text(entry.resourceURI)
        writer.raw("</cat:ResourceURI><cat:Notes>")
        writer.text(entry.notes)
        writer.raw("</cat:Notes><cat:Vendor>Baseboard</cat:Vendor><cat:DisplayName>")
        writer.text(entry.displayName)
        writer.raw("</cat:DisplayName><cat:Access><cat:Compliance>")
        writer.raw(Namespace.management)
        writer.raw("</cat:Compliance>")
        for operation in entry.operations { write(operation, of: entry, to: &writer) }
        for set in entry.selectorSets { write(set, to: &writer) }
        write(entry.enumerationOptions, to: &writer)
        writer.raw("</cat:Access>")
        let relationships =
            (entry.extends.map { [("relExtends", $0)] } ?? [])
            + entry.publishesEventsTo.map { ("relPublishesEventsTo", $0) }
        write(relationships, to: &writer)
        writer.raw("</cat:Resource>")
    }

    private static func write(_ relationships: [(type: String, uri: String)], to writer: inout XMLWriter) {
        guard !relationships.isEmpty else { return }
        writer.raw("<cat:Relationships>")
        for relationship in relationships {
            writer.raw("<cat:Relationship Type=\"cat:\(relationship.type)\" Ref=\"")
            writer.attribute(relationship.uri)
            writer.raw("\" />")
        }
        writer.raw("</cat:Relationships>")
    }

    private static func write(_ set: CatalogEntry.SelectorSet, to writer: inout XMLWriter) {
        writer.raw("<cat:SelectorSet Name=\"")
        writer.attribute(set.name)
        writer.raw("\">")
        for selector in set.selectors {
            writer.raw("<cat:Selector Name=\"")
            writer.attribute(selector.name)
            writer.raw("\" Type=\"")
            writer.raw(selector.type.map { "xs:\($0)" } ?? "wsa:EndpointReferenceType")
            writer.raw("\">")
            writer.text(selector.documentation)
            writer.raw("</cat:Selector>")
        }
        writer.raw("</cat:SelectorSet>")
    }

    private static func write(_ options: [CatalogEntry.Option], to writer: inout XMLWriter) {
        guard !options.isEmpty else { return }
        writer.raw("<cat:OptionSet Name=\"\(CatalogEntry.enumerationOptionSet)\">")
        for option in options {
            writer.raw("<cat:Option Name=\"")
            writer.attribute(option.name)
            writer.raw("\" Type=\"xs:\(option.type)\">")
            writer.text(option.documentation)
            writer.raw("</cat:Option>")
        }
        writer.raw("</cat:OptionSet>")
    }

    private static func write(
        _ operation: CatalogEntry.Operation, of entry: CatalogEntry, to writer: inout XMLWriter
    ) {
        writer.raw("<cat:Operation")
        if let description = operation.description {
            writer.raw(" WsdlPort=\"")
            writer.attribute(description.port)
            writer.raw("\" WsdlRef=\"")
            writer.attribute(description.uri)
            writer.raw("\"")
        }
        writer.raw(">")
        for action in operation.actions {
            writer.raw("<cat:Action>")
            writer.text(action)
            writer.raw("</cat:Action>")
        }
        for name in operation.selectorSets {
            writer.raw("<cat:SelectorSetRef Name=\"")
            writer.attribute(name)
            writer.raw("\" />")
        }
        for name in operation.optionSets {
            writer.raw("<cat:OptionSetRef Name=\"")
            writer.attribute(name)
            writer.raw("\" />")
        }
        if operation.returnsInstance {
            writer.raw("<cat:SchemaRef xmlns:r=\"")
            writer.attribute(entry.element.namespace)
            writer.raw("\">r:")
            writer.text(entry.element.local)
            writer.raw("</cat:SchemaRef>")
        }
        for dialect in operation.filterDialects {
            writer.raw("<cat:FilterDialect>")
            writer.text(dialect)
            writer.raw("</cat:FilterDialect>")
        }
        for mode in operation.deliveryModes {
            writer.raw("<cat:DeliveryMode>")
            writer.text(mode)
            writer.raw("</cat:DeliveryMode>")
        }
        writer.raw("</cat:Operation>")
    }
}
