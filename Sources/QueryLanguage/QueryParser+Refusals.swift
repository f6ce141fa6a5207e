// SPDX-License-Identifier: Apache-2.0

// What the languages have, or their readers expect of them, and this service has not: each with what to do instead.
extension QueryParser {
    private static let clauses: [String: String] = [
        "WITHIN": "a query goes over what is there now",
        "ORDER": "sort what comes",
        "GROUP": "group what comes",
        "HAVING": "group what comes",
        "UNION": "send two queries",
        "LIMIT": "say how many with MaxElements",
        "JOIN": "ask for one class", "INNER": "ask for one class", "OUTER": "ask for one class",
        "LEFT": "ask for one class", "RIGHT": "ask for one class", "CROSS": "ask for one class",
    ]

    private static let operators: [String: String] = [
        "IN": "compare with each value, with OR between",
        "BETWEEN": "compare with both bounds, with AND between",
        "+": "write the sum", "-": "write the difference", "*": "write the product", "/": "write the quotient",
        "||": "write the whole text", "#": "write the number that the name stands for",
    ]

    /// Whether the word begins another part of a query.
    var isClause: Bool { keyword.map { Self.clauses[$0] != nil } ?? false }

    func refuseClause() throws(QueryError) {
        guard let keyword, let instead = Self.clauses[keyword] else { return }
        throw .unsupported("there is no \(keyword); \(instead)")
    }

    /// What may stand between or before operands elsewhere.
    func refuseOperator() throws(QueryError) {
        var found = keyword
        if case .sign(let sign) = word.kind { found = sign }
        guard let found, let instead = Self.operators[found] else { return }
        throw .unsupported("there is no \(found); \(instead)")
    }

    /// `FIRST 5` or `TOP 5` before what is selected.
    func refuseCount(_ names: [String]) throws(QueryError) {
        guard let name = names.first?.uppercased(), name == "FIRST" || name == "TOP" else { return }
        throw .unsupported("there is no \(name); say how many with MaxElements")
    }
}
