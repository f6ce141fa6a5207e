// SPDX-License-Identifier: Apache-2.0

/// Where deliveries go, and how.
public struct EventSink: Sendable, Hashable {
    /// The address, and the headers that go along.
    public let endpoint: Endpoint
    /// How the service is to show itself; nil follows from address and credentials.
    public let profile: SecurityProfile?
    /// What it shows.
    public let credentials: SinkCredentials
    /// What the messages are encoded in.
    public let encoding: DeliveryEncoding
    /// How often to try a sink that cannot be reached; nil leaves that to the service.
    public let retry: ConnectionRetry?

    /// A sink.
    public init(
        _ endpoint: Endpoint, profile: SecurityProfile? = nil, credentials: SinkCredentials = SinkCredentials(),
        encoding: DeliveryEncoding = .utf8, retry: ConnectionRetry? = nil
    ) {
        self.endpoint = endpoint
        self.profile = profile
        self.credentials = credentials
        self.encoding = encoding
        self.retry = retry
    }
}
