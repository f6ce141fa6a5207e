// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSMan
import WSManClient

/// `baseboard enumerate`.
struct EnumerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enumerate", abstract: "Lists the instances of a class.",
        discussion: "Example: baseboard enumerate CIM_Processor --json")

    /// What each line tells.
    enum Mode: String, EnumerableFlag {
        case object, epr, objectAndEPR

        static func name(for value: Mode) -> NameSpecification {
            value == .objectAndEPR ? .customLong("object-and-epr") : .long
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

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Flag(exclusivity: .exclusive)
    var mode: Mode = .object

    @Option(help: ArgumentHelp("Stop after so many.", valueName: "count"))
    var max: Int?

    @Option(help: ArgumentHelp("How many to ask for at a time.", valueName: "count"))
    var batch = 100

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
    }

    func run() async throws {
        let atOnce = min(batch, max ?? batch)
        try await Session.run(connection, output, batch: atOnce) { session throws(WSManClientError) in
            var listing = Listing(session.output, columns: columns)
            try await session.list(
                resource.reference([]), mode: mode.enumerationMode, limit: max ?? .max, into: &listing)
            listing.finish()
        }
    }
}
