// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard invoke`.
struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke", abstract: "Calls a method of one instance.",
        discussion: """
            The exit status tells whether the method was called; ReturnValue tells how it went. Example: baseboard \
            invoke CIM_NumericSensor RestoreDefaultThresholds DeviceID=platform/coretemp.0/temp1
            """)

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The method's name.", valueName: "method"))
    var method: String

    @Argument(help: ArgumentHelp("The keys of the instance.", valueName: "Key=Value"))
    var keys: [KeyValue] = []

    @Option(
        name: .customLong("arg"), help: ArgumentHelp("A parameter of the method.", valueName: "Name=Value"))
    var arguments: [KeyValue] = []

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard KeyValue.isName(method) else {
            throw ValidationError("\(method) is not the name of a method; keys come after it.")
        }
    }

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            try await session.show(
                try await session.client.invoke(
                    method, on: resource.reference(keys), arguments: arguments.properties))
        }
    }
}
