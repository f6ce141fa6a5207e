// SPDX-License-Identifier: Apache-2.0

import Configuration
import HTTPTransport

/// Where messages may go that the service sends by itself: nobody shall use it to reach what he cannot reach himself.
///
/// Allowed is what listens at the address that asks, within this machine what listens within this machine, and what the
/// administrator lists. Nothing is connected to before that is decided, so a refusal tells nothing of what listens
/// where; names are compared as names, so what they lead to later is the administrator's business.
struct SinkPolicy: Sendable {
    private let allowed: [SinkPattern]

    init(allowed: [SinkPattern]) {
        self.allowed = allowed
    }

    /// Whether somebody who asks from an address may have messages sent to a URL.
    func admits(_ url: HTTPURL, wishedFrom peer: String) -> Bool {
        if HTTPURL.isLoopback(host: url.host) && HTTPURL.isLoopback(host: peer) { return true }
        if let host = NetworkAddress(url.host), host == NetworkAddress(peer) { return true }
        return allowed.contains { $0.matches(host: url.host, port: url.port) }
    }
}
