// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// Writes the items of one answer: each part that the plan's filter lets pass, in the form that was asked for.
///
/// It keeps what one request needs again and again: a row, and for expressions libxml2's context and a scratch buffer.
final class ItemWriter {
    private let plan: EnumerationPlan
    private let principal: Principal
    private let version: AddressingVersion
    private let limits: XPathLimits
    private let report: (String) -> Void
    private var evaluator: XPathEvaluator?
    private var scratch = XMLWriter(capacity: 64)
    /// Which properties an expression can see, by class.
    private var visible: [String: PropertySet] = [:]
    private var shown: [String: PropertySet] = [:]

    init(
        _ plan: EnumerationPlan, for principal: Principal, _ version: AddressingVersion, limits: XPathLimits,
        report: @escaping (String) -> Void
    ) {
        self.plan = plan
        self.principal = principal
        self.version = version
        self.limits = limits
        self.report = report
    }

    /// What of a part goes into the answer.
    private enum Content {
        case whole
        /// A fragment of these properties.
        case properties(PropertySet)
        /// What the expression selected.
        case selection(Int)
    }

    /// Writes a part's item, or nothing where the filter drops it; the result says which.
    ///
    /// - Throws: a fault of the enumeration; a part that has gone is dropped.
    func write(_ part: PartID, row: inout Row, to writer: inout XMLWriter) async throws(Fault) -> Bool {
        let mark = writer.count
        do throws(ProviderError) {
            guard let content = try await content(of: part, row: &row) else { return false }
            switch plan.mode {
            case .object:
                try await write(content, of: part, row: &row, to: &writer)
            case .reference:
                try await plan.resource.writeReference(part, for: principal, version, scratch: &row, to: &writer)
            case .objectAndReference:
                writer.raw("<wsman:Item>")
                try await write(content, of: part, row: &row, to: &writer)
                try await plan.resource.writeReference(part, for: principal, version, scratch: &row, to: &writer)
                writer.raw("</wsman:Item>")
            }
            return true
        } catch .notFound {
            writer.truncate(to: mark)
            return false
        } catch {
            if let fault { throw fault }
            throw Fault(answering: error, of: plan.resource.name, report: report)
        }
    }

    /// What ended the evaluation of an expression; beside the provider's errors, which a fault is no case of.
    private var fault: Fault?

    /// What is shown of a part; nil where the filter drops it.
    private func content(of part: PartID, row: inout Row) async throws(ProviderError) -> Content? {
        switch plan.filter {
        case nil: return .whole
        case .rows(let conditions):
            guard let (resource, own) = plan.resource.member(of: part), let condition = conditions[resource.name]
            else { return nil }
            try await resource.read(own, only: condition.read, for: principal, into: &row)
            guard condition.passes(row) else { return nil }
            return condition.shown.map { .properties($0) } ?? .whole
        case .expression(let expression, let projects):
            return try await select(expression, projects: projects, in: part, row: &row)
        }
    }

    private func select(
        _ expression: XPathExpression, projects: Bool, in part: PartID, row: inout Row
    ) async throws(ProviderError) -> Content? {
        let outcome: XPathEvaluator.Outcome
        do throws(XPathError) {
            let evaluator = try readyEvaluator(expression)
            scratch.removeAll()
            evaluator.open(&scratch)
        } catch {
            throw stop(error, projects)
        }
        try await writeForSelection(part, expression, row: &row)
        do throws(XPathError) {
            outcome = try readyEvaluator(expression).evaluate(&scratch)
        } catch {
            throw stop(error, projects)
        }
        switch outcome {
        case .boolean(let truth): return truth ? .whole : nil
        case .number(let number): return number != 0 && !number.isNaN ? .whole : nil
        case .string(let text): return text.isEmpty ? nil : .whole
        case .nodes(0): return nil
        case .nodes(let count):
            guard projects, let evaluator, (0..<count).contains(where: { evaluator.place(of: $0) != .root }) else {
                return .whole
            }
            return .selection(count)
        }
    }

    private func readyEvaluator(_ expression: XPathExpression) throws(XPathError) -> XPathEvaluator {
        if let evaluator { return evaluator }
        let made = try XPathEvaluator(expression, limits: limits, scope: ReplyWriter.scope(version))
        evaluator = made
        return made
    }

    private func stop(_ error: XPathError, _ projects: Bool) -> ProviderError {
        fault = Fault(
            projects ? .cannotProcessFilter : .enumerationCannotProcessFilter, error.explanation(limits))
        return .unsupportedAction
    }

    /// Writes as much of a part as the expression can see: most name a few properties of many.
    private func writeForSelection(
        _ part: PartID, _ expression: XPathExpression, row: inout Row
    ) async throws(ProviderError) {
        if plan.polymorphism != .excludeSubclassProperties, let names = expression.visibleNames,
            let (resource, own) = plan.resource.member(of: part)
        {
            let wanted = visibleProperties(of: resource, names)
            try await resource.writeObject(
                own, only: wanted, for: principal, version, scratch: &row, to: &scratch)
        } else {
            try await plan.resource.writeObject(
                part, plan.polymorphism, for: principal, version, scratch: &row, to: &scratch)
        }
    }

    private func visibleProperties(of resource: ClassResource, _ names: Set<String>) -> PropertySet {
        if let known = visible[resource.name] { return known }
        let wanted = resource.base.schema.positions(of: names)
        visible[resource.name] = wanted
        return wanted
    }

    private func write(
        _ content: Content, of part: PartID, row: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        switch content {
        case .whole:
            if let properties = plan.properties, let (resource, own) = plan.resource.member(of: part) {
                try await resource.writeObject(
                    own, only: shownProperties(of: resource, properties), for: principal, version, scratch: &row,
                    to: &writer)
            } else {
                try await plan.resource.writeObject(
                    part, plan.polymorphism, for: principal, version, scratch: &row, to: &writer)
            }
        case .properties(let wanted):
            guard let (resource, own) = plan.resource.member(of: part) else { throw .notFound }
            try await resource.writeFragment(
                own, only: wanted, for: principal, version, scratch: &row, to: &writer)
        case .selection(let count):
            // R8.6-1.
            writer.raw("<wsman:XmlFragment>")
            for index in 0..<count { evaluator?.write(index, to: &writer) }
            writer.raw("</wsman:XmlFragment>")
        }
    }

    private func shownProperties(of resource: ClassResource, _ names: Set<String>) -> PropertySet {
        if let known = shown[resource.name] { return known }
        var wanted = PropertySet.none
        for (position, property) in resource.base.schema.properties.enumerated()
        where names.contains(property.name.lowercased()) {
            wanted.insert(position)
        }
        shown[resource.name] = wanted
        return wanted
    }
}
