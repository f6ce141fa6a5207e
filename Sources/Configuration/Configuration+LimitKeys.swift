// SPDX-License-Identifier: Apache-2.0

extension Configuration.Limits {
    static let section = Section(
        "limits", "How much one client, and all of them, may ask for.",
        connectionKeys + requestKeys + answerKeys + stateKeys)

    private static let connectionKeys = [
        Key(
            "MaxConnections", \.limits.maxConnections, .count(1...100_000),
            "Connections open at a time. Further clients wait until one ends."),
        Key(
            "MaxConnectionsPerAddress", \.limits.maxConnectionsPerAddress, .count(1...100_000),
            "Connections open at a time from one address. No more than MaxConnections=."),
        Key(
            "MaxRequestsPerConnection", \.limits.maxRequestsPerConnection, .count(0...1_000_000_000),
            "Requests after which a connection is closed in good order. 0 means no limit."),
        Key(
            "MaxPipelinedRequests", \.limits.maxPipelinedRequests, .count(1...1000),
            "Requests that a client may send ahead of their answers. Further ones wait in the socket."),
        Key(
            "HandshakeTimeout", \.limits.handshakeTimeout, .duration(.milliseconds(100) ... .seconds(600)),
            "How long the handshake of TLS may take."),
        Key(
            "HeaderTimeout", \.limits.headerTimeout, .duration(.milliseconds(100) ... .seconds(600)),
            "How long the header of a request may take to arrive."),
        Key(
            "BodyTimeout", \.limits.bodyTimeout, .duration(.milliseconds(100) ... .seconds(3600)),
            "How long the body of a request may take to arrive."),
        Key(
            "IdleTimeout", \.limits.idleTimeout, .duration(.milliseconds(100) ... .seconds(86400)),
            "How long a connection may stay open without a request."),
        Key(
            "WriteTimeout", \.limits.writeTimeout, .duration(.milliseconds(100) ... .seconds(3600)),
            "How long a client may leave an answer unread."),
        Key(
            "ShutdownGrace", \.limits.shutdownGrace, .duration(.zero ... .seconds(600)),
            "How long requests may take to finish when the daemon is told to stop."),
    ]

    private static let requestKeys = [
        Key(
            "MaxHeaderBytes", \.limits.maxHeaderBytes, .bytes(1 << 10...1 << 20),
            "Size of a request's HTTP header, all lines together."),
        Key(
            "MaxHeaderCount", \.limits.maxHeaderCount, .count(10...1000),
            "Lines in a request's HTTP header."),
        Key(
            "MaxBodyBytes", \.limits.maxBodyBytes, .bytes(8 << 10...64 << 20),
            "Size of a request's body. Larger ones are answered with HTTP status 413."),
        Key("MaxXMLDepth", \.limits.maxXMLDepth, .count(16...1000), "How deep the elements of a request may nest."),
        Key("MaxXMLElements", \.limits.maxXMLElements, .count(100...1_000_000), "Elements in a request."),
        Key("MaxXMLAttributes", \.limits.maxXMLAttributes, .count(8...10_000), "Attributes of one element."),
        Key(
            "MaxSelectors", \.limits.maxSelectors, .count(1...10_000),
            "Selectors in a request: the keys that name one part."),
        Key("MaxSelectorLength", \.limits.maxSelectorLength, .count(64...65536), "Characters in a selector's value."),
        Key("MaxOptions", \.limits.maxOptions, .count(1...10_000), "Options in a request."),
        Key("MaxURILength", \.limits.maxURILength, .count(256...65536), "Characters in a resource URI."),
    ]

    private static let answerKeys = [
        Key(
            "MaxEnvelopeSize", \.limits.maxEnvelopeSize, .bytes(8 << 10...64 << 20),
            "Size of the largest answer, even if the client allows more. Long lists are split to fit."),
        Key(
            "DefaultMaxEnvelopeSize", \.limits.defaultMaxEnvelopeSize, .bytes(8 << 10...64 << 20),
            "Size of the largest answer if the client does not say what it takes. No more than MaxEnvelopeSize=."),
        Key(
            "DefaultOperationTimeout", \.limits.defaultOperationTimeout, .duration(.seconds(1) ... .seconds(3600)),
            "How long an operation may take if the client does not say. No more than MaxOperationTimeout=."),
        Key(
            "MaxOperationTimeout", \.limits.maxOperationTimeout, .duration(.seconds(1) ... .seconds(86400)),
            "How long an operation may take, even if the client allows more."),
    ]

    private static let stateKeys = [
        Key(
            "MaxEnumerationContexts", \.limits.maxEnumerationContexts, .count(1...1_000_000),
            "Enumerations open at a time: lists that clients have begun to read."),
        Key(
            "MaxEnumerationContextsPerPrincipal", \.limits.maxEnumerationContextsPerPrincipal, .count(1...1_000_000),
            "Enumerations open at a time for one account. No more than MaxEnumerationContexts=."),
        Key(
            "EnumerationContextLifetime", \.limits.enumerationContextLifetime,
            .duration(.seconds(1) ... .seconds(86400)),
            "How long an enumeration stays open while its client asks for nothing."),
        Key(
            "MaxEnumerationExpiration", \.limits.maxEnumerationExpiration, .duration(.seconds(1) ... .seconds(86400)),
            "The longest life of an enumeration whose client says when it is to end."),
        Key(
            "MaxFilterLength", \.limits.maxFilterLength, .count(64...65536),
            "Octets of a filter or of an expression that picks a fragment."),
        Key(
            "MaxFilterDepth", \.limits.maxFilterDepth, .count(1...256),
            "Nesting of brackets and parentheses in a filter or an expression."),
        Key(
            "MaxQueryTerms", \.limits.maxQueryTerms, .count(1...10_000),
            "Comparisons in a query in WQL or CQL, and properties that it selects."),
        Key(
            "MaxQueryPatternLength", \.limits.maxQueryPatternLength, .count(1...4096),
            "Characters of a pattern of LIKE. Matching takes as many steps as pattern and text are long, multiplied."),
        Key(
            "MaxXPathUnions", \.limits.maxXPathUnions, .count(0...1000),
            "The joining sign | in an XPath expression, each of which compares all nodes with each other."),
        Key(
            "MaxXPathOperations", \.limits.maxXPathOperations, .count(100...100_000_000),
            "Steps that an XPath expression may take on one item."),
        Key(
            "MaxBatch", \.limits.maxBatch, .count(1...100_000), "Items in one answer, even if the client asks for more."
        ),
        Key(
            "MaxDerivedSensors", \.limits.maxDerivedSensors, .count(0...100_000),
            "Sensors that operators derive from others with Create."),
        Key(
            "MaxDerivedSensorSources", \.limits.maxDerivedSensorSources, .count(2...1000),
            "Sensors that one is derived from."),
        Key(
            "OverlayMaxEntries", \.limits.overlayMaxEntries, .count(0...10_000_000),
            "Limits, names and tags that operators may set, over all parts."),
    ]
}
