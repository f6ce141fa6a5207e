// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// `baseboard enumerate`.
struct EnumerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enumerate", abstract: "Lists the instances of a class.",
        discussion: """
            A filter leaves what fits: an XPath expression, or with --dialect a query in WQL or CQL or a Property=Value. \
            Examples: baseboard enumerate CIM_Processor --json; baseboard enumerate Sensor --dialect selector --filter \
            State=Normal; baseboard enumerate --associated-with CIM_ComputerSystem --result-class CIM_Fan; \
            baseboard enumerate Sensor --count
            """)

    /// What each line tells.
    enum Mode: String, EnumerableFlag {
        case object, epr, objectAndEPR

        static func name(for value: Mode) -> NameSpecification {
            value == .objectAndEPR ? [.customLong("with-epr"), .customLong("object-and-epr")] : .long
        }

        static func help(for value: Mode) -> ArgumentHelp? {
            switch value {
            case .object: "Ask for instances (the default)."
            case .epr: "Ask for addresses only."
            case .objectAndEPR: "Ask for instances with their addresses."
            }
        }

        var enumerationMode: EnumerationMode {
            switch self {
            case .object: .object
            case .epr: .reference
            case .objectAndEPR: .objectAndReference
            }
        }
    }

    @Argument(help: ArgumentHelp("The class; may be left out where a query names it.", valueName: "class"))
    var resource: ResourceArgument = .allClasses

    @OptionGroup(title: "Filter")
    var filter: FilterOptions

    @Flag(exclusivity: .exclusive)
    var mode: Mode = .object

    @Option(help: ArgumentHelp("Stop after so many.", valueName: "count"))
    var max: Int?

    @Option(
        name: [.customLong("batch"), .customLong("max-elements")],
        help: ArgumentHelp("How many to ask for at a time.", valueName: "count"))
    var batch = 100

    @Flag(help: "Show how many there are by the service's estimate, instead of them.")
    var count = false

    @Option(
        help: ArgumentHelp(
            """
            Of classes that extend the class: include them with all their properties (the default), exclude what the             class does not have, none of them.
            """, valueName: "mode"))
    var polymorphism: PolymorphismArgument?

    @Option(
        help: ArgumentHelp("The properties to show, separated by commas.", valueName: "names"),
        transform: { $0.split(separator: ",").map(String.init) })
    var columns: [String] = []

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard batch > 0, max ?? 1 > 0 else { throw ValidationError("--max and --batch are 1 or more.") }
        guard !count || max == nil && columns.isEmpty else {
            throw ValidationError("--count shows a number; --max and --columns are about what is counted.")
        }
        guard resource != .allClasses || filter.namesClass else {
            throw ValidationError("Name a class, or give a query with --dialect wql, or --associated-with.")
        }
    }

    private var query: EnumerationQuery {
        EnumerationQuery(
            mode: mode.enumerationMode, filter: filter.enumerationFilter, polymorphism: polymorphism?.mode)
    }

    func run() async throws {
        guard !count else { return try await showCount() }
        let atOnce = min(batch, max ?? batch)
        var unknown: String?
        try await Session.run(connection, output, batch: atOnce) { session throws(WSManClientError) in
            var listing = Listing(session.output, columns: columns)
            if session.output.format == .table, mode != .epr {
                listing.doubtful = try await doubtfulColumns(session.client)
            }
            try await session.list(
                resource.reference([]), query, limit: max ?? .max, into: &listing)
            listing.finish()
            unknown = listing.unknownColumn
        }
        if let unknown {
            throw Failure(.usage, "\(resource.typed) has no property \(unknown); check --columns.")
        }
    }

    /// Opens an enumeration for its estimate alone.
    private func showCount() async throws {
        var query = query
        query.wantsTotalItemsCountEstimate = true
        try await Session.run(connection, output, batch: 1) { session throws(WSManClientError) in
            let target = resource.reference([])
            let batch = try await session.client.enumerate(target, query)
            if let context = batch.context { try await session.client.release(context, of: target) }
            session.show(estimate: batch.totalItemsCountEstimate)
        }
    }

    /// The columns that no schema of the class knows; instances of a class that extends it may still have them.
    private func doubtfulColumns(_ client: WSManClient) async throws(WSManClientError) -> [String] {
        guard !columns.isEmpty, resource != .allClasses else { return [] }
        let uri = resource.resourceURI
        let schema = try await client.classSchema(of: uri.text)
        let content = uri.className.flatMap { schema?[String($0)] }
        let known = Set((content?.properties ?? []).map { $0.name.lowercased() })
        return columns.filter { !known.contains($0.lowercased()) && !ClassDisplay.isMade($0) }
    }
}
