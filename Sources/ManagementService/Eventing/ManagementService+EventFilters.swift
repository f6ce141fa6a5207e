// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import QueryLanguage
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Which events a Subscribe is about: those of the resource, narrowed by its filter (R10.2.2-1, R10.2.2-2).
    func eventPlan(
        _ filter: FilterRequest?, of resource: any Resource, for role: Role
    ) throws(Fault) -> EventPlan {
        let shapes = resource.eventShapes(for: role)
        guard let filter else {
            if registry.isEverything(resource) {
                // R8.2.1-5.
                throw Fault(
                    .unsupportedFeature, .filteringRequired,
                    "The events of all classes are subscribed to with a query in WQL or CQL; or name one class.")
            }
            return EventPlan(of: resource.uri, shapes.map { .init(shape: $0, conditions: nil) }, evaluators)
        }
        switch filter.condition {
        case .query(let text, let dialect):
            let query = try parse(text, dialect, filter)
            return EventPlan(of: resource.uri, try members(query, shapes, resource.name, filter), evaluators)
        case .selectors(let selectors):
            return EventPlan(of: resource.uri, try members(selectors, shapes, resource.name, filter), evaluators)
        case .xpath(let expression):
            do throws(XPathError) {
                // Tried once here, so that what cannot be is said at once: some of it shows only when it is evaluated.
                let evaluator = try XPathEvaluator(expression, limits: configuration.message.xpath)
                var nothing = XMLWriter(capacity: 256)
                evaluator.open(&nothing)
                nothing.raw("<nothing />")
                _ = try evaluator.evaluate(&nothing)
            } catch {
                throw filter.unprocessable(error.explanation(configuration.message.xpath))
            }
            return EventPlan(
                of: resource.uri, shapes.map { .init(shape: $0, conditions: nil) },
                expression: (expression, filter.mayProject), evaluators)
        case .association:
            throw filter.unprocessable("Events have no ties to follow.")
        }
    }

    /// The events that any of these queries picks, as a stored filter or a collection of such has them.
    func eventPlan(
        queries: [String], _ filter: FilterRequest?, of resource: any Resource, for role: Role
    ) throws(Fault) -> EventPlan {
        if let filter { throw filter.unprocessable("\(resource.name) is a filter; send no other beside it.") }
        let shapes = resource.eventShapes(for: role)
        var members: [EventPlan.Member] = []
        for text in queries {
            let query: SelectQuery
            do throws(QueryError) {
                query = try SelectQuery(text, .cql, limits: configuration.query)
            } catch {
                throw Fault(.eventSourceUnableToProcess, "\(error)")
            }
            for shape in shapes where shape.schema.isNamed(query.className) {
                guard let bound = try? BoundQuery(query, shape.schema) else { continue }
                members.append(.init(shape: shape, conditions: [Self.condition(bound)]))
            }
        }
        // A class once, with all that asks for it, in the order in which an event finds its class.
        let merged = shapes.compactMap { shape -> EventPlan.Member? in
            let conditions = members.filter { $0.shape.schema.className == shape.schema.className }
                .flatMap { $0.conditions ?? [] }
            return conditions.isEmpty ? nil : .init(shape: shape, conditions: conditions)
        }
        return EventPlan(of: resource.uri, merged, evaluators)
    }

    /// The classes that a query is about; one without a property that it names has no event that passes.
    private func members(
        _ query: SelectQuery, _ shapes: [EventShape], _ name: String, _ filter: FilterRequest
    ) throws(Fault) -> [EventPlan.Member] {
        let named = shapes.filter { $0.schema.isNamed(query.className) }
        guard !named.isEmpty else {
            let near = NearMatches.of(query.className, among: shapes.map(\.schema.className))
            throw filter.unprocessable(
                "No events of \(query.className.prefix(200)) come from \(name)\(near.isEmpty ? "." : near)")
        }
        return try Self.each(named) { shape throws(Fault) in
            do throws(QueryError) {
                return Self.condition(try BoundQuery(query, shape.schema))
            } catch {
                throw filter.unprocessable("\(error)")
            }
        }
    }

    private func members(
        _ selectors: [Selector], _ shapes: [EventShape], _ name: String, _ filter: FilterRequest
    ) throws(Fault) -> [EventPlan.Member] {
        try Self.each(shapes) { shape throws(Fault) in try Self.condition(selectors, on: shape.schema, filter) }
    }

    /// Members with their conditions; one class that can be asked is enough, else the first refusal counts.
    private static func each(
        _ shapes: [EventShape], _ condition: (EventShape) throws(Fault) -> RowCondition
    ) throws(Fault) -> [EventPlan.Member] {
        var members: [EventPlan.Member] = []
        var refusal: Fault?
        for shape in shapes {
            do throws(Fault) {
                members.append(.init(shape: shape, conditions: [try condition(shape)]))
            } catch {
                // Its events are none of those above it either.
                members.append(.init(shape: shape, conditions: []))
                if refusal == nil { refusal = error }
            }
        }
        if let refusal, members.allSatisfy({ $0.conditions?.isEmpty ?? false }) { throw refusal }
        return members
    }

    private static func condition(_ bound: BoundQuery) -> RowCondition {
        RowCondition(read: bound.read, shown: bound.projected, passes: bound.matches)
    }
}
