// SPDX-License-Identifier: Apache-2.0

// What stands after WHERE.
extension QueryParser {
    mutating func disjunction() throws(QueryError) -> SelectQuery.Condition {
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
            guard take(sign: ")") else {
                try refuseOperator()
                throw unexpected("a closing parenthesis")
            }
            return inner
        }
        return try term()
    }

    private mutating func term() throws(QueryError) -> SelectQuery.Condition {
        terms += 1
        guard terms <= limits.maxTerms else { throw .tooManyTerms(limits.maxTerms) }
        let start = word
        let left = try operand()
        switch keyword {
        case "IS":
            advance()
            let isNegated = take("NOT")
            guard take("NULL") else { throw unexpected("NULL") }
            let path = try path(left, at: start)
            guard path.quantifier == nil else {
                throw .unsupported("ANY and EVERY stand before a comparison or LIKE, not before IS NULL")
            }
            return isNegated ? .not(.isNull(path)) : .isNull(path)
        case "ISA":
            advance()
            return .isA(try path(left, at: start), try className())
        case "NOT", "LIKE":
            let isNegated = take("NOT")
            guard take("LIKE") else { throw unexpected("LIKE") }
            guard case .quoted(let pattern) = word.kind else { throw unexpected("a pattern in quotes") }
            guard pattern.unicodeScalars.count <= limits.maxPatternLength else {
                throw .patternTooLong(limits.maxPatternLength)
            }
            advance()
            let condition = SelectQuery.Condition.like(try path(left, at: start), pattern)
            return isNegated ? .not(condition) : condition
        default: return try comparison(left, at: start)
        }
    }

    private mutating func comparison(
        _ left: SelectQuery.Operand, at start: QueryWord
    ) throws(QueryError) -> SelectQuery.Condition {
        guard case .sign(let sign) = word.kind, let comparison = SelectQuery.Comparison(rawValue: sign) else {
            try refuseOperator()
            throw unexpected("a comparison")
        }
        advance()
        switch (left, try operand()) {
        case (.path(let path), .literal(let literal)): return .comparison(path, comparison, literal)
        case (.literal(let literal), .path(let path)): return .comparison(path, comparison.mirrored, literal)
        case (.path(let left), .path(let right)): return .between(left, comparison, right)
        case (.literal, .literal):
            throw .syntax(found: "two values", at: start.position, expected: "a comparison with a property")
        }
    }

    private func path(_ operand: SelectQuery.Operand, at start: QueryWord) throws(QueryError) -> SelectQuery.Path {
        guard case .path(let path) = operand else {
            throw .syntax(found: start.shown, at: start.position, expected: "a property")
        }
        return path
    }

    private mutating func className() throws(QueryError) -> String {
        guard case .quoted(let text) = word.kind else { return try name("a class") }
        advance()
        return QueryText.meaning(of: text, dialect)
    }

    private mutating func operand() throws(QueryError) -> SelectQuery.Operand {
        let isNegative = word.kind == .sign("-")
        if isNegative || word.kind == .sign("+") {
            advance()
            return .literal(try number(isNegative: isNegative))
        }
        switch word.kind {
        case .quoted(let text):
            advance()
            return .literal(.string(QueryText.meaning(of: text, dialect)))
        case .integer, .real: return .literal(try number(isNegative: false))
        case .sign("#"):
            try refuseOperator()
            throw unexpected("a property or a value")
        case .name:
            switch keyword {
            case "TRUE", "FALSE":
                defer { advance() }
                return .literal(.boolean(isKeyword("TRUE")))
            case "NULL":
                advance()
                return .literal(.null)
            default: return .path(try path())
            }
        default: throw unexpected("a property or a value")
        }
    }

    private mutating func number(isNegative: Bool) throws(QueryError) -> SelectQuery.Literal {
        defer { advance() }
        switch word.kind {
        // What is scanned has no sign, so that its negative is a number too.
        case .integer(let number): return .integer(isNegative ? 0 - number : number)
        case .real(let number): return .real(isNegative ? -number : number)
        default: throw unexpected("a number")
        }
    }

    private mutating func path() throws(QueryError) -> SelectQuery.Path {
        var quantifier: SelectQuery.Quantifier?
        if let found = keyword.flatMap(SelectQuery.Quantifier.init), case .name(let name) = following,
            !Self.isReserved(name.uppercased())
        {
            quantifier = found
            advance()
        }
        guard var path = Self.path(try qualifiedName("a property or a value")) else { throw unexpected("a property") }
        path.quantifier = quantifier
        guard take(sign: "[") else { return path }
        // All elements are what an array without brackets stands for too.
        if !take(sign: "*") {
            guard case .integer(let number) = word.kind, let index = Int(exactly: number) else {
                throw unexpected("the number of an element, from 0, or *")
            }
            path.index = index
            advance()
        }
        guard take(sign: "]") else { throw unexpected("a closing bracket") }
        return path
    }
}
