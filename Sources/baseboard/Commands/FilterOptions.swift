// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// The flags that say which instances are wanted, or which parts of them.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only what fits: an XPath expression, a query, or with --dialect selector a Property=Value.",
            valueName: "filter"))
    var filter: [String] = []

    @Option(
        help: ArgumentHelp(
            "What --filter is: xpath (the default), selector, wql, cql, or the URI of a dialect.", valueName: "dialect"),
        completion: .list(["xpath", "selector", "wql", "cql"]))
    var dialect = "xpath"

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

    func validate() throws {
        guard associatedWith == nil || filter.isEmpty else {
            throw ValidationError("Give --filter or --associated-with, not both.")
        }
        let narrows = references || association != nil || role != nil || resultClass != nil || resultRole != nil
        guard associatedWith != nil || !narrows else {
            throw ValidationError(
                "--references, --association, --role, --result-class and --result-role go with --associated-with.")
        }
        guard !references || resultClass == nil && resultRole == nil else {
            throw ValidationError("With --references the ties are the result; name their class with --association.")
        }
        guard filter.count <= 1 || dialect == "selector" else {
            throw ValidationError("Give one --filter; several go with --dialect selector only.")
        }
        guard dialect != "selector" || filter.allSatisfy({ KeyValue(argument: $0) != nil }) else {
            throw ValidationError("With --dialect selector each --filter is a Property=Value.")
        }
        guard ["xpath", "selector", "wql", "cql"].contains(dialect) || dialect.contains(":") else {
            throw ValidationError("--dialect is xpath, selector, wql, cql or a URI.")
        }
    }

    /// The filter that was asked for.
    var enumerationFilter: EnumerationFilter? {
        if let associatedWith {
            var query = AssociationQuery(associatedWith.reference([]))
            query.wantsTies = references
            query.associationClass = association
            query.role = role
            query.resultClass = resultClass
            query.resultRole = resultRole
            return .association(query)
        }
        guard let text = filter.first else { return nil }
        switch dialect {
        case "xpath": return .xpath(text)
        case "selector":
            return .selectors(filter.compactMap(KeyValue.init(argument:)).map { Selector($0.name, $0.value) })
        case "wql": return .query(text, .wql)
        case "cql": return .query(text, .cql)
        default: return .other(text, dialect: dialect)
        }
    }

    /// Whether the class may be left out: the query names it, or the ties lead to any.
    var namesClass: Bool { associatedWith != nil || !filter.isEmpty && (dialect == "wql" || dialect == "cql") }
}
