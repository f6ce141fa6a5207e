// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[events]`: where messages that are no answers may be sent, and how.
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

        // How long
        /// How long a sink may take to answer a delivery.
        public var deliveryTimeout = Duration.seconds(30)
    }
}

extension Configuration.Events {
    static let section = Section(
        "events", "Where messages that are no answers may be sent, and how: word of enumerations that end.",
        addressKeys + amountKeys + timeKeys)

    private static let addressKeys = [
        Key(
            list: "Sinks", \.events.sinks, .sinkPattern,
            """
            Where such messages may be sent beside the address that asks for them. Who names another in EndTo is \
            refused unless a line matches it: so nobody can have the daemon reach what he cannot reach himself. May be \
            repeated; * allows everything.
            """),
        Key(
            "Authorities", \.events.authorities, .optionalPath,
            """
            The certificates, in PEM, of the authorities that are believed when a sink shows its own; the system's \
            where nothing stands here.
            """),
        Key(
            "Certificate", \.events.certificate, .optionalPath,
            """
            The certificate, in PEM, that sinks are shown which ask for one.
            """),
        Key(
            "PrivateKey", \.events.privateKey, .optionalPath,
            "The key of Certificate= in PEM, without a passphrase, that nobody else may read."),
    ]

    private static let amountKeys = [
        Key(
            "MaxConnectionsPerSink", \.events.maxConnectionsPerSink, .count(1...1000),
            "Connections to one sink. Further messages wait for one."),
        Key(
            "MaxConnections", \.events.maxConnections, .count(1...100_000),
            "Connections to all sinks. Unused ones are closed in favour of others."),
    ]

    private static let timeKeys = [
        Key(
            "DeliveryTimeout", \.events.deliveryTimeout, .duration(.milliseconds(100) ... .seconds(600)),
            "How long a sink may take for a message, from connecting to the whole answer.")
    ]
}
