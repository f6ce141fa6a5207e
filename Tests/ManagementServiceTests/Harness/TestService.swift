// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ProviderKit
import ResourceModel
import Testing

/// A service with the test's machine on the test's loop.
///
/// Unchecked: confined to that loop.
final class TestService: @unchecked Sendable {
    static let reader = Principal(name: "rita", role: .reader)
    static let operatorAccount = Principal(name: "otto", role: .operator)
    static let admin = Principal(name: "anna", role: .admin)

    let loop = ManualLoop()
    let machine: TestMachine
    let sender = TestSender()
    let service: ManagementService
    /// What happened.
    let journal = TestJournal()
    /// Who is told of it.
    let sinks: TestSinks
    /// What is kept of subscriptions.
    let store: TestStore
    /// The subscriptions, where there are classes of events.
    let subscriptions: Subscriptions?
    /// What the service reported of its insides.
    private(set) var reports: [String] = []

    private let providers: [any Provider & Sendable]

    init(
        fans: Int = 3, isInstalled: Bool = true, events: Bool = false, eventing: EventingLimits = EventingLimits(),
        _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) {
        var configuration = ServiceConfiguration()
        configuration.productVersion = "1.2.3"
        configuration.securityProfiles = ["http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/basic"]
        change(&configuration)
        let sources = (TestFans(), TestFans())
        sources.0.fans = (0..<fans).map { TestFan(id: PartID("hwmon/fan\($0)"), name: "Fan \($0)") }
        sources.1.fans = (0..<3).map { TestFan(id: PartID("temp\($0)"), name: "Temperature \($0)") }
        machine = TestMachine(fans: sources.0, sensors: sources.1)
        providers = [machine] + (events ? [TestEvents()] : [])
        sources.0.bus.loop = loop
        sources.1.bus.loop = loop
        let sink = Sink()
        service = ManagementService(
            executor: loop, configuration: configuration, clock: loop, sender: sender, report: { sink.take($0) })
        sinks = TestSinks(loop)
        store = TestStore(loop)
        subscriptions =
            events
            ? Subscriptions(
                journal: journal, store: store, delivery: sinks, loop: loop, limits: eventing,
                report: { sink.take($0) }) : nil
        sink.service = self
        if isInstalled { install() }
    }

    /// Publishes the machine's classes.
    ///
    /// - Parameter restoration: how long it takes to restore what a run before this one left, in nanoseconds.
    func install(restoration: UInt64? = nil) {
        let (providers, loop) = (providers, loop)
        loop.enter {
            service.assumeIsolated { service in
                if let subscriptions { service.offer(subscriptions) }
                _ = Task.immediate {
                    await service.install {
                        providers
                    } restore: {
                        guard let restoration else { return }
                        await withTaskExecutorPreference(loop) {
                            await withUnsafeContinuation { continuation in
                                _ = loop.schedule(after: restoration) { continuation.resume() }
                            }
                        }
                    }
                }
            }
        }
        loop.drain()
    }

    // Unchecked: confined to the test's loop.
    private final class Sink: @unchecked Sendable {
        weak var service: TestService?

        func take(_ text: String) { service?.reports.append(text) }
    }

    /// A request on its way.
    ///
    /// Unchecked: confined to the test's loop.
    final class Pending: @unchecked Sendable {
        private(set) var answers: [(status: Int, bytes: [UInt8])] = []

        func take(_ status: Int, _ envelope: UnsafeRawBufferPointer) {
            answers.append((status, Array(envelope)))
        }

        /// The one answer.
        func reply(sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
            try #require(answers.count == 1, "\(answers.count) answers", sourceLocation: sourceLocation)
            return try Reply(status: answers[0].status, bytes: answers[0].bytes)
        }
    }

    /// Sends bytes, and does not turn the loop.
    @discardableResult
    func begin(
        bytes: [UInt8], by principal: Principal? = TestService.operatorAccount,
        _ change: (inout ManagementService.Request) -> Void = { _ in }
    ) -> Pending {
        let pending = Pending()
        bytes.withUnsafeBytes { envelope in
            var request = ManagementService.Request(envelope: envelope, principal: principal)
            request.peerAddress = "192.0.2.7"
            change(&request)
            loop.enter {
                service.answer(request) { status, envelope in pending.take(status, envelope) }
            }
        }
        return pending
    }

    /// Sends a request, and does not turn the loop.
    @discardableResult
    func begin(_ request: RequestText, by principal: Principal? = TestService.operatorAccount) -> Pending {
        begin(bytes: Array(request.text.utf8), by: principal)
    }

    /// Sends a request that needs nothing slow: it must be answered at once, before the loop turns.
    func send(
        _ request: RequestText, by principal: Principal? = TestService.operatorAccount,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        try begin(request, by: principal).reply(sourceLocation: sourceLocation)
    }

    /// Sends the text of a request.
    func send(
        text: String, by principal: Principal? = TestService.operatorAccount,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        try begin(bytes: Array(text.utf8), by: principal).reply(sourceLocation: sourceLocation)
    }
}

/// Keeps what the service sends by itself; reaches the address that the tests ask from.
///
/// Unchecked: confined to the test's loop.
final class TestSender: MessageSender, @unchecked Sendable {
    private(set) var messages: [(url: String, envelope: [UInt8])] = []

    func mayReach(_ url: String, wishedFrom peer: String) -> Bool { url.hasPrefix("http://\(peer)") }

    func send(_ envelope: [UInt8], to url: String) { messages.append((url, envelope)) }
}
