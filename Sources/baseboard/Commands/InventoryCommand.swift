// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// `baseboard inventory`.
struct InventoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory", abstract: "Shows what is in the machine.",
        discussion: "The catalog says which classes there are; sensors are only counted (see baseboard sensors).")

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let sections = InventorySection.sections(of: try await Self.catalog(session.client))
            if session.output.format == .table {
                try await Self.show(sections, session)
            } else {
                try await Self.list(sections, session)
            }
        }
    }

    /// The catalog; a service without one is asked for the standard classes.
    private static func catalog(_ client: WSManClient) async throws(WSManClientError) -> [CatalogResource] {
        do throws(WSManClientError) {
            return try await client.catalog()
        } catch .fault {
            return []
        }
    }

    /// All parts in one list, sensors left out.
    private static func list(_ sections: [InventorySection], _ session: Session) async throws(WSManClientError) {
        var listing = Listing(session.output)
        for section in sections where !section.isSensors {
            _ = try await Self.unlessRefused { () throws(WSManClientError) in
                try await session.list(section.target, into: &listing)
            }
        }
        listing.finish()
    }

    private static func show(_ sections: [InventorySection], _ session: Session) async throws(WSManClientError) {
        for (index, section) in sections.enumerated() {
            if index > 0 { session.output.line() }
            session.output.line(DisplayText.clean(section.title))
            var instances: [Instance] = []
            var count = SensorCount()
            let refusal = try await Self.unlessRefused { () throws(WSManClientError) in
                try await session.client.enumerateAll(section.target) { items in
                    for instance in items.compactMap(\.instance) {
                        if section.isSensors { count.add(SensorReading(instance)) } else { instances.append(instance) }
                    }
                    return true
                }
            }
            if let refusal {
                session.output.line("  not available: \(DisplayText.clean(refusal.reason))")
            } else if section.isSensors {
                for line in count.lines { session.output.line("  " + line) }
            } else {
                section.show(instances, to: session.output)
            }
        }
    }

    /// Runs an operation; that the service refuses one class does not end the inventory.
    private static func unlessRefused(
        _ body: () async throws(WSManClientError) -> Void
    ) async throws(WSManClientError) -> ServiceFault? {
        do throws(WSManClientError) {
            try await body()
            return nil
        } catch .fault(let fault) {
            return fault
        }
    }
}
