// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

/// How the parts of the service use the loop.
@Suite(.timeLimit(.minutes(1)))
struct ServiceLoopTests {
    /// The shape of everything stateful in the service.
    actor Counter {
        private let executor: any SerialExecutor
        private let loop: ServiceLoop
        private(set) var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(loop: ServiceLoop) {
            self.loop = loop
            executor = loop.executor
        }

        func answer(_ request: HTTPRequest, _ reply: HTTPReply) {
            count += request.body.count
            let later = count
            Task {
                await pause()
                reply.send(status: 200, contentType: nil, body: "\(later) \(loop.isCurrent)")
            }
        }

        private func pause() async {
            await withCheckedContinuation { continuation in
                _ = loop.schedule(after: 1_000) { continuation.resume() }
            }
        }
    }

    struct CountingHandler: HTTPHandler {
        let counter: Counter

        func handle(_ request: HTTPRequest, reply: HTTPReply) {
            counter.assumeIsolated { $0.answer(request, reply) }
        }
    }

    @Test func `an actor pinned to the loop is entered at once and answers later`() async throws {
        let counter = Counter(loop: .forTests)
        let server = try TestServer(routes: [
            HTTPRoute(path: "/count", methods: ["POST"], access: .anonymous, handler: CountingHandler(counter: counter))
        ])
        let peer = try server.connect()
        peer.send(post("abc", to: "/count") + post("de", to: "/count"))
        #expect(try peer.readAnswer().body == "3 true")
        #expect(try peer.readAnswer().body == "5 true")
        #expect(await counter.count == 5)
    }

    @Test func `a cancelled timer does not run`() async {
        let loop = ServiceLoop.forTests
        let runs = TestCounter()
        loop.schedule(after: 1_000_000) { runs.increment() }.cancel()
        await withCheckedContinuation { continuation in
            _ = loop.schedule(after: 2_000_000) { continuation.resume() }
        }
        #expect(runs.count == 0)
        #expect(!loop.isCurrent)
    }

    @Test func `the clock does not go back`() {
        let loop = ServiceLoop.forTests
        let start = loop.now()
        #expect(loop.now() >= start)
    }
}
