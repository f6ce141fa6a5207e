// SPDX-License-Identifier: Apache-2.0

/// Reads `SELECT … FROM … WHERE …` by recursive descent, within limits.
struct QueryParser {
    struct Statement {
        var className: String
        var alias: String?
        var selected: [SelectQuery.Path]?
        var condition: SelectQuery.Condition?
    }

    let dialect: QueryDialect
    let limits: QueryLimits
    var depth = 0
    var terms = 0
    private let words: [QueryWord]
    private var next = 0

    init(_ words: [QueryWord], _ dialect: QueryDialect, _ limits: QueryLimits) {
        self.words = words
        self.dialect = dialect
        self.limits = limits
    }

    mutating func statement() throws(QueryError) -> Statement {
        if isKeyword("ASSOCIATORS") || isKeyword("REFERENCES") {
            throw .unsupported("for associations send the association filter of the CIM binding")
        }
        guard take("SELECT") else { throw unexpected("SELECT") }
        let selected = try selected()
        guard take("FROM") else { throw unexpected("FROM") }
        var statement = Statement(className: try name("a class"), selected: selected)
        if take("AS") || !isReserved && !isClause, case .name = word.kind {
            statement.alias = try name("another name for the class")
        }
        guard word.kind != .sign(",") else { throw .unsupported("classes cannot be joined; ask for one class") }
        if take("WHERE") { statement.condition = try disjunction() }
        guard word.kind == .end else {
            try refuseClause()
            try refuseOperator()
            throw unexpected("the end")
        }
        return statement
    }

    private mutating func selected() throws(QueryError) -> [SelectQuery.Path]? {
        if take(sign: "*") { return nil }
        if isKeyword("DISTINCT") { throw .unsupported("every part is returned once; leave DISTINCT out") }
        var paths: [SelectQuery.Path] = []
        repeat {
            let names = try qualifiedName("* or a property")
            if case .integer = word.kind { try refuseCount(names) }
            guard let path = Self.path(names) else { return nil }
            if isKeyword("AS") { throw .unsupported("properties keep their names; leave AS out") }
            paths.append(path)
        } while take(sign: ",")
        guard paths.count <= limits.maxTerms else { throw .tooManyTerms(limits.maxTerms) }
        return paths
    }

    /// A property as it stands behind its qualifiers; nil for all that are behind them.
    static func path(_ names: [String]) -> SelectQuery.Path? {
        guard let name = names.last, name != "*" else { return nil }
        return SelectQuery.Path(qualifiers: names.dropLast(), name: name)
    }

    // MARK: Words

    var word: QueryWord { words.indices.contains(next) ? words[next] : QueryWord(kind: .end, position: 1) }

    /// The word behind this one.
    var following: QueryWord.Kind { words.indices.contains(next + 1) ? words[next + 1].kind : .end }

    mutating func advance() { next += 1 }

    /// The word in upper case, where it is a name or a keyword.
    var keyword: String? { if case .name(let name) = word.kind { name.uppercased() } else { nil } }

    func isKeyword(_ keyword: String) -> Bool { self.keyword == keyword }

    mutating func take(_ keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        advance()
        return true
    }

    mutating func take(sign: String) -> Bool {
        guard word.kind == .sign(sign) else { return false }
        advance()
        return true
    }

    func unexpected(_ expected: String) -> QueryError {
        .syntax(found: word.shown, at: word.position, expected: expected)
    }

    /// Whether the word is one that names nothing.
    var isReserved: Bool { keyword.map(Self.isReserved) ?? false }

    static func isReserved(_ keyword: String) -> Bool {
        ["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IS", "ISA", "LIKE", "AS"].contains(keyword)
    }

    mutating func name(_ what: String) throws(QueryError) -> String {
        guard case .name(let name) = word.kind, !isReserved else { throw unexpected(what) }
        advance()
        return name
    }

    /// Names with points between them, or DSP0202's `::`; the last may be `*`.
    mutating func qualifiedName(_ what: String) throws(QueryError) -> [String] {
        var names = [try name(what)]
        if word.kind == .sign("(") { throw .unsupported("there is no function \(names[0].prefix(60))") }
        while take(sign: ".") || take(sign: "::") {
            if take(sign: "*") { return names + ["*"] }
            names.append(try name("a property"))
        }
        return names
    }
}
