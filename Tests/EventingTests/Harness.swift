// SPDX-License-Identifier: Apache-2.0

public import Eventing
public import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

extension ManualLoop: EventingLoop {
    /// Everything is resumed here.
    public var executor: (any TaskExecutor)? { self }

    /// Begins work as if on the loop.
    public func run(_ work: @escaping @Sendable () async -> Void) {
        enter { _ = Task.immediate(executorPreference: self) { await work() } }
    }
}

/// A log in memory.
///
/// Unchecked: confined to the test's loop, as all of the harness.
final class TestJournal: EventJournal, @unchecked Sendable {
    var epoch = "01234567-89ab-4def-8123-456789abcdef"
    private(set) var records: [RecordedEvent] = []
    private var first: UInt64 = 1
    private var last: UInt64 = 0
    var isBroken = false

    var bounds: (first: UInt64, last: UInt64) { (first, last) }
    var size: (count: Int, capacity: Int) { (records.count, 1000) }
    var generation: UInt64 { last }

    func append(_ message: String, _ kind: EventKind = .overheat) {
        last += 1
        records.append(
            RecordedEvent(
                position: EventPosition(epoch: epoch, sequence: last), recorded: Timestamp(microseconds: 0),
                clock: RecordingClock(state: .synchronized, bootID: "b", monotonic: 0),
                event: Event(kind, .critical, message: message, time: Timestamp(microseconds: 0))))
    }

    /// What retention does: everything up to a number goes.
    func remove(through sequence: UInt64) {
        records.removeAll { $0.position.sequence <= sequence }
        first = sequence + 1
    }

    func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] {
        if isBroken { throw .failed("broken") }
        return Array(records.drop { $0.position.sequence <= sequence }.prefix(limit))
    }

    func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? {
        records.first { $0.position.sequence == sequence }
    }

    func sequences() async throws(EventJournalError) -> [UInt64] { records.map(\.position.sequence) }
    func clear(by principal: Principal) async throws(EventJournalError) { remove(through: last) }
}

/// Sinks that do as the test says.
final class TestSinks: EventDelivery, @unchecked Sendable {
    struct Message {
        let url: String
        let text: String
        let id: String
        let mode: DeliveryMode

        /// The messages of the events in it, in their order.
        var events: [String] { text.split(separator: "<e>").dropFirst().map { String($0.prefix { $0 != "<" }) } }
        var isHeartbeat: Bool { text.contains(Action.heartbeat) }
    }

    private(set) var messages: [Message] = []
    private(set) var notices: [String] = []
    /// What an address answers; what is not named takes everything.
    var outcomes: [String: DeliveryOutcome] = [:]
    /// The addresses that do not answer until they are told to.
    var slow: Set<String> = []
    private var held: [(String, CheckedContinuation<Void, Never>)] = []
    let loop: ManualLoop

    init(_ loop: ManualLoop) { self.loop = loop }

    func refusal(of sink: EventSink, wishedFrom peer: String) -> Fault? { nil }

    func deliver(
        _ envelope: [UInt8], to sink: EventSink, mode: DeliveryMode, messageID: MessageID
    ) async -> DeliveryOutcome {
        let url = sink.endpoint.address
        messages.append(
            Message(url: url, text: String(decoding: envelope, as: UTF8.self), id: messageID.text, mode: mode))
        if slow.contains(url) {
            await withTaskExecutorPreference(loop) { await withCheckedContinuation { held.append((url, $0)) } }
        }
        return outcomes[url] ?? .delivered
    }

    /// Lets slow sinks answer.
    func answer() {
        let waiting = held
        held = []
        for (_, continuation) in waiting { continuation.resume() }
        loop.drain()
    }

    func send(_ envelope: [UInt8], to sink: EventSink) { notices.append(String(decoding: envelope, as: UTF8.self)) }

    func forget() { messages = [] }
}

/// A store in memory, which outlives the subscriptions.
final class TestStore: SubscriptionStore, @unchecked Sendable {
    private(set) var rows: [String: StoredSubscription] = [:]
    var failure: SubscriptionStoreError?

    private func check() throws(SubscriptionStoreError) {
        if let failure { throw failure }
    }

    func load(limit: Int) async throws(SubscriptionStoreError) -> [StoredSubscription] { Array(rows.values) }

    func insert(_ subscription: StoredSubscription) async throws(SubscriptionStoreError) {
        try check()
        rows[subscription.identifier] = subscription
    }

    func advance(_ progress: [SubscriptionProgress]) async throws(SubscriptionStoreError) {
        try check()
        for progress in progress {
            rows[progress.identifier]?.cursor = progress.cursor
            rows[progress.identifier]?.dropped = progress.dropped
        }
    }

    func renew(_ identifier: String, expires: Timestamp?) async throws(SubscriptionStoreError) {
        try check()
        rows[identifier]?.expires = expires
    }

    func remove(_ identifiers: [String]) async throws(SubscriptionStoreError) {
        try check()
        for identifier in identifiers { rows[identifier] = nil }
    }
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
    let store = TestStore()
    var limits: EventingLimits
    private(set) var subscriptions: Subscriptions
    private(set) var reports: [String] = []
    /// What was told of whether somebody watches.
    private(set) var watched: [Bool] = []

    init(_ change: (inout EventingLimits) -> Void = { _ in }) {
        limits = EventingLimits()
        change(&limits)
        sinks = TestSinks(loop)
        subscriptions = Subscriptions(
            journal: journal, store: store, delivery: sinks, loop: loop, limits: limits, report: { _ in })
        start()
    }

    private func start() {
        subscriptions = Subscriptions(
            journal: journal, store: store, delivery: sinks, loop: loop, limits: limits,
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
