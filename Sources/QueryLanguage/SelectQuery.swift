// SPDX-License-Identifier: Apache-2.0

/// A query as it was written, before anything is known of its class.
public struct SelectQuery: Sendable, Hashable {
    /// The language it is in.
    public let dialect: QueryDialect
    /// The class after FROM.
    public let className: String
    /// What FROM calls the class beside its own name.
    let alias: String?
    /// What stands after SELECT; nil for `*`.
    let selected: [Path]?
    /// What stands after WHERE.
    let condition: Condition?

    /// Reads a query.
    ///
    /// - Throws: any `QueryError` but those that need the class.
    public init(
        _ text: String, _ dialect: QueryDialect, limits: QueryLimits = QueryLimits()
    ) throws(QueryError) {
        guard text.utf8.count <= limits.maxLength else { throw .tooLong(limits.maxLength) }
        var parser = QueryParser(try QueryScanner.words(of: text), dialect, limits)
        let statement = try parser.statement()
        self.dialect = dialect
        className = statement.className
        alias = statement.alias
        selected = statement.selected
        condition = statement.condition
    }

    /// The properties after SELECT, as they are written; nil for `*`.
    public var projection: [String]? { selected?.map(\.name) }
}
