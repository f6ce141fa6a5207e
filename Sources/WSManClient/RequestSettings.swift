// SPDX-License-Identifier: Apache-2.0

/// What a request says of itself beside what it asks: DSP0226's control headers (clause 6).
public struct RequestSettings: Sendable, Hashable {
    /// `wsman:OperationTimeout`, in nanoseconds; nil leaves it to the service (R6.1-1).
    public var operationTimeout: UInt64? = 60_000_000_000
    /// `wsman:MaxEnvelopeSize`: the largest answer asked for, in octets, 8192 or more; nil leaves it to the service.
    public var maxEnvelopeSize: Int? = 512 * 1024
    /// The language tag of `wsman:Locale`; nil leaves it to the service.
    public var locale: String?
    /// `wsman:OptionSet`: hints to the service, or what it must comply with.
    public var options: [RequestOption] = []

    /// The defaults.
    public init() {}
}

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
