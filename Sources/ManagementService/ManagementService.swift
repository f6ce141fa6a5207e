// SPDX-License-Identifier: Apache-2.0

import Enumeration
import Eventing
public import ProviderKit
public import ResourceModel
import WSMan
import XML

/// Envelope in, envelope out: dispatch, authorization, and the one place where an error becomes a fault.
///
/// The actor is pinned to the event loop. A request that needs no waiting is answered before `answer` returns; one that
/// waits for a bus leaves the loop to others.
public actor ManagementService {
    /// Takes an answer, once and on the service's executor: the HTTP status, and the bytes, gone when it returns.
    public typealias Delivery = @Sendable (_ status: Int, _ envelope: UnsafeRawBufferPointer) -> Void

    /// A request as it came from the transport, already UTF-8.
    public struct Request {
        /// The envelope; read before `answer` returns.
        public var envelope: UnsafeRawBufferPointer
        /// Who sent it; nil where nobody asked.
        public var principal: Principal?
        /// The HTTP SOAPAction header or the `action` parameter of the content type, where there is one.
        public var soapAction: String?
        /// The IP address that it came from; nil where nobody knows.
        public var peerAddress: String?
        /// Whether nobody could listen on its way: it came over TLS or from this machine.
        public var isConfidential = false
        /// How many octets of the wire's encoding an octet of UTF-8 may become: 2 for UTF-16.
        public var expansion = 1

        /// A request.
        public init(envelope: UnsafeRawBufferPointer, principal: Principal?) {
            self.envelope = envelope
            self.principal = principal
        }
    }

    let configuration: ServiceConfiguration
    let clock: any ServiceClock
    let report: @Sendable (String) -> Void
    let sender: (any MessageSender)?
    var registry = ResourceRegistry()
    var contexts: EnumerationContexts<EnumerationPlan>
    var messageIDs = MessageIDGenerator()
    /// The plans of enumerations without a filter; made anew with the classes.
    var plans: [PlanKey: EnumerationPlan] = [:]
    var providers: [any Provider] = []
    var subscriptions: Subscriptions?
    /// What subscriptions' filters are evaluated by.
    let evaluators: EvaluatorPool

    private var isInstalled = false
    private var waitingForInventory: [UnsafeContinuation<Void, Never>] = []
    private let parser: XMLParser
    private var spareDocuments: [XMLDocument] = []
    private var spareWriter: XMLWriter?
    private var expiryIsScheduled = false
    private nonisolated let executor: any SerialExecutor
    /// The same executor for whatever has no actor of its own: a resumed continuation would else come back to the loop
    /// by way of the default pool, with threads that nobody wants.
    private nonisolated let taskExecutor: (any TaskExecutor)?

    /// A service without resources.
    ///
    /// - Parameters:
    ///   - executor: the event loop's; should be a `TaskExecutor` too, so that what waits is resumed there.
    ///   - sender: what carries messages that are no answers; without one there are none.
    ///   - report: where the causes of internal errors go, which clients do not learn.
    public init(
        executor: any SerialExecutor, configuration: ServiceConfiguration, clock: any ServiceClock,
        sender: (any MessageSender)? = nil, report: @escaping @Sendable (String) -> Void
    ) {
        self.executor = executor
        taskExecutor = executor as? any TaskExecutor
        self.configuration = configuration
        self.clock = clock
        self.report = report
        self.sender = sender
        contexts = EnumerationContexts(limits: configuration.enumeration)
        evaluators = EvaluatorPool(limits: configuration.message.xpath)
        parser = XMLParser(limits: configuration.xml)
    }

    /// The event loop's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Takes over the providers that `make` makes on the service's executor, and publishes their classes.
    ///
    /// Until then Identify is answered at once, and everything else waits.
    ///
    /// - Parameter restore: goes on with what a run before this one left; nobody is answered before that either, or he
    ///   could make or end what is just being read.
    public func install(
        _ make: @Sendable () async throws -> [any Provider], restore: @Sendable () async -> Void = {}
    ) async rethrows {
        providers = try await make()
        registry = ResourceRegistry(
            classes: providers.flatMap(\.resourceClasses), eventClasses: providers.flatMap(\.eventClasses),
            policy: configuration.access)
        plans = [:]
        await restore()
        isInstalled = true
        let waiting = waitingForInventory
        waitingForInventory = []
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until there is something to ask.
    func awaitInventory() async {
        guard !isInstalled else { return }
        await withTaskExecutorPreference(taskExecutor) {
            // Decided here and not before: between the two the preference may let others run.
            await withUnsafeContinuation { continuation in
                if isInstalled { continuation.resume() } else { waitingForInventory.append(continuation) }
            }
        }
    }

    /// Has every provider look for parts that came or went.
    public func rescan() async {
        for provider in providers { await provider.rescan() }
    }

    /// Answers a request; called on the service's executor.
    ///
    /// - Parameter deliver: called once, possibly before this returns.
    public nonisolated func answer(_ request: Request, deliver: @escaping Delivery) {
        nonisolated(unsafe) let request = request
        assumeIsolated { service in service.begin(request, deliver) }
    }

    private func begin(_ request: Request, _ deliver: @escaping Delivery) {
        let exchange = Exchange(
            document: spareDocuments.popLast() ?? XMLDocument(), principal: request.principal,
            expansion: request.expansion, started: clock.now(), deliver: deliver)
        exchange.peerAddress = request.peerAddress
        exchange.isConfidential = request.isConfidential
        exchange.turnEnd = Self.moment(exchange.started, after: configuration.timeSlice)
        do throws(Fault) {
            do throws(XMLError) {
                try parser.parse(request.envelope, into: exchange.document)
            } catch {
                throw Fault(answering: error)
            }
            try RequestEnvelope.read(
                exchange.document, limits: configuration.message, partial: &exchange.envelope)
            try exchange.envelope.checkSOAPAction(request.soapAction)
            // Kept as it came, for a subscription outlives this request and this process.
            if exchange.envelope.action == Action.subscribe { exchange.source = Array(request.envelope) }
        } catch {
            finish(exchange, with: error)
            return
        }
        // Runs here and now until something has to be waited for.
        Task.immediate { await self.run(exchange) }
        if !exchange.isAnswered { limitTime(of: exchange) }
    }

    private func run(_ exchange: Exchange) async {
        var writer = spareWriter.take() ?? XMLWriter()
        do throws(Fault) {
            try await perform(exchange, &writer)
            finish(exchange, status: 200, &writer)
        } catch {
            finish(exchange, with: error)
        }
        exchange.cancelTimer?()
        recycle(exchange.document)
        // One is enough: only who waits for a bus holds another. Growing anew for each batch cost a tenth of the time.
        writer.removeAll()
        spareWriter = consume writer
    }

    /// Answers a request that is not done in its time, while whatever it waits for goes on (R6.1-2).
    private func limitTime(of exchange: Exchange) {
        let timeout = timeout(of: exchange)
        let box = UncheckedExchange(exchange)
        exchange.cancelTimer = clock.schedule(after: timeout) { [weak self] in
            self?.assumeIsolated { service in
                service.finish(
                    box.exchange,
                    with: Fault(
                        .timedOut,
                        "The operation was not done within \(XSDuration.text(nanoseconds: timeout)); its hardware is slow."
                    ))
            }
        }
    }

    /// How long an operation may take: what the client asks for, within the service's longest.
    func timeout(of exchange: Exchange) -> UInt64 {
        min(
            exchange.envelope.operationTimeout ?? configuration.defaultOperationTimeout,
            configuration.maxOperationTimeout)
    }

    private func finish(_ exchange: Exchange, with fault: Fault) {
        guard !exchange.isAnswered else { return }
        exchange.isAnswered = true
        refuse(fault, to: exchange.envelope, exchange.deliver)
    }

    /// Sends a fault.
    func refuse(_ fault: Fault, to envelope: RequestEnvelope = RequestEnvelope(), _ deliver: Delivery) {
        var writer = XMLWriter(capacity: 2048)
        ReplyWriter.fault(&writer, fault, to: envelope, messageID: messageIDs.next())
        writer.withUnsafeBytes { deliver(fault.code.origin.httpStatus, $0) }
    }

    private func finish(_ exchange: Exchange, status: Int, _ writer: inout XMLWriter) {
        guard !exchange.isAnswered else { return }
        exchange.isAnswered = true
        writer.withUnsafeBytes { exchange.deliver(status, $0) }
    }

    private func recycle(_ document: XMLDocument) {
        if spareDocuments.count < 16 { spareDocuments.append(document) }
    }

    /// Sees to it that contexts end in their time, with no timer while there are none.
    func scheduleExpiry() {
        guard !expiryIsScheduled, contexts.count > 0 else { return }
        expiryIsScheduled = true
        _ = clock.schedule(after: configuration.enumeration.lifetime) { [weak self] in
            self?.assumeIsolated { service in
                service.expiryIsScheduled = false
                service.expireContexts()
                service.scheduleExpiry()
            }
        }
    }

    /// Lets others have their turn.
    func yield() async {
        let clock = clock
        await withTaskExecutorPreference(taskExecutor) {
            await withUnsafeContinuation { continuation in clock.enqueue { continuation.resume() } }
        }
    }
}

/// One request on its way to its answer; confined to the service's executor.
final class Exchange {
    let document: XMLDocument
    let principal: Principal?
    let expansion: Int
    let started: UInt64
    let deliver: ManagementService.Delivery
    var envelope = RequestEnvelope()
    var isAnswered = false
    var peerAddress: String?
    var isConfidential = false
    /// The message as it came; of a Subscribe only.
    var source: [UInt8] = []
    /// When this request lets others have their turn.
    var turnEnd: UInt64 = 0
    var cancelTimer: (@Sendable () -> Void)?

    init(
        document: XMLDocument, principal: Principal?, expansion: Int, started: UInt64,
        deliver: @escaping ManagementService.Delivery
    ) {
        self.document = document
        self.principal = principal
        self.expansion = expansion
        self.started = started
        self.deliver = deliver
    }
}

// The exchange is touched on the service's executor alone; the box only carries it through a timer.
private struct UncheckedExchange: @unchecked Sendable {
    let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }
}
