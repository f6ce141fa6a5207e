// SPDX-License-Identifier: Apache-2.0

/// Ties that a domain knows of, for an association that several domains fill together.
public struct LinkSource {
    /// Grows whenever `links` would answer anything else than before.
    public let generation: () -> UInt64
    /// The ties that there are now, in a stable order; memory only, no I/O.
    public let links: () -> [Link]

    /// A source.
    public init(generation: @escaping () -> UInt64, links: @escaping () -> [Link]) {
        self.generation = generation
        self.links = links
    }
}
