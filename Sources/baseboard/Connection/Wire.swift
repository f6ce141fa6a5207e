// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import WSManClient

/// The connections of one command, kept from one request to the next, and the thread that they live on.
final class Wire {
    private let loop = ServiceLoop()
    private let settings: ConnectionSettings
    private let configuration: HTTPClientConfiguration
    private let url: HTTPURL
    private var clients: [HTTPClient] = []

    init(_ settings: ConnectionSettings, _ configuration: HTTPClientConfiguration) throws(Failure) {
        self.settings = settings
        self.configuration = configuration
        url = try settings.endpoint.url
    }

    /// A transport that believes these, with connections of its own.
    func transport(_ trust: Trust) -> any WSManTransport {
        var configuration = configuration
        configuration.tls = trust.settings
        let client = HTTPClient(loop: loop, configuration: configuration)
        clients.append(client)
        return HTTPWSManTransport(
            client: client, url: url,
            credentials: settings.credentials.map {
                HTTPCredentials(user: $0.user, password: $0.password, scheme: $0.scheme)
            }, provesByCertificate: settings.provesByCertificate)
    }

    /// Says goodbye on every connection, and waits until that is said: the process ends next.
    func close() {
        for client in clients { client.shutdown() }
        loop.shutdown()
    }
}
