// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// What an Enumerate goes over: its plan, and the parts, narrowed where the filter names keys.
    func plan(
        _ request: EnumerateRequest, of resource: any Resource, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> (plan: EnumerationPlan, parts: [PartID]) {
        guard let filter = request.filter else {
            if registry.isEverything(resource) {
                // R8.2.1-5.
                throw Fault(
                    .unsupportedFeature, .filteringRequired,
                    "All classes are enumerated with a query in WQL or CQL or an association filter; or enumerate one class."
                )
            }
            let parts = try await scope(resource, request.polymorphism, exchange, principal)
            return (unfilteredPlan(request, of: resource), parts)
        }
        switch filter.condition {
        case .association(let association):
            let parts = try await self.parts(association, exchange, principal)
            let plan = EnumerationPlan(registry.everything, request, properties: association.resultProperties)
            return (plan, parts)
        case .query(let text, let dialect):
            return try await query(text, dialect, filter, request, resource, exchange, principal)
        case .selectors(let selectors):
            try refuseEverything(resource, filter)
            let conditions = try conditions(selectors, on: resource, filter)
            let plan = EnumerationPlan(resource, request, filter: .rows(conditions))
            // What is a key of one class and not of another does not say where to look.
            let keys = selectors.filter { selector in
                resource.members.allSatisfy { conditions[$0.name] == nil || $0.type(ofSelector: selector.name) != nil }
            }
            if let parts = try await lookUp(keys, in: resource, request, exchange, principal) {
                return (plan, parts)
            }
            return (plan, try await scope(resource, request.polymorphism, exchange, principal))
        case .xpath(let expression):
            try refuseEverything(resource, filter)
            do throws(XPathError) {
                // Compiled once here, so that what cannot be is said at once.
                _ = try XPathEvaluator(expression, limits: configuration.message.xpath)
            } catch {
                throw filter.unprocessable(error.explanation(configuration.message.xpath))
            }
            let parts = try await scope(resource, request.polymorphism, exchange, principal)
            return (
                EnumerationPlan(
                    resource, request, filter: .expression(expression, projects: filter.mayProject)), parts
            )
        }
    }

    /// The plan of an enumeration without a filter, which open enumerations share.
    private func unfilteredPlan(_ request: EnumerateRequest, of resource: any Resource) -> EnumerationPlan {
        let key = PlanKey(uri: resource.uri, mode: request.mode, polymorphism: request.polymorphism)
        if request.endTo == nil, let plan = plans[key] { return plan }
        let plan = EnumerationPlan(resource, request)
        // Only classes that are there make keys, so they are few.
        if request.endTo == nil { plans[key] = plan }
        return plan
    }

    private func refuseEverything(_ resource: any Resource, _ filter: FilterRequest) throws(Fault) {
        guard registry.isEverything(resource) else { return }
        throw Fault(
            .filterDialectRequestedUnavailable,
            extras: [FilterDialect.wql, .cql, .association].map { .supportedDialect($0.uri) },
            "All classes are enumerated with a query in WQL or CQL or an association filter.")
    }

    /// What the selectors of annex E ask of each class; a class without one of the properties has no part that passes.
    private func conditions(
        _ selectors: [Selector], on resource: any Resource, _ filter: FilterRequest
    ) throws(Fault) -> [String: RowCondition] {
        var conditions: [String: RowCondition] = [:]
        var refusal: Fault?
        for member in resource.members {
            do throws(Fault) {
                conditions[member.name] = try Self.condition(selectors, on: member.base.schema, filter)
            } catch {
                if refusal == nil { refusal = error }
            }
        }
        if conditions.isEmpty {
            throw refusal ?? filter.unprocessable("\(resource.name) has no properties to filter by.")
        }
        return conditions
    }

    static func condition(
        _ selectors: [Selector], on schema: ResourceSchema, _ filter: FilterRequest
    ) throws(Fault) -> RowCondition {
        var read = PropertySet.none
        var wanted: [(position: Int, value: Value)] = []
        for selector in selectors where selector.name.lowercased() != "__cimnamespace" {
            let position = schema.position(of: selector.name)
            guard let position, schema.properties[position].isComparable else {
                let usable = schema.properties.filter(\.isComparable).map(\.name)
                let near = NearMatches.of(selector.name, among: usable)
                throw filter.unprocessable(
                    "\(schema.className) cannot be filtered by \(selector.name.prefix(200))\(near.isEmpty ? "." : near)",
                    extras: usable.prefix(namedSelectors).map { .supportedSelectorName($0) })
            }
            guard case .text(let text) = selector.value,
                let value = try? schema.properties[position].type.parse(text)
            else {
                throw filter.unprocessable(
                    "\(selector.name.prefix(200)) is to equal what is no \(schema.properties[position].type.name).")
            }
            read.insert(position)
            wanted.append((position, value))
        }
        return RowCondition(read: read, shown: nil) { row in
            wanted.allSatisfy { isSame($0.value, row[$0.position]) && !row[$0.position].isAbsent }
        }
    }

    /// How many names a fault lists: a fault of 4096 octets may always be sent (R13.4-6).
    private static var namedSelectors: Int { 24 }

    /// The part that the keys among the selectors pick; nil where they pick none by themselves.
    func lookUp(
        _ selectors: [Selector], in resource: any Resource, _ request: EnumerateRequest, _ exchange: Exchange,
        _ principal: Principal
    ) async throws(Fault) -> [PartID]? {
        let keys = selectors.filter { resource.type(ofSelector: $0.name) != nil }
        // What the header scopes is few enough.
        guard !keys.isEmpty, exchange.envelope.selectors.allSatisfy({ $0.name.lowercased() == "__cimnamespace" })
        else { return nil }
        do throws(ProviderError) {
            return try await scope(resource, to: keys, request.polymorphism, principal)
        } catch .insufficientSelectors {
            return nil
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
    }
}

extension PropertySchema {
    /// Whether annex E's equality is possible: neither arrays nor moments nor references (`spec/xpath-and-selectors.md` 6).
    fileprivate var isComparable: Bool {
        guard !isArray else { return false }
        return switch type {
        case .datetime, .reference, .instance: false
        default: true
        }
    }
}
