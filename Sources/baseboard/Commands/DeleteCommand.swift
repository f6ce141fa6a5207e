// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard delete`.
struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Removes an instance, or takes a part away from one.",
        discussion: "Example: baseboard delete BB_DerivedSensor Name=hottest")

    @OptionGroup
    var instance: InstanceArguments

    @OptionGroup
    var fragment: FragmentOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            if let expression = fragment.expression {
                try await session.client.delete(expression, of: instance.reference)
            } else {
                try await session.client.delete(instance.reference)
            }
        }
    }
}
