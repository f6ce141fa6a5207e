// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// The flags that say which instances are wanted, or which parts of them.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only what fits: an XPath expression, a query, or as --dialect says; --dialect selector takes several.",
            valueName: "filter"))
    var filter: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            What --filter is: xpath (the default), selector (Property=Value), wql, cql, association (an address, as \
            --associated-with), or the URI of a dialect.
            """, valueName: "dialect"),
        completion: .list(["xpath", "selector", "wql", "cql", "association"]))
    var dialect: String?

    @Option(help: ArgumentHelp("A query in WQL: as --filter with --dialect wql.", valueName: "query"))
    var query: String?

    @Option(help: ArgumentHelp("Only what is tied to this instance, CLASS?Key=Value.", valueName: "address"))
    var associatedWith: ResourceArgument?

    @Flag(help: "Of --associated-with, the ties themselves instead of what they tie.")
    var references = false

    @Option(help: ArgumentHelp("The class of the ties.", valueName: "class"))
    var association: String?

    @Option(help: ArgumentHelp("What the ties call the instance.", valueName: "name"))
    var role: String?

    @Option(help: ArgumentHelp("The class of what is wanted.", valueName: "class"))
    var resultClass: String?

    @Option(help: ArgumentHelp("What the ties call what is wanted.", valueName: "name"))
    var resultRole: String?

    @Option(help: ArgumentHelp("A property of what is wanted; may be repeated.", valueName: "name"))
    var resultProperty: [String] = []

    func validate() throws {
        guard query == nil || filter.isEmpty && dialect == nil && associatedWith == nil else {
            throw ValidationError("Give --query or another filter, not both.")
        }
        guard associatedWith == nil || filter.isEmpty else {
            throw ValidationError("Give --filter or --associated-with, not both.")
        }
        guard dialect == nil || !filter.isEmpty else { throw ValidationError("--dialect tells what --filter is.") }
        guard knownDialect != nil || dialect?.contains(":") == true else {
            throw ValidationError("--dialect is xpath, selector, wql, cql, association or a URI.")
        }
        guard filter.count <= 1 || knownDialect == .selector else {
            throw ValidationError("Give one --filter; several go with --dialect selector only.")
        }
        if knownDialect == .selector, !filter.allSatisfy({ KeyValue(argument: $0) != nil }) {
            throw ValidationError("With --dialect selector each --filter is a Property=Value.")
        }
        if knownDialect == .association, !filter.isEmpty, object == nil {
            throw ValidationError("With --dialect association the --filter is an address, CLASS?Key=Value.")
        }
        let narrows =
            references || association != nil || role != nil || resultClass != nil || resultRole != nil
            || !resultProperty.isEmpty
        guard object != nil || !narrows else {
            throw ValidationError(
                "--references, --association, --role and what begins with --result go with --associated-with.")
        }
        guard !references || resultClass == nil && resultRole == nil else {
            throw ValidationError("With --references the ties are the result; name their class with --association.")
        }
    }

    /// The dialect by its short name or its URI; nil for one that is not known here.
    private var knownDialect: FilterDialect? {
        switch dialect?.lowercased() {
        case nil, "xpath": .xpath
        case "selector": .selector
        case "wql": .wql
        case "cql": .cql
        case "association": .association
        default: dialect.flatMap { FilterDialect(uri: $0) }
        }
    }

    /// The instance whose ties are meant.
    private var object: ResourceArgument? {
        if let associatedWith { return associatedWith }
        guard knownDialect == .association, let address = filter.first else { return nil }
        return ResourceArgument(argument: address)
    }

    /// The filter that was asked for.
    var enumerationFilter: EnumerationFilter? {
        if let object {
            var query = AssociationQuery(object.reference([]))
            query.wantsTies = references
            query.associationClass = association
            query.role = role
            query.resultClass = resultClass
            query.resultRole = resultRole
            query.resultProperties = resultProperty
            return .association(query)
        }
        if let query { return .query(query, .wql) }
        guard let text = filter.first else { return nil }
        switch knownDialect {
        case .xpath: return .xpath(text)
        case .selector:
            return .selectors(filter.compactMap(KeyValue.init(argument:)).map { Selector($0.name, $0.value) })
        case .wql: return .query(text, .wql)
        case .cql: return .query(text, .cql)
        case .association, .eventRoot, nil: return .other(text, dialect: dialect ?? "")
        }
    }

    /// Whether the class may be left out: the query names it, or the ties lead to any.
    var namesClass: Bool {
        object != nil || query != nil || !filter.isEmpty && (knownDialect == .wql || knownDialect == .cql)
    }
}
