// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// `baseboard catalog`.
struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Lists what the service offers, or explains one class of it.")

    @Argument(help: ArgumentHelp("The class to explain.", valueName: "class"))
    var resource: ResourceArgument?

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            if let resource {
                Self.explain(try await Self.entry(of: resource, session.client), to: session.output)
            } else {
                Self.list(try await session.client.catalog(), to: session.output)
            }
        }
    }

    /// The entry of a class, its name looked up without regard to letter case where the service knows no such URI.
    private static func entry(
        of resource: ResourceArgument, _ client: WSManClient
    ) async throws(WSManClientError) -> CatalogResource {
        do throws(WSManClientError) {
            return try await client.catalogEntry(for: resource.resourceURI.text)
        } catch .fault(let fault) {
            // Where the catalog cannot be listed, what was said first tells more.
            guard let entries = try? await client.catalog() else { throw .fault(fault) }
            guard let entry = resource.entry(in: entries) else { throw resource.unknown(fault) }
            return entry
        }
    }

    static func list(_ entries: [CatalogResource], to output: Output) {
        switch output.format {
        case .raw: break
        case .xml: for entry in entries { output.markup(entry.xml ?? "") }
        case .json: output.json(entries.map(JSONValue.init))
        case .table:
            guard !entries.isEmpty else { return output.line("none") }
            let rows = entries.map { entry in
                [
                    DisplayText.clean(entry.className), DisplayText.clean(entry.displayName ?? Table.none),
                    DisplayText.clean(entry.operationNames.joined(separator: " ")),
                    DisplayText.clean(entry.keyNames.joined(separator: " ")),
                ]
            }
            output.table(
                ["Resource", "DisplayName", "Operations", "Selectors"].map { Table.Column(title: $0) }, rows)
        }
    }

    static func explain(_ entry: CatalogResource, to output: Output) {
        guard output.format == .table else { return list([entry], to: output) }
        output.details(
            [
                ("ResourceURI", entry.resourceURI), ("DisplayName", entry.displayName ?? Table.none),
                ("Notes", entry.notes ?? Table.none), ("Vendor", entry.vendor ?? Table.none),
                ("Operations", entry.operationNames.joined(separator: " ")),
            ].map { ($0.0, DisplayText.clean($0.1)) }
                + entry.relationships.map { (DisplayText.clean($0.label), DisplayText.clean($0.target)) })
        for set in entry.selectorSets where !set.selectors.isEmpty {
            output.line()
            output.table(
                ["Selector", "Type", "Meaning"].map { Table.Column(title: $0) },
                set.selectors.map { selector in
                    [selector.name, selector.type ?? Table.none, selector.documentation].map(DisplayText.clean)
                })
        }
    }
}

extension CatalogResource {
    /// The class's name; the whole URI of what is no class.
    var className: String { ResourceURI(resourceURI).className.map(String.init) ?? resourceURI }

    /// The last components of the actions: `Get`, `Put`, the names of methods.
    var operationNames: [String] {
        operations.flatMap(\.actions).map {
            String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...])
        }
    }

    /// The selectors, alternatives told apart by a bar.
    var keyNames: [String] {
        selectorSets.map { $0.selectors.map(\.name).joined(separator: " ") }.filter { !$0.isEmpty }
    }

    /// Whether its instances can be listed.
    var isEnumerable: Bool { operations.contains { $0.actions.contains(Action.enumerate) } }
}

extension CatalogResource.Relationship {
    /// `Extends` for `relExtends`.
    fileprivate var label: String { type.hasPrefix("rel") && type.count > 3 ? String(type.dropFirst(3)) : type }
}

extension JSONValue {
    /// An entry, its members named as the catalog's elements.
    init(_ entry: CatalogResource) {
        self = .object([
            "ResourceURI": .string(entry.resourceURI), "DisplayName": JSONValue(entry.displayName),
            "Notes": JSONValue(entry.notes), "Vendor": JSONValue(entry.vendor),
            "Operations": .array(
                entry.operations.map { operation in
                    .object([
                        "Actions": JSONValue(operation.actions), "SelectorSets": JSONValue(operation.selectorSets),
                        "Schemas": JSONValue(operation.schemas), "FilterDialects": JSONValue(operation.filterDialects),
                        "DeliveryModes": JSONValue(operation.deliveryModes),
                    ])
                }),
            "SelectorSets": .array(
                entry.selectorSets.map { set in
                    .object([
                        "Name": .string(set.name),
                        "Selectors": .array(
                            set.selectors.map {
                                .object([
                                    "Name": .string($0.name), "Type": JSONValue($0.type),
                                    "Notes": .string($0.documentation),
                                ])
                            }),
                    ])
                }),
            "Relationships": .array(
                entry.relationships.map { .object(["Type": .string($0.type), "Ref": .string($0.target)]) }),
        ])
    }
}
