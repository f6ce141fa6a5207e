// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A class whose parts are in the order of time, the oldest first, and can be gone over from the other end too.
public protocol ChronologicalClass: ResourceClass {
    /// The parts, the newest first: those of `parts` in the reverse order.
    func newestFirst() async throws(ProviderError) -> [PartID]
}

/// A class whose parts happen to be in the order of time.
public struct Chronological: ChronologicalClass, ForwardingClass {
    /// The class.
    public let base: any ResourceClass

    private let kept = Kept()

    /// Has a class gone over from either end.
    public init(_ base: any ResourceClass) {
        self.base = base
    }

    /// The class's, reversed; the same array is given out until they change.
    public func newestFirst() async throws(ProviderError) -> [PartID] {
        let generation = base.generation
        if kept.generation == generation { return kept.parts }
        let parts = Array(try await base.parts().reversed())
        kept.parts = parts
        kept.generation = generation
        return parts
    }

    private final class Kept {
        var generation: UInt64?
        var parts: [PartID] = []
    }
}
