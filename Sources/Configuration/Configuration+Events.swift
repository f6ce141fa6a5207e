// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[events]`: who is sent events, and how.
    public struct Events: Sendable, Equatable {
        // Where to
        /// Where events may be sent beside the address that asks for them.
        public var sinks: [SinkPattern] = []
        /// The file of the authorities whose certificates sinks may show; empty for the system's.
        public var authorities = ""
        /// The file of the certificate that sinks are shown; empty for none.
        public var certificate = ""
        /// The file of that certificate's key.
        public var privateKey = ""

        // How much
        /// Most connections to one sink.
        public var maxConnectionsPerSink = 2
        /// Most connections to all sinks.
        public var maxConnections = 256
        /// Most subscriptions.
        public var maxSubscriptions = 10_000
        /// Most subscriptions of one user.
        public var maxSubscriptionsPerUser = 1000

        // How long
        /// How long a subscription may live without being renewed; zero means without end.
        public var maxExpires = Duration.zero
        /// How long a sink may take to answer a delivery.
        public var deliveryTimeout = Duration.seconds(30)
        /// The pause after a first failure.
        public var retryMinimum = Duration.seconds(1)
        /// The longest pause between attempts.
        public var retryMaximum = Duration.seconds(300)
        /// The shortest heartbeat that may be asked for.
        public var minHeartbeat = Duration.seconds(1)
    }
}

extension Configuration.Events {
    static let section = Section(
        "events", "Who is sent events, and how.", addressKeys + amountKeys + timeKeys)

    private static let addressKeys = [
        Key(
            list: "Sinks", \.events.sinks, .sinkPattern,
            """
            Where events may be sent beside the address that asks for them. A subscriber who names another sink is \
            refused unless a line matches it: so nobody can have the daemon reach what he cannot reach himself. May be \
            repeated; * allows everything.
            """),
        Key(
            "Authorities", \.events.authorities, .optionalPath,
            """
            The certificates, in PEM, of the authorities that are believed when a sink shows its own; the system's \
            where nothing stands here. A subscriber may name the sink's certificate by its thumbprint instead.
            """),
        Key(
            "Certificate", \.events.certificate, .optionalPath,
            """
            The certificate, in PEM, that sinks are shown which ask for one. Without it subscriptions by a profile \
            of mutual authentication are refused.
            """),
        Key(
            "PrivateKey", \.events.privateKey, .optionalPath,
            "The key of Certificate= in PEM, without a passphrase, that nobody else may read."),
    ]

    private static let amountKeys = [
        Key(
            "MaxConnectionsPerSink", \.events.maxConnectionsPerSink, .count(1...1000),
            "Connections to one sink. Further deliveries wait for one."),
        Key(
            "MaxConnections", \.events.maxConnections, .count(1...100_000),
            "Connections to all sinks. Unused ones are closed in favour of others."),
        Key(
            "MaxSubscriptions", \.events.maxSubscriptions, .count(0...1_000_000),
            "Subscriptions of all users. 0 means that nobody may subscribe."),
        Key(
            "MaxSubscriptionsPerUser", \.events.maxSubscriptionsPerUser, .count(0...1_000_000),
            "Subscriptions of one user. No more than MaxSubscriptions=."),
    ]

    private static let timeKeys = [
        Key(
            "MaxExpires", \.events.maxExpires, .duration(.zero ... .seconds(315_360_000)),
            """
            How long a subscription lives without being renewed, whatever its subscriber asks for. 0 means as long as \
            he asks, or for ever.
            """),
        Key(
            "DeliveryTimeout", \.events.deliveryTimeout, .duration(.milliseconds(100) ... .seconds(600)),
            "How long a sink may take for a delivery, from connecting to the whole answer."),
        Key(
            "RetryMinimum", \.events.retryMinimum, .duration(.milliseconds(10) ... .seconds(3600)),
            "The pause after a delivery that failed. It doubles with every further failure."),
        Key(
            "RetryMaximum", \.events.retryMaximum, .duration(.milliseconds(10) ... .seconds(86400)),
            "The longest pause between attempts to deliver."),
        Key(
            "MinHeartbeat", \.events.minHeartbeat, .duration(.milliseconds(100) ... .seconds(3600)),
            "The shortest time between heartbeats that a subscriber may ask for."),
    ]
}
