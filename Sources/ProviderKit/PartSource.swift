// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Groups of attributes that cost something to read; each source gives its bits their meaning.
public struct Facets: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt32

    /// Facets by their bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// Where the parts of a domain come from: what several classes show in their several ways.
public protocol PartSource {
    /// One part as it was read: a typed value.
    associatedtype Part

    /// Grows whenever `identifiers` would answer anything else than before.
    var generation: UInt64 { get }

    /// The parts that there are now, in a stable order.
    func identifiers() async throws(ProviderError) -> [PartID]

    /// One part, with at least these facets of it read afresh or within their maximum age; nil when there is none.
    ///
    /// A lookup, never a walk; with no facets it does no I/O.
    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Part?
}
