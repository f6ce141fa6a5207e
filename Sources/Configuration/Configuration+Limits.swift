// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[limits]`: how much one client, and all of them, may ask for.
    public struct Limits: Sendable, Equatable {
        // Connections
        /// Most open connections.
        public var maxConnections = 1024
        /// Most open connections from one address.
        public var maxConnectionsPerAddress = 256
        /// Most requests on one connection; 0 means no limit.
        public var maxRequestsPerConnection = 100_000
        /// Most requests that a client may send ahead of their answers.
        public var maxPipelinedRequests = 16
        /// How long a TLS handshake may take.
        public var handshakeTimeout = Duration.seconds(10)
        /// How long a request's header may take to arrive.
        public var headerTimeout = Duration.seconds(10)
        /// How long a request's body may take to arrive.
        public var bodyTimeout = Duration.seconds(30)
        /// How long a connection may stay without a request.
        public var idleTimeout = Duration.seconds(120)
        /// How long a client may take to read an answer.
        public var writeTimeout = Duration.seconds(30)
        /// How long requests may take to finish when the daemon stops.
        public var shutdownGrace = Duration.seconds(10)

        // Requests
        /// Longest header of a request, all lines together, in bytes.
        public var maxHeaderBytes = 16 << 10
        /// Most lines in the header of a request.
        public var maxHeaderCount = 100
        /// Longest body of a request, in bytes.
        public var maxBodyBytes = 512 << 10
        /// Deepest nesting of elements.
        public var maxXMLDepth = 64
        /// Most elements in a request.
        public var maxXMLElements = 10_000
        /// Most attributes of one element.
        public var maxXMLAttributes = 64
        /// Most selectors in a request.
        public var maxSelectors = 32
        /// Longest selector, in characters.
        public var maxSelectorLength = 4096
        /// Most options in a request.
        public var maxOptions = 32
        /// Longest URI, in characters.
        public var maxURILength = 2048

        // Answers
        /// Largest answer, in bytes, whatever the client allows.
        public var maxEnvelopeSize = 512 << 10
        /// Largest answer to a client that says nothing of it, in bytes.
        public var defaultMaxEnvelopeSize = 512 << 10
        /// How long an operation may take for a client that says nothing of it.
        public var defaultOperationTimeout = Duration.seconds(60)
        /// How long an operation may take, whatever the client allows.
        public var maxOperationTimeout = Duration.seconds(300)

        // State that clients make
        /// Most open enumerations.
        public var maxEnumerationContexts = 20_000
        /// Most open enumerations of one account.
        public var maxEnumerationContextsPerPrincipal = 10_000
        /// How long an enumeration stays open without a Pull.
        public var enumerationContextLifetime = Duration.seconds(600)
        /// The most sensors that operators derive from others.
        public var maxDerivedSensors = 256
        /// The most sensors that one is derived from.
        public var maxDerivedSensorSources = 32
        /// The longest life of an enumeration whose client asks for an end.
        public var maxEnumerationExpiration = Duration.seconds(3600)
        /// The longest filter or fragment expression, in octets.
        public var maxFilterLength = 4096
        /// How deep brackets and parentheses nest in a filter or a fragment expression.
        public var maxFilterDepth = 32
        /// The most comparisons in a query.
        public var maxQueryTerms = 128
        /// The longest pattern of LIKE, in characters.
        public var maxQueryPatternLength = 256
        /// The most `|` in an XPath expression.
        public var maxXPathUnions = 32
        /// The steps that an XPath expression may take on one item.
        public var maxXPathOperations = 100_000
        /// Most items in the answer to one Pull.
        public var maxBatch = 1000
        /// Most properties that operators may set.
        public var overlayMaxEntries = 100_000
    }
}
