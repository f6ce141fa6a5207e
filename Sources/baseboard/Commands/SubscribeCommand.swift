// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HTTPTransport
import ResourceModel
import WSMan
import WSManClient

/// `baseboard subscribe`.
struct SubscribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribe", abstract: "Has a service send its events to a sink, or manages that.",
        discussion: """
            The sink is whoever takes events at --to; baseboard listen is one. With --mode pull the events are shown \
            here until Ctrl-C. Examples: baseboard subscribe bmc1 --to https://sink:8443/events --mode events --bookmark \
            earliest; baseboard subscribe bmc1 --list; baseboard subscribe bmc1 --end uuid:…
            """)

    @Argument(help: ArgumentHelp("The service; as --host.", valueName: "host"))
    var host: String?

    @Option(help: ArgumentHelp("The sink's URL.", valueName: "url"))
    var to: String?

    @Option(help: "push: each event alone; ack: each answered; events: in batches, answered; pull: shown here.")
    var mode: DeliveryModeArgument = .push

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("The source: BB_EventView, or a class of indications.", valueName: "class"))
    var source: ResourceArgument = .events

    @Flag(help: "Show the subscriptions that there are.")
    var list = false

    @Option(help: ArgumentHelp("End the subscription of this identifier.", valueName: "id"))
    var end: String?

    @Option(help: ArgumentHelp("Have the subscription of this identifier live on, for --expires.", valueName: "id"))
    var renew: String?

    @Option(help: ArgumentHelp("Show when the subscription of this identifier ends.", valueName: "id"))
    var status: String?

    @OptionGroup(title: "Filter")
    var filter: FilterOptions

    @OptionGroup(title: "Delivery")
    var delivery: DeliveryOptions

    @OptionGroup(title: "Sink")
    var login: SinkLoginOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    private var managed: [String] { [end, renew, status].compactMap(\.self) }

    func validate() throws {
        guard managed.count + (list ? 1 : 0) + (to == nil ? 0 : 1) <= 1 else {
            throw ValidationError("Give one of --to, --list, --end, --renew and --status.")
        }
        guard to == nil || mode != .pull else { throw ValidationError("With --mode pull events go to no --to.") }
        guard to != nil || mode == .pull || list || !managed.isEmpty else {
            throw ValidationError("Say with --to where events are to go; baseboard listen can be there.")
        }
        if let to, (try? HTTPURL(to)) == nil {
            throw ValidationError("\(to) is no URL of HTTP; write https://HOST:PORT/PATH.")
        }
    }

    private func query() throws(Failure) -> SubscriptionQuery {
        let user = try login.user()
        var query = SubscriptionQuery(
            mode: mode.mode, to: to.map { SubscriptionSink($0, user: user) }, filter: filter.enumerationFilter)
        delivery.apply(to: &query)
        query.locale = connection.request.locale
        return query
    }

    @MainActor
    func run() async throws {
        let connection = connection.at(host)
        let query = try query()
        if mode == .pull, !list, managed.isEmpty {
            return try await EventsCommand.follow(query, source.reference([]), connection, output) { _ in true }
        }
        try await Session.run(connection, output) { session throws(WSManClientError) in
            if list {
                var listing = Listing(session.output)
                try await session.list(Reference(ResourceURI(ofClass: "BB_SubscriptionView"), []), into: &listing)
                listing.finish()
            } else if let end {
                try await session.client.unsubscribe(address(end))
            } else if let renew {
                let expires = try await session.client.renew(address(renew), until: query.expires)
                session.show(expires: expires, of: renew)
            } else if let status {
                session.show(expires: try await session.client.status(of: address(status)), of: status)
            } else {
                let subscription = try await session.client.subscribe(to: source.reference([]), query)
                let manager = subscription.manager
                session.show(
                    expires: subscription.expires, of: manager.identifier ?? manager.parameters,
                    how: host.map { " \($0)" } ?? "")
            }
        }
    }

    private func address(_ identifier: String) -> SubscriptionAddress {
        SubscriptionAddress(identifier: identifier, resourceURI: source.resourceURI.text)
    }
}

extension ResourceArgument {
    /// The flat view of events.
    static var events: ResourceArgument { ResourceArgument(argument: "BB_EventView") ?? .allClasses }
}

extension Session {
    /// Shows a subscription, when it ends, and, of a new one, how to end it before.
    fileprivate func show(expires: Expiration?, of identifier: String, how host: String? = nil) {
        let end = expires.map(\.text)
        switch output.format {
        case .raw: break
        case .json:
            output.json([.object(["Identifier": .string(identifier), "Expires": JSONValue(end)])])
        case .table, .xml:
            var rows = [
                ("Subscription", DisplayText.clean(identifier)), ("Expires", DisplayText.clean(end ?? "never")),
            ]
            if let host {
                rows.append(("End it with", DisplayText.clean("baseboard subscribe\(host) --end \(identifier)")))
            }
            output.details(rows)
        }
    }
}
