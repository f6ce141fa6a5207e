// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// `baseboard put`.
struct PutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Changes properties of one instance.",
        discussion: """
            Reads the instance, changes what --set says, and sends it back. An empty value makes a property null; a \
            name that is given several times makes an array. With --fragment only that part is sent, with --input what \
            the file has and nothing else. Example: baseboard put Sensor DeviceID=platform/coretemp.0/temp1 --set \
            UpperThresholdNonCritical=70
            """)

    @OptionGroup
    var instance: InstanceArguments

    @OptionGroup
    var fragment: FragmentOptions

    @OptionGroup
    var content: ContentOptions

    @Flag(help: "Show the address that the instance has from then on, CLASS?Key=Value, instead of the instance.")
    var epr = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        try content.check(fragment, connection)
        guard !content.isEmpty else {
            throw ValidationError("Give at least one --set Property=Value, or the XML with --input.")
        }
        guard !epr || fragment.xpath == nil else { throw ValidationError("Give --epr or --fragment, not both.") }
    }

    func run() async throws {
        let target = instance.reference
        if let expression = fragment.expression {
            guard let changed = try content.fragment(of: instance.resource.resourceURI) else { return }
            try await Session.run(connection, output) { session throws(WSManClientError) in
                try await session.put(changed, at: expression, of: target, instance.resource)
            }
            return
        }
        let whole = try content.representation()
        var failure: Failure?
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let changed = if let whole { whole } else { try await representation(of: target, session.client) }
            if epr {
                failure = session.show(try await session.client.putAddressed(changed, to: target).epr)
            } else if let answer = try await session.client.put(changed, to: target) {
                try await session.show(answer)
            } else {
                // An empty answer promises that a Get returns what was sent (`spec/messages.md` section 3).
                try await session.show(try await session.client.get(target))
            }
        }
        if let failure { throw failure }
    }

    /// The instance as it is, but for the properties that are to change.
    private func representation(
        of target: Reference, _ client: WSManClient
    ) async throws(WSManClientError) -> Representation {
        var instance = try await client.get(target)
        for property in content.changes.properties { instance.set(property.name, to: property.values) }
        return .instance(instance)
    }
}

extension Session {
    /// Changes a part of an instance and shows what it is then.
    fileprivate func put(
        _ changed: FragmentContent, at expression: FragmentExpression, of target: Reference,
        _ resource: ResourceArgument
    ) async throws(WSManClientError) {
        var part = try await client.put(changed, at: expression, of: target)
        if part == nil { part = try await client.get(expression, of: target) }
        if let part { try await show(part, of: resource) }
    }
}
