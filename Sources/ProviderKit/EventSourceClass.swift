// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A class whose instances every event comes from, as CIM's indications: a log.
public protocol EventSourceClass: ResourceClass {}

/// A class whose instances are filters: who subscribes to one gets the events that it lets pass.
public protocol EventFilterClass: EventSourceClass {
    /// What a filter lets pass: every event that one of these queries selects, in CQL, each from a class of indications.
    ///
    /// - Throws: `ProviderError.notFound` where there is no such filter.
    func queries(of part: PartID) async throws(ProviderError) -> [String]
}

/// A class that is a source of events beside what it is.
public struct EventSource: EventSourceClass, ForwardingClass {
    /// What it is beside.
    public let base: any ResourceClass

    /// Makes a class a source of events.
    public init(_ base: any ResourceClass) {
        self.base = base
    }
}

/// A class whose parts are filters of events beside what they are.
public struct EventFilters: EventFilterClass, ForwardingClass {
    /// What they are beside.
    public let base: any ResourceClass

    private let find: (PartID) async throws(ProviderError) -> [String]?

    /// Makes a class one of filters.
    ///
    /// - Parameter queries: what a part lets pass, as `EventFilterClass.queries`; nil where there is no such part.
    public init(_ base: any ResourceClass, queries: @escaping (PartID) async throws(ProviderError) -> [String]?) {
        self.base = base
        find = queries
    }

    /// What the part lets pass.
    public func queries(of part: PartID) async throws(ProviderError) -> [String] {
        guard let queries = try await find(part) else { throw .notFound }
        return queries
    }
}
