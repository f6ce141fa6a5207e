// SPDX-License-Identifier: Apache-2.0

public import XML

/// How large the parts of a request may be.
public struct MessageLimits: Sendable, Hashable {
    /// The longest URI in a header, in characters; 2048 must work (R13.4-1).
    public var uriLength = 2048
    /// The most selectors in a set, nested ones counted.
    public var selectors = 64
    /// The longest selector value, in characters; 4096 must work (R13.4-4).
    public var selectorLength = 4096
    /// The most options in a set.
    public var options = 64
    /// The most reference parameters in ReplyTo or FaultTo: each is repeated in the answer with what it inherits.
    public var referenceParameters = 32
    /// The most octets of the reference parameters of NotifyTo or EndTo, which are kept as long as the subscription.
    public var referenceParameterLength = 8192
    /// The smallest MaxEnvelopeSize that a client may ask for, in octets (R6.2-4).
    public var minimumEnvelopeSize = 8192
    /// The shortest time between heartbeats that a subscriber may ask for, in nanoseconds.
    public var shortestHeartbeat: UInt64 = 1_000_000_000
    /// The most tokens in an IssuedTokens header: one for NotifyTo and one for EndTo, for each of two kinds.
    public var issuedTokens = 4
    /// The longest user name or password for a sink, in octets.
    public var credentialLength = 1024
    /// What an XPath expression may cost, in filters and fragments.
    public var xpath = XPathLimits()

    /// The defaults.
    public init() {}
}

extension String {
    /// Whether the text keeps a limit in characters of ISO 10646, as DSP0226 counts them.
    func hasAtMost(_ limit: Int) -> Bool { utf8.count <= limit || unicodeScalars.count <= limit }
}
