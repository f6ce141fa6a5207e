// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// `baseboard rehearse`.
struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse", abstract: "Sends a rehearsal through everything that a real event goes through.",
        discussion: """
            The event is marked as a rehearsal. Who received it is shown. It takes an administrator's account. Example: \
            baseboard rehearse overheat "CPU 0" --host bmc1
            """)

    @Argument(
        help: ArgumentHelp(
            "What to rehearse: overheat, add, remove, replace, fan, or the name of any kind of events.",
            valueName: "kind"),
        completion: .list(Array(RehearsalKind.short.keys).sorted()))
    var kind: String

    @Argument(help: ArgumentHelp("The part that it is to be about.", valueName: "part"))
    var part: String?

    @Argument(help: ArgumentHelp("The service; as --host.", valueName: "host"))
    var host: String?

    @Option(help: ArgumentHelp("How bad it is to be.", valueName: "severity"))
    var severity: SeverityArgument?

    @Option(
        help: ArgumentHelp("How long to wait for those who receive it.", valueName: "duration"),
        transform: { try TimeoutArgument.seconds($0) })
    var wait = 10

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard (0...3600).contains(wait) else { throw ValidationError("--wait is 0 to 3600 seconds.") }
        guard severity?.isAtLeast != true else { throw ValidationError("--severity is one severity here.") }
    }

    @MainActor
    func run() async throws {
        var failure: Failure?
        try await Session.run(connection.at(host), output) { session throws(WSManClientError) in
            failure = try await rehearse(session, Interruption())
        }
        if let failure { throw failure }
    }

    /// - Returns: why it is not known who received it.
    @MainActor
    func rehearse(_ session: Session, _ interruption: Interruption) async throws(WSManClientError) -> Failure? {
        let kind = RehearsalKind.name(of: kind)
        let before = try await session.instances(Self.subscriptions)
        let severity = (severity?.severity ?? RehearsalKind.severity(of: kind)).name
        let answer = try await session.client.invoke(
            "Rehearse", on: Self.service,
            arguments: [
                .init("Kind", [.text(kind)]), .init("Severity", [.text(severity)]), .init("Part", [.text(part ?? "")]),
            ])
        guard let position = answer["EventID"].flatMap({ EventPosition($0) }) else {
            return Failure(.notUnderstood, "The service does not say which event it made of it; see it with --raw.")
        }
        var receipts = RehearsalReceipt.all(before: before, after: before, position)
        for _ in 0...wait {
            let after = try await session.instances(Self.subscriptions)
            receipts = RehearsalReceipt.all(before: before, after: after, position)
            guard receipts.contains(where: { $0.outcome == .waiting }) else { break }
            await interruption.wait(seconds: 1)
        }
        show(receipts, position, session.output)
        return nil
    }

    private static let subscriptions = Reference(ResourceURI(ofClass: "BB_SubscriptionView"), [])
    private static let service = Reference(
        ResourceURI(ofClass: "BB_EventService"), [Selector("InstanceID", "baseboard:event-service")])

    private func show(_ receipts: [RehearsalReceipt], _ position: EventPosition, _ output: Output) {
        switch output.format {
        case .raw, .xml: break
        case .json:
            output.json(
                receipts.map {
                    .object([
                        "EventID": .string(position.description), "Identifier": .string($0.identifier),
                        "SinkAddress": JSONValue($0.sink), "Outcome": .string($0.outcome.rawValue),
                        "LastFailure": JSONValue($0.failure),
                    ])
                })
        case .table:
            output.line("event \(DisplayText.clean(position.description))")
            guard !receipts.isEmpty else { return output.line("nobody is subscribed") }
            output.table(
                [
                    .init(title: "Outcome", isState: true), .init(title: "Sink", least: Table.identity),
                    .init(title: "Mode"), .init(title: "Owner"), .init(title: "Subscription"),
                    .init(title: "LastFailure"),
                ],
                receipts.map {
                    [
                        $0.outcome.rawValue, $0.sink ?? Table.none, $0.mode ?? Table.none, $0.owner ?? Table.none,
                        $0.identifier, $0.failure ?? Table.none,
                    ].map(DisplayText.clean)
                })
        }
    }
}

/// The kinds of events by short names.
enum RehearsalKind {
    static let short = [
        "overheat": "overheat", "add": "part.added", "remove": "part.removed", "replace": "part.replaced",
        "fan": "fan.stopped",
    ]

    static func name(of kind: String) -> String { short[kind] ?? kind }

    /// As bad as such an event is at least: coming and going is no harm.
    static func severity(of kind: String) -> EventSeverity {
        kind == "part.added" || kind == "rehearsal" ? .information : kind.hasPrefix("part.") ? .warning : .critical
    }
}
