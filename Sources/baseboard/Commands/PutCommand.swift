// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard put`.
struct PutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Changes properties of one instance.",
        discussion: """
            Reads the instance, changes what --set says, and sends it back. An empty value makes a property null; a \
            name that is given several times makes an array. Example: baseboard put Sensor \
            DeviceID=platform/coretemp.0/temp1 --set UpperThresholdNonCritical=70
            """)

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The keys of the instance.", valueName: "Key=Value"))
    var keys: [KeyValue] = []

    @Option(name: .customLong("set"), help: ArgumentHelp("A property's new value.", valueName: "Property=Value"))
    var changes: [KeyValue] = []

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard !changes.isEmpty else { throw ValidationError("Give at least one --set Property=Value.") }
    }

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let target = resource.reference(keys)
            var instance = try await session.client.get(target)
            for property in changes.properties { instance.set(property.name, to: property.values) }
            if let changed = try await session.client.put(instance, to: target) {
                try await session.show(changed)
            } else {
                // An empty answer promises that a Get returns what was sent (`spec/messages.md` section 3).
                try await session.show(try await session.client.get(target))
            }
        }
    }
}
