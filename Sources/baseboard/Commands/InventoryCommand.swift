// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// `baseboard inventory`.
struct InventoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory", abstract: "Shows what is in the machine.",
        discussion: """
            The catalog says which classes there are; sensors are only counted (see baseboard sensors). Words pick the \
            parts that have all of them in their properties' values or their class's name, letter case ignored. \
            Examples: baseboard inventory --tree; baseboard inventory samsung nvme; baseboard inventory --class Fan
            """)

    @Argument(help: ArgumentHelp("Show only parts in which every word occurs.", valueName: "word"))
    var words: [String] = []

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Show only parts of this class, such as Fan; may be repeated.", valueName: "class"))
    var classes: [ResourceArgument] = []

    @Flag(help: "Show the parts as a tree, each on what it is plugged into; with --json nested objects.")
    var tree = false

    @Flag(help: "Show bridges, chip set functions and virtual functions in the tree too.")
    var all = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        if tree, output.format == .xml {
            throw ValidationError("--tree is drawn or, with --json, nested; XML is one instance a line without it.")
        }
        if all, !tree { throw ValidationError("--all goes with --tree.") }
    }

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let catalog = try await Self.catalog(session.client)
            let named = classes.map { InventorySection($0, catalog: catalog) }
            if tree {
                try await showTree(catalog, named, session)
            } else {
                let sections = named.isEmpty ? InventorySection.sections(of: catalog) : named
                if session.output.format == .table {
                    try await show(sections, session)
                } else {
                    try await list(sections, session)
                }
            }
        }
    }

    private var search: InventorySearch { InventorySearch(words) }

    /// The catalog; a service without one is asked for the standard classes.
    private static func catalog(_ client: WSManClient) async throws(WSManClientError) -> [CatalogResource] {
        do throws(WSManClientError) {
            return try await client.catalog()
        } catch .fault {
            return []
        }
    }

    /// All parts in one list, sensors left out unless they were named.
    private func list(_ sections: [InventorySection], _ session: Session) async throws(WSManClientError) {
        let search = search
        var listing = Listing(session.output)
        for section in sections where !section.isCounted {
            _ = try await section.unlessRefused { () throws(WSManClientError) in
                try await session.list(section.target, into: &listing) { item in
                    item.instance.map(search.matches) ?? search.isEmpty
                }
            }
        }
        listing.finish()
    }

    private func show(_ sections: [InventorySection], _ session: Session) async throws(WSManClientError) {
        let search = search
        var isFirst = true
        for section in sections {
            var instances: [Instance] = []
            let refusal = try await section.unlessRefused { () throws(WSManClientError) in
                instances = try await session.instances(section.target).filter(search.matches)
            }
            // That there is no sensor at all is worth a line; other parts are those that are there. Whoever searches
            // wants to see what was found, not where nothing was.
            if instances.isEmpty, refusal == nil, !search.isEmpty || !section.isNamed && !section.isSensors { continue }
            if !isFirst { session.output.line() }
            isFirst = false
            session.output.line(DisplayText.clean(section.title))
            if let refusal {
                session.output.line("  not available: \(DisplayText.clean(refusal.reason))")
            } else if section.isCounted {
                var count = SensorCount()
                for sensor in instances { count.add(SensorReading(sensor)) }
                for line in count.lines { session.output.line("  " + line) }
            } else {
                section.show(instances, to: session.output)
            }
        }
        if isFirst { session.output.line("none") }
    }
}

extension InventorySection {
    /// Runs an operation; that the service refuses one class does not end the inventory, unless it was asked for.
    func unlessRefused(
        _ body: () async throws(WSManClientError) -> Void
    ) async throws(WSManClientError) -> ServiceFault? {
        do throws(WSManClientError) {
            try await body()
            return nil
        } catch .fault(let fault) {
            if let name { throw name.explained(fault) }
            return fault
        }
    }
}
