// SPDX-License-Identifier: Apache-2.0

public import WSMan
public import XML

/// One option of a request (DSP0226 section 6.4).
public struct RequestOption: Sendable, Hashable {
    /// The name; names may repeat.
    public let name: String
    /// The value.
    public let value: String
    /// Whether the service is to refuse the request rather than to ignore the option.
    public let mustComply: Bool

    /// An option.
    public init(_ name: String, _ value: String, mustComply: Bool = false) {
        self.name = name
        self.value = value
        self.mustComply = mustComply
    }
}

/// How a client asks, and what it accepts.
public struct ClientOptions: Sendable {
    /// `wsman:MaxEnvelopeSize`: the largest answer asked for, in octets; nil leaves it to the service.
    public var maxEnvelopeSize: Int? = 512 * 1024
    /// `wsman:OperationTimeout`, in nanoseconds; nil leaves it to the service.
    public var operationTimeout: UInt64? = 60_000_000_000
    /// The language tag of `wsman:Locale`; nil leaves it to the service.
    public var locale: String?
    /// `wsman:OptionSet`: hints to the service, or what it must comply with.
    public var requestOptions: [RequestOption] = []
    /// Which WS-Addressing to write; answers are read in either.
    public var addressing = AddressingVersion.submission2004
    /// The items asked for at a time.
    public var maxElements = 100
    /// How many batches without an item may follow each other before an enumeration is given up.
    public var maxEmptyBatches = 32
    /// Whether each item keeps its XML as received.
    public var keepsXML = false
    /// What an answer may cost: more than a request, for it holds many instances.
    public var limits = XMLLimits(maxBytes: 16 * 1024 * 1024, maxNodes: 1_000_000)

    /// The defaults.
    public init() {}
}
