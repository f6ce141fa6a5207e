// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import QueryLanguage
import ResourceModel
import WSMan

extension ManagementService {
    /// What a query goes over: the class that it names, of all classes or of those below the one addressed.
    func query(
        _ text: String, _ dialect: FilterDialect, _ filter: FilterRequest, _ request: EnumerateRequest,
        _ addressed: any Resource, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> (plan: EnumerationPlan, parts: [PartID]) {
        let query = try parse(text, dialect, filter)
        let resource = try resource(of: query, addressed, filter)
        try require(resource.access.enumerate, principal, to: "enumerate \(resource.name)")
        let (conditions, keys) = try bind(query, to: resource, filter)
        let plan = EnumerationPlan(resource, request, filter: .rows(conditions))
        // In WQL letter case does not count, keys are looked up as they are: what is not found so is searched for.
        if let parts = try await lookUp(keys, in: resource, request, exchange, principal),
            query.dialect == .cql || !parts.isEmpty
        {
            return (plan, parts)
        }
        return (plan, try await scope(resource, request.polymorphism, exchange, principal))
    }

    /// Reads a filter's query.
    func parse(_ text: String, _ dialect: FilterDialect, _ filter: FilterRequest) throws(Fault) -> SelectQuery {
        do throws(QueryError) {
            return try SelectQuery(text, dialect == .wql ? .wql : .cql, limits: configuration.query)
        } catch {
            throw filter.unprocessable("\(error)")
        }
    }

    /// The class after FROM: the one addressed, or one that extends it.
    private func resource(
        of query: SelectQuery, _ addressed: any Resource, _ filter: FilterRequest
    ) throws(Fault) -> any Resource {
        guard !addressed.members.isEmpty else {
            throw filter.unprocessable("\(addressed.name) has no properties that a query could be about.")
        }
        guard query.className.lowercased() != addressed.name.lowercased() else { return addressed }
        guard let named = registry.resource(ofClass: query.className) else {
            let near = NearMatches.of(query.className, among: registry.classNames)
            throw filter.unprocessable(
                "There is no class \(query.className.prefix(200)) to select from\(near.isEmpty ? "." : near)")
        }
        guard named.hasInstances else {
            throw filter.unprocessable("\(named.name) is a class of events, which has no instances to select.")
        }
        guard registry.isEverything(addressed) || (named as? any SchemaResource)?.schema.extends(addressed.name) == true
        else {
            throw filter.unprocessable(
                "The query is on \(named.name), the message is addressed to \(addressed.name), which it does not extend."
            )
        }
        return named
    }

    /// What the query asks of each class; a class without one of the properties has no part that passes.
    private func bind(
        _ query: SelectQuery, to resource: any Resource, _ filter: FilterRequest
    ) throws(Fault) -> (conditions: [String: RowCondition], keys: [Selector]) {
        var conditions: [String: RowCondition] = [:]
        var keys: [Selector]?
        var refusal: Fault?
        for member in resource.members {
            do throws(QueryError) {
                let bound = try BoundQuery(query, member.base.schema)
                conditions[member.name] = RowCondition(
                    read: bound.read, shown: bound.projected, passes: bound.matches)
                // What is a key of one class and not of another does not say where to look.
                keys = keys.map { $0 == bound.keys ? $0 : [] } ?? bound.keys
            } catch {
                var text = "\(error)"
                if case .unknownProperty(let name, _) = error {
                    let near = NearMatches.of(name, among: member.base.schema.properties.map(\.name))
                    if !near.isEmpty { text = "\(text.dropLast())\(near)" }
                }
                if refusal == nil { refusal = filter.unprocessable(text) }
            }
        }
        if conditions.isEmpty, let refusal { throw refusal }
        return (conditions, keys ?? [])
    }
}

extension ResourceSchema {
    fileprivate func extends(_ name: String) -> Bool { superclasses.contains(name) }
}
