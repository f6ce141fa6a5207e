// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard delete`.
struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Removes an instance, or takes a part away from one.",
        discussion: "Example: baseboard delete BB_DerivedSensor Name=hottest")

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The keys of the instance.", valueName: "Key=Value"))
    var keys: [KeyValue] = []

    @OptionGroup
    var fragment: FragmentOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            if let expression = fragment.expression {
                try await session.client.delete(expression, of: resource.reference(keys))
            } else {
                try await session.client.delete(resource.reference(keys))
            }
        }
    }
}
