// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// `baseboard events`.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Shows what happened to a machine, the newest first, or as it happens.",
        discussion: """
            Examples: baseboard events --severity warning+ --since 24h; baseboard events --kind part --limit 10; \
            baseboard events bmc1 --follow
            """)

    @Argument(help: ArgumentHelp("The service; as --host.", valueName: "host"))
    var host: String?

    @OptionGroup(title: "Which")
    var choice: EventChoice

    @Option(help: ArgumentHelp("Show so many at most.", valueName: "count"))
    var limit = 100

    @Flag(help: "Begin with the oldest.")
    var oldestFirst = false

    @Flag(help: "Show events as they come, a line each, until Ctrl-C; with --since those that are logged first.")
    var follow = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is 1 or more.") }
        guard !(follow && oldestFirst) else { throw ValidationError("With --follow events come as they happen.") }
    }

    private static let source = ResourceArgument.events.reference([])

    @MainActor
    func run() async throws {
        let connection = connection.at(host)
        let since = choice.since?.moment(before: .now)
        if follow {
            var query = SubscriptionQuery(mode: .pull, filter: choice.filter)
            if since != nil { query.bookmark = .earliest }
            return try await Self.follow(query, Self.source, connection, output) { event in
                guard case .event(let instance, _) = event else { return true }
                return choice.takes(instance, since: since)
            }
        }
        try await Session.run(connection, output, batch: 500) { session throws(WSManClientError) in
            let events = LoggedEvents(source: Self.source, filter: choice.filter, limit: limit) {
                choice.takes($0, since: since)
            }
            let shown =
                oldestFirst
                ? try await events.oldestFirst(session.client) : try await events.newestFirst(session.client)
            var listing = Listing(session.output)
            listing.add(shown, types: try await session.types(of: shown.lazy.compactMap(\.instance)))
            listing.finish()
        }
    }

    /// Shows events as they come, until the program is told to end.
    @MainActor
    static func follow(
        _ query: SubscriptionQuery, _ source: Reference, _ connection: ConnectionOptions, _ output: OutputOptions,
        where isWanted: (DeliveredEvent) -> Bool
    ) async throws {
        let interruption = Interruption()
        interruption.listen()
        try await Session.run(connection, output) { session throws(WSManClientError) in
            let follower = EventFollower(source: source, query: query, interruption: interruption)
            try await follower.follow(session.client) { events in
                for event in events where isWanted(event) { session.output.show(event) }
            }
        }
    }
}

extension Output {
    /// Shows an event on one line; as JSON that is an object a line, as XML what came.
    func show(_ event: DeliveredEvent, source: String? = nil) {
        switch format {
        case .raw: break
        case .json: line(JSONValue(event).text)
        case .xml:
            if case .event(let instance, _) = event { markup(instance.xml ?? "") }
        case .table: line(EventLine(event).shown(on: terminal, source: source))
        }
    }
}
