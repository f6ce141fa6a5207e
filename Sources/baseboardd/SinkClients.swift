// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Synchronization
import WSMan

/// The HTTP clients for sinks: one for those whose certificates authorities vouch for, one for each certificate that a
/// subscriber named by its thumbprint.
final class SinkClients: Sendable {
    private let loop: ServiceLoop
    private let configuration: HTTPClientConfiguration
    private let common: HTTPClient
    private let pinned = Mutex<[String: HTTPClient]>([:])

    /// How many certificates are remembered with a client of their own; what is forgotten ends when it is unused.
    private static let mostPinned = 256

    init(loop: ServiceLoop, configuration: HTTPClientConfiguration) {
        self.loop = loop
        self.configuration = configuration
        common = HTTPClient(loop: loop, configuration: configuration)
    }

    /// The client for a sink.
    func client(for credentials: SinkCredentials) -> HTTPClient {
        guard let thumbprint = credentials.thumbprint else { return common }
        return pinned.withLock { pinned in
            if let client = pinned[thumbprint] { return client }
            if pinned.count >= Self.mostPinned { pinned.removeAll() }
            var configuration = configuration
            configuration.tls.pins = [thumbprint]
            configuration.maxConnections = configuration.maxConnectionsPerOrigin
            let client = HTTPClient(loop: loop, configuration: configuration)
            pinned[thumbprint] = client
            return client
        }
    }

    func shutdown() {
        common.shutdown()
        for client in pinned.withLock({ $0.values }) { client.shutdown() }
    }
}
