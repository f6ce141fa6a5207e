// SPDX-License-Identifier: Apache-2.0

/// Reads `SELECT … FROM … WHERE …` by recursive descent, within limits.
struct QueryParser {
    private let tokens: [QueryToken]
    private let limits: QueryLimits
    private var position = 0
    private var depth = 0
    private var terms = 0

    init(_ tokens: [QueryToken], limits: QueryLimits) {
        self.tokens = tokens
        self.limits = limits
    }

    private var token: QueryToken { position < tokens.count ? tokens[position] : .end }

    private func isKeyword(_ word: String) -> Bool {
        if case .word(let found) = token { found.uppercased() == word } else { false }
    }

    private mutating func take(_ word: String) -> Bool {
        guard isKeyword(word) else { return false }
        position += 1
        return true
    }

    private mutating func take(sign: String) -> Bool {
        guard token == .sign(sign) else { return false }
        position += 1
        return true
    }

    private func unexpected(_ expected: String) -> QueryError { .syntax(found: token.shown, expected: expected) }

    private mutating func name(_ what: String) throws(QueryError) -> String {
        guard case .word(let word) = token else { throw unexpected(what) }
        position += 1
        return word
    }

    // MARK: The statement

    mutating func query() throws(QueryError) -> (String, [String]?, SelectQuery.Condition?) {
        if isKeyword("ASSOCIATORS") || isKeyword("REFERENCES") {
            throw .unsupported("there is no \(token.shown) OF; send the association filter of the CIM binding")
        }
        guard take("SELECT") else { throw unexpected("SELECT") }
        let projection = try projection()
        guard take("FROM") else { throw unexpected("FROM") }
        let className = try name("a class")
        if take("AS") || !isClause, case .word = token { _ = try name("another name for the class") }
        guard token != .sign(",") else { throw .unsupported("classes cannot be joined; ask for one class") }
        var condition: SelectQuery.Condition?
        if take("WHERE") { condition = try disjunction() }
        guard token == .end else {
            if isClause { throw .unsupported("\(token.shown) is not to be had") }
            throw unexpected("the end")
        }
        return (className, projection, condition)
    }

    /// Whether what follows begins another part of a query.
    private var isClause: Bool {
        ["WHERE", "WITHIN", "GROUP", "HAVING", "ORDER", "JOIN", "INNER", "OUTER", "LEFT", "RIGHT", "UNION"]
            .contains { isKeyword($0) }
    }

    private mutating func projection() throws(QueryError) -> [String]? {
        if take(sign: "*") { return nil }
        if isKeyword("DISTINCT") { throw .unsupported("every part is returned once; leave DISTINCT out") }
        var names: [String] = []
        repeat {
            let first = try name("* or a property")
            if token == .sign("(") { throw .unsupported("there is no function \(first.prefix(60))") }
            guard take(sign: ".") else {
                names.append(first)
                continue
            }
            if take(sign: "*") { return nil }
            names.append(try name("a property"))
        } while take(sign: ",")
        guard names.count <= limits.maxTerms else { throw .tooManyTerms(limits.maxTerms) }
        return names
    }

    // MARK: The condition

    private mutating func disjunction() throws(QueryError) -> SelectQuery.Condition {
        var parts = [try conjunction()]
        while take("OR") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(QueryError) -> SelectQuery.Condition {
        var parts = [try negation()]
        while take("AND") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func negation() throws(QueryError) -> SelectQuery.Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.maxDepth else { throw .tooDeep(limits.maxDepth) }
        if take("NOT") { return .not(try negation()) }
        if take(sign: "(") {
            let inner = try disjunction()
            guard take(sign: ")") else { throw unexpected("a closing parenthesis") }
            return inner
        }
        return try term()
    }

    private mutating func term() throws(QueryError) -> SelectQuery.Condition {
        terms += 1
        guard terms <= limits.maxTerms else { throw .tooManyTerms(limits.maxTerms) }
        let left = try operand()
        if take("IS") {
            let isNegated = take("NOT")
            guard take("NULL") else { throw unexpected("NULL") }
            let condition = SelectQuery.Condition.isNull(try path(left, "IS NULL"))
            return isNegated ? .not(condition) : condition
        }
        if take("ISA") {
            _ = try path(left, "ISA")
            return .isA(try className())
        }
        let isNegated = take("NOT")
        if take("LIKE") {
            guard case .string(let pattern) = token else { throw unexpected("a pattern in quotes") }
            position += 1
            guard pattern.unicodeScalars.count <= limits.maxPatternLength else {
                throw .patternTooLong(limits.maxPatternLength)
            }
            let condition = SelectQuery.Condition.like(try path(left, "LIKE"), pattern)
            return isNegated ? .not(condition) : condition
        }
        guard !isNegated, case .sign(let sign) = token, let comparison = SelectQuery.Comparison(rawValue: sign) else {
            throw unexpected("a comparison")
        }
        position += 1
        return .comparison(left, comparison, try operand())
    }

    private mutating func className() throws(QueryError) -> String {
        if case .string(let text) = token {
            position += 1
            return text
        }
        return try name("a class")
    }

    private func path(_ operand: SelectQuery.Operand, _ word: String) throws(QueryError) -> SelectQuery.Path {
        guard case .path(let path) = operand else {
            throw .syntax(found: "a value", expected: "a property before \(word)")
        }
        return path
    }

    private mutating func operand() throws(QueryError) -> SelectQuery.Operand {
        let isNegative = take(sign: "-")
        if !isNegative { _ = take(sign: "+") }
        switch token {
        case .string(let text) where !isNegative:
            position += 1
            return .literal(.string(text))
        case .integer(let number):
            position += 1
            // The smallest negative number is not written without its sign; no type of CIM has it.
            return .literal(.integer(isNegative ? 0 - number : number))
        case .real(let number):
            position += 1
            return .literal(.real(isNegative ? -number : number))
        case .word(let word) where !isNegative:
            switch word.uppercased() {
            case "TRUE", "FALSE":
                position += 1
                return .literal(.boolean(word.uppercased() == "TRUE"))
            case "NULL":
                position += 1
                return .literal(.null)
            case "AND", "OR", "WHERE", "FROM", "LIKE", "IS", "ISA": throw unexpected("a property or a value")
            default: return .path(try path())
            }
        default: throw unexpected("a property or a value")
        }
    }

    private mutating func path() throws(QueryError) -> SelectQuery.Path {
        var property = try name("a property")
        if token == .sign("(") { throw .unsupported("there is no function \(property.prefix(60))") }
        // The class, or the other name that FROM gave it, may stand in front.
        if take(sign: ".") { property = try name("a property") }
        if token == .sign(".") { throw .unsupported("objects within objects cannot be looked into") }
        guard take(sign: "[") else { return SelectQuery.Path(name: property, index: nil) }
        guard case .integer(let number) = token, let index = Int(exactly: number), index >= 0 else {
            throw unexpected("the number of an element, from 0")
        }
        position += 1
        guard take(sign: "]") else { throw unexpected("a closing bracket") }
        return SelectQuery.Path(name: property, index: index)
    }
}
