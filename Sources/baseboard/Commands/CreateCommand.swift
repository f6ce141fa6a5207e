// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// `baseboard create`.
struct CreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes an instance, or adds a part to one, and prints its address.",
        discussion: """
            A name that is given several times makes an array. With --fragment the Key=Value pick the instance and \
            --set or --text say what is added. Example: baseboard create BB_DerivedSensor Name=hottest \
            Function=Maximum Sources=platform/coretemp.0/temp1 Sources=platform/coretemp.0/temp2
            """)

    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The properties of the new instance.", valueName: "Property=Value"))
    var properties: [KeyValue] = []

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
        if fragment.fragment != nil, content.content == nil {
            throw ValidationError("Say what to add with --set Property=Value or --text.")
        }
    }

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            if let expression = fragment.fragment, let added = content.content {
                session.show(
                    try await session.client.create(added, at: expression, of: resource.reference(properties)))
                return
            }
            let uri = resource.resourceURI
            let instance = Instance(
                className: uri.className.map(String.init) ?? "", namespace: uri.text,
                properties: (properties + content.changes).properties)
            session.show(try await session.client.create(instance, at: resource.reference([])))
        }
    }
}
