// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard get`.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows one instance.",
        discussion: "Example: baseboard get Fan DeviceID=platform/nct6775.656/fan1")

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The keys of the instance.", valueName: "Key=Value"))
    var keys: [KeyValue] = []

    @OptionGroup
    var fragment: FragmentOptions

    @Flag(help: "Show the instance's address as the service has it, CLASS?Key=Value.")
    var epr = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard !epr || fragment.fragment == nil else { throw ValidationError("Give --epr or --fragment, not both.") }
    }

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let target = resource.reference(keys)
            if epr {
                guard let address = try await session.client.address(of: target) else {
                    throw .unexpectedAnswer("it holds no RequestedEPR; this service does not tell addresses")
                }
                session.show(address)
            } else if let expression = fragment.fragment {
                session.show(try await session.client.get(expression, of: target))
            } else {
                try await session.show(try await session.client.get(target))
            }
        }
    }
}
