// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A query made ready for one class: names are positions, values have the properties' types.
public struct BoundQuery: Sendable {
    /// The properties that the condition looks at.
    public let read: PropertySet
    /// The properties that the query selects; nil for all.
    public let projected: PropertySet?
    /// What keys must be, each once, in every part that the condition lets pass: enough to look the part up.
    public let keys: [Selector]

    private let condition: Predicate?

    /// Checks a query against a class.
    ///
    /// - Throws: `QueryError.unknownProperty`, `.unknownQualifier`, `.wrongType` and `.unsupported`, for what the class
    ///   cannot be asked.
    public init(_ query: SelectQuery, _ schema: ResourceSchema) throws(QueryError) {
        var binder = QueryBinder(schema, query)
        condition = try query.condition.map { written throws(QueryError) in try binder.bind(written) }
        read = binder.read
        keys = query.condition.map { binder.keys(in: $0) } ?? []
        guard let selected = query.selected else {
            projected = nil
            return
        }
        var projected = PropertySet.none
        for path in selected { projected.insert(try binder.position(path)) }
        self.projected = projected
    }

    /// Whether a part passes: where a value is absent nothing is true of it, and nothing false.
    public func matches(_ row: Row) -> Bool { condition.map { $0.truth(of: row) == .yes } ?? true }
}
