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
            --set, --text or --input say what is added. Example: baseboard create BB_DerivedSensor Name=hottest \
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
        try content.check(fragment, connection)
        if fragment.xpath != nil {
            guard !content.isEmpty else {
                throw ValidationError("Say what to add with --set Property=Value, --text or --input.")
            }
        } else if content.input != nil {
            guard properties.isEmpty else { throw ValidationError("Give Property=Value or --input, not both.") }
        } else if resource.className == nil {
            throw ValidationError("\(resource.typed) does not end in the name of a class; give the XML with --input.")
        }
    }

    func run() async throws {
        if let expression = fragment.expression {
            guard let added = try content.fragment(of: resource.resourceURI) else { return }
            try await Session.run(connection, output) { session throws(WSManClientError) in
                session.show(
                    try await session.client.create(added, at: expression, of: resource.reference(properties)))
            }
            return
        }
        let whole = try content.representation() ?? .instance(instance)
        try await Session.run(connection, output) { session throws(WSManClientError) in
            session.show(try await session.client.create(whole, at: resource.reference([])))
        }
    }

    /// The instance that is described by properties.
    private var instance: Instance {
        Instance(
            className: resource.className ?? "", namespace: resource.resourceURI.text,
            properties: (properties + content.changes).properties)
    }
}
