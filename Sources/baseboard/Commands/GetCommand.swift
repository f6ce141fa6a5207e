// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard get`.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Shows one instance, a part of it, or its address.",
        discussion: """
            Examples: baseboard get Fan DeviceID=platform/nct6775.656/fan1; baseboard get Fan \
            DeviceID=platform/nct6775.656/fan1 --fragment BB_FanView/CurrentSpeed
            """)

    @OptionGroup
    var instance: InstanceArguments

    @OptionGroup
    var fragment: FragmentOptions

    @Flag(help: "Show the instance's address as the service has it, CLASS?Key=Value.")
    var epr = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard !epr || fragment.xpath == nil else { throw ValidationError("Give --epr or --fragment, not both.") }
    }

    func run() async throws {
        var failure: Failure?
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let target = instance.reference
            if epr {
                failure = session.show(try await session.client.getAddressed(target).epr)
            } else if let expression = fragment.expression {
                let part = try await session.client.get(expression, of: target)
                try await session.show(part, of: instance.resource)
            } else {
                try await session.show(try await session.client.get(target))
            }
        }
        if let failure { throw failure }
    }
}
