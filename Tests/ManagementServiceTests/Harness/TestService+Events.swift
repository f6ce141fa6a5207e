// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import XML

extension TestService {
    /// Subscribes and returns the answer, which must come before the loop turns.
    @discardableResult
    func subscribe(
        by principal: Principal = TestService.operatorAccount, sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout SubscribeText) -> Void = { _ in }
    ) throws -> Reply {
        let reply = try send(.subscribe(change), by: principal, sourceLocation: sourceLocation)
        try #require(!reply.isFault, "\(reply.text)", sourceLocation: sourceLocation)
        loop.drain()
        return reply
    }

    /// The identifier of a new subscription.
    func subscribed(
        by principal: Principal = TestService.operatorAccount, _ change: (inout SubscribeText) -> Void = { _ in }
    ) throws -> String {
        try #require(try subscribe(by: principal, change).manager?.identifier)
    }

    /// Something happens.
    func happen(_ message: String, _ kind: EventKind = .driveHealth, _ severity: EventSeverity = .critical) {
        journal.append(message, kind, severity)
        loop.enter { subscriptions?.logHasGrown() }
        loop.drain()
    }

    /// The deliveries, as their sinks read them.
    func deliveries() throws -> [Reply] {
        try sinks.messages.map { try Reply(status: 200, bytes: Array($0.text.utf8)) }
    }

    /// Every event that was delivered, in its order: the children of bodies, and of a batch's entries.
    func delivered() throws -> [XMLElement] {
        try deliveries().compactMap(\.body).flatMap { body -> [XMLElement] in
            guard body.has(name: XMLName(Published.wsman, "Events")) else { return [body] }
            return body.children.flatMap { Array($0.children) }
        }
    }

    /// What is said of each event that was delivered.
    func messages() throws -> [String] {
        try delivered().map { $0.first(anyNamed: "Message")?.text ?? "<\($0.localName)>" }
    }
}

extension XMLElement {
    /// The first child of a local name, in whatever namespace.
    func first(anyNamed name: String) -> XMLElement? { children.first { $0.localName == name } }
}
