// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPTransport
import Logging
import ManagementService
import Synchronization

/// Sends EnumerationEnd to the clients that asked for it, and to nobody else.
final class NoticeSender: MessageSender {
    private let loop: ServiceLoop
    private let client: HTTPClient
    private let logger: Logger
    private let executor: any TaskExecutor
    private let pending = Atomic(0)

    init(loop: ServiceLoop, logger: Logger) {
        var configuration = HTTPClientConfiguration()
        configuration.requestTimeout = 5_000_000_000
        configuration.connectTimeout = 2_000_000_000
        client = HTTPClient(loop: loop, configuration: configuration)
        executor = loop.executor
        self.loop = loop
        self.logger = logger
    }

    /// Only what listens at the address that asks: so the service is no way to other machines, or to others' ports.
    func mayReach(_ url: String, wishedFrom peer: String) -> Bool {
        guard let url = try? HTTPURL(url) else { return false }
        return url.host == peer || HTTPURL.isLoopback(host: peer) && HTTPURL.isLoopback(host: url.host)
    }

    func send(_ envelope: [UInt8], to url: String) {
        guard let url = try? HTTPURL(url) else { return }
        pending.add(1, ordering: .relaxed)
        Task(executorPreference: executor) { [self] in
            do throws(HTTPClientError) {
                let answer = try await client.post(
                    url, headers: [("Content-Type", "application/soap+xml; charset=UTF-8")], body: envelope)
                logger.debug("EnumerationEnd answered with \(answer.status)")
            } catch {
                logger.debug("EnumerationEnd not delivered: \(error)")
            }
            pending.subtract(1, ordering: .relaxed)
        }
    }

    /// Has the last notices sent on the loop, and waits for that some nanoseconds at most; not called on the loop.
    func finish(within grace: UInt64, _ sendLast: @escaping @Sendable () -> Void) {
        pending.add(1, ordering: .relaxed)
        loop.execute { [self] in
            sendLast()
            pending.subtract(1, ordering: .relaxed)
        }
        let turn: UInt64 = 5_000_000
        var waited: UInt64 = 0
        while pending.load(ordering: .relaxed) > 0, waited < grace {
            usleep(UInt32(turn / 1000))
            waited += turn
        }
        client.shutdown()
    }
}
