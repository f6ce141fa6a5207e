// SPDX-License-Identifier: Apache-2.0

public import WSMan
public import XML

/// How a client asks, and what it accepts.
public struct ClientOptions: Sendable {
    /// What every request says of itself, unless it is given settings of its own.
    public var request = RequestSettings()
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
