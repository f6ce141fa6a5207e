// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard put`.
struct PutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Changes properties of one instance.",
        discussion: """
            Reads the instance, changes what --set says, and sends it back. An empty value makes a property null; a \
            name that is given several times makes an array. With --fragment only that part is sent. Example: baseboard put Sensor \
            DeviceID=platform/coretemp.0/temp1 --set UpperThresholdNonCritical=70
            """)

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The keys of the instance.", valueName: "Key=Value"))
    var keys: [KeyValue] = []

    @OptionGroup
    var fragment: FragmentOptions

    @OptionGroup
    var content: ContentOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        try content.check(fragment.fragment)
        guard content.content != nil else { throw ValidationError("Give at least one --set Property=Value.") }
    }

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let target = resource.reference(keys)
            if let expression = fragment.fragment, let changed = content.content {
                let answer = try await session.client.put(changed, at: expression, of: target)
                if let answer {
                    session.show(answer)
                } else {
                    session.show(try await session.client.get(expression, of: target))
                }
                return
            }
            var instance = try await session.client.get(target)
            for property in content.changes.properties { instance.set(property.name, to: property.values) }
            if let changed = try await session.client.put(instance, to: target) {
                try await session.show(changed)
            } else {
                // An empty answer promises that a Get returns what was sent (`spec/messages.md` section 3).
                try await session.show(try await session.client.get(target))
            }
        }
    }
}
