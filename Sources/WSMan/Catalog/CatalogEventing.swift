// SPDX-License-Identifier: Apache-2.0

/// What a catalogued resource has to do with events (`spec/catalog.md` section 7).
public struct CatalogEventing: Sendable, Hashable {
    /// How one subscribes to a resource.
    public enum Subscription: Sendable, Hashable {
        /// To the resource as a whole, with a filter or without.
        case whole
        /// To one instance, by its keys: it is itself a filter.
        case instance
    }

    /// How one subscribes to it; nil where no events come from it.
    public var subscription: Subscription?
    /// Whether there are events of this very class.
    public var isEvent: Bool
    /// Whether it has instances to get.
    public var hasInstances: Bool
    /// The URIs of the other sources that its events come from.
    public var sources: [String]

    /// A resource; what is left out is of one that has nothing to do with events.
    public init(
        subscription: Subscription? = nil, isEvent: Bool = false, hasInstances: Bool = true, sources: [String] = []
    ) {
        self.subscription = subscription
        self.isEvent = isEvent
        self.hasInstances = hasInstances
        self.sources = sources
    }

    /// The action that says of an entry that it is an event; nobody sends it.
    static let eventAction = "http://schemas.xmlsoap.org/ws/2005/06/management/event"

    func operations(selectorSets: [String]) -> [CatalogEntry.Operation] {
        var operations: [CatalogEntry.Operation] = []
        if let subscription {
            operations.append(
                CatalogEntry.Operation(
                    [Action.subscribe], selectorSets: subscription == .instance ? selectorSets : [],
                    filterDialects: subscription == .whole ? FilterDialect.eventing.map(\.uri) : [],
                    deliveryModes: DeliveryMode.allCases.map(\.uri)))
        }
        if isEvent { operations.append(CatalogEntry.Operation([Self.eventAction], returnsInstance: true)) }
        return operations
    }
}
