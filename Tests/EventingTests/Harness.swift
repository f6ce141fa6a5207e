// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

extension TestSinks.Message {
    /// The messages of the events in it, in their order, as `TestSelection` writes them.
    var events: [String] { text.split(separator: "<e>").dropFirst().map { String($0.prefix { $0 != "<" }) } }
}

/// Shows an event by its message, and hides those that begin with a word.
final class TestSelection: EventSelection {
    let action = "urn:source"
    var hidden: String?
    /// Whether it is about parts alone.
    var ignoresSensors = false

    init(hiding hidden: String? = nil) { self.hidden = hidden }

    func action(of event: RecordedEvent) -> String? {
        event.event.kind == .rehearsal || event.event.kind.family == .threshold && ignoresSensors ? nil : "urn:event"
    }

    func write(_ event: RecordedEvent, _ version: AddressingVersion, to writer: inout XMLWriter) -> SelectedEvent {
        if let hidden, event.event.message.hasPrefix(hidden) { return .hidden }
        if event.event.message.hasPrefix("?") { return .undecided }
        writer.raw("<e>")
        writer.text(event.event.message)
        writer.raw("</e>")
        return .shown
    }
}

/// Subscriptions to a log of the test's, on the test's loop.
final class Scene: @unchecked Sendable {
    static let ann = Principal(name: "ann", role: .reader)
    static let bob = Principal(name: "bob", role: .reader)
    static let root = Principal(name: "root", role: .admin)

    let loop = ManualLoop()
    let journal = TestJournal()
    let sinks: TestSinks
    let store: TestStore
    var limits: EventingLimits
    private(set) var subscriptions: Subscriptions
    private(set) var reports: [String] = []
    /// The accounts that may do less than they could.
    var demoted: Set<String> = []
    /// What was told of whether somebody watches.
    private(set) var watched: [Bool] = []

    init(_ change: (inout EventingLimits) -> Void = { _ in }) {
        limits = EventingLimits()
        change(&limits)
        sinks = TestSinks(loop)
        store = TestStore(loop)
        subscriptions = Subscriptions(
            journal: journal, store: store, delivery: sinks, loop: loop, limits: limits, report: { _ in })
        start()
    }

    private func start() {
        subscriptions = Subscriptions(
            journal: journal, store: store, delivery: sinks, loop: loop, limits: limits,
            isEntitled: { [unowned self] in !demoted.contains($0.name) },
            watchersChanged: { [unowned self] in watched.append($0) }
        ) { [unowned self] in reports.append($0) }
    }

    /// Does something on the loop and lets it come to its end.
    func run<R>(_ body: @escaping (Subscriptions) async throws -> R) throws -> R {
        let box = Box<R>()
        begin(body, into: box)
        return try #require(box.result).get()
    }

    /// Does something on the loop, and lets it wait.
    func begin<R>(_ body: @escaping (Subscriptions) async throws -> R, into box: Box<R>) {
        nonisolated(unsafe) let body = body
        loop.run { [subscriptions] in
            do {
                box.result = .success(try await body(subscriptions))
            } catch {
                box.result = .failure(error)
            }
        }
        loop.drain()
    }

    final class Box<R>: @unchecked Sendable {
        var result: Result<R, any Error>?
    }

    /// Subscribes; the request is what stands between the tags of `wse:Subscribe`.
    @discardableResult
    func subscribe(
        _ content: String, as owner: Principal = Scene.ann, hiding hidden: String? = nil, toPartsAlone: Bool = false
    ) throws -> SubscriptionManager {
        let order = try order(content, as: owner, hiding: hidden)
        (order.selection as? TestSelection)?.ignoresSensors = toPartsAlone
        return try run { try await $0.subscribe(order, envelope: Array(content.utf8)).manager }
    }

    private func order(_ content: String, as owner: Principal, hiding hidden: String?) throws -> SubscriptionOrder {
        SubscriptionOrder(
            owner: owner, peer: "192.0.2.7", request: try Self.request(content),
            selection: TestSelection(hiding: hidden), source: "urn:source", address: "http://agent/wsman")
    }

    /// A Delivery in a mode to a sink, and what else stands in it.
    static func delivery(_ mode: DeliveryMode, _ url: String = "http://sink/", _ more: String = "") -> String {
        let sink = mode == .pull ? "" : "<wse:NotifyTo><b:Address>\(url)</b:Address></wse:NotifyTo>"
        return "<wse:Delivery Mode=\"\(mode.uri)\">\(sink)\(more)</wse:Delivery>"
    }

    static func request(_ content: String) throws -> SubscribeRequest {
        let address = AddressingVersion.submission2004.anonymous
        let text = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wse="\(Namespace.eventing)" \
            xmlns:b="\(Namespace.addressing2004)" xmlns:wsman="\(Namespace.management)"><s:Header><b:To>http://agent/wsman\
            </b:To><b:Action>\(Action.subscribe)</b:Action><b:MessageID>urn:1</b:MessageID><b:ReplyTo><b:Address>\(address)\
            </b:Address></b:ReplyTo></s:Header><s:Body><wse:Subscribe>\(content)</wse:Subscribe></s:Body></s:Envelope>
            """
        let document = XMLDocument()
        let bytes = Array(text.utf8)
        try bytes.withUnsafeBytes { try XMLParser(limits: XMLLimits()).parse($0, into: document) }
        var envelope = RequestEnvelope()
        try RequestEnvelope.read(document, limits: MessageLimits(), partial: &envelope)
        return try SubscribeRequest(envelope, isConfidential: true)
    }

    /// Something happens.
    func happen(_ messages: String..., kind: EventKind = .overheat) {
        for message in messages { journal.append(message, kind) }
        loop.enter { subscriptions.logHasGrown() }
        loop.drain()
    }

    /// The agent ends as by SIGKILL, or orderly, and is started again.
    func restart(orderly: Bool) throws {
        if orderly {
            _ = try run { await $0.stop() }
            _ = try run { await $0.finish() }
        }
        start()
        for stored in store.rows.values {
            let order = try order(String(decoding: stored.envelope, as: UTF8.self), as: stored.owner, hiding: nil)
            loop.enter { subscriptions.restore(stored, order) }
        }
        loop.drain()
    }

    /// Long enough for progress to be stored.
    func settle() { loop.advance(seconds: 0.2) }
}
