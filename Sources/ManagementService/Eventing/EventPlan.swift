// SPDX-License-Identifier: Apache-2.0

import Eventing
import ProviderKit
import ResourceModel
import WSMan
import XML

/// What the service makes of a Subscribe: the classes that its events may be of, which of them pass, and in what form.
///
/// Confined to the service's executor.
final class EventPlan: EventSelection {
    /// One class, and what passes of it.
    struct Member {
        let shape: EventShape
        /// Any of these admits an event; nil admits all.
        let conditions: [RowCondition]?
    }

    let action: String
    private let members: [Member]
    private let expression: (text: XPathExpression, projects: Bool)?
    private let evaluators: EvaluatorPool
    private var row = Row()

    init(
        of uri: String, _ members: [Member], expression: (text: XPathExpression, projects: Bool)? = nil,
        _ evaluators: EvaluatorPool
    ) {
        action = uri
        self.members = members
        self.expression = expression
        self.evaluators = evaluators
    }

    func action(of event: RecordedEvent) -> String? { member(of: event)?.shape.schema.resourceURI.text }

    private func member(of event: RecordedEvent) -> Member? {
        members.first { $0.shape.eventClass.includes(event) }
    }

    func write(_ event: RecordedEvent, _ version: AddressingVersion, to writer: inout XMLWriter) -> SelectedEvent {
        guard let member = member(of: event) else { return .hidden }
        if let expression { return select(expression, member.shape, event, version, to: &writer) }
        guard let conditions = member.conditions else {
            write(event, as: member.shape, version, to: &writer)
            return .shown
        }
        for condition in conditions {
            read(event, as: member.shape, condition.read)
            guard condition.passes(row) else { continue }
            if let shown = condition.shown {
                writeFragment(event, as: member.shape, shown, version, to: &writer)
            } else {
                write(event, as: member.shape, version, to: &writer)
            }
            return .shown
        }
        return .hidden
    }

    private func read(_ event: RecordedEvent, as shape: EventShape, _ wanted: PropertySet) {
        row.reset(count: shape.schema.properties.count)
        shape.eventClass.read(event, only: wanted, into: &row)
    }

    private func write(
        _ event: RecordedEvent, as shape: EventShape, _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        read(event, as: shape, .all)
        shape.encoder.write(row, version, to: &writer)
    }

    /// What the filter leaves of an event, wrapped as a fragment (R10.2.2-4).
    private func writeFragment(
        _ event: RecordedEvent, as shape: EventShape, _ shown: PropertySet, _ version: AddressingVersion,
        to writer: inout XMLWriter
    ) {
        read(event, as: shape, shown)
        writer.raw("<wsman:XmlFragment xmlns:p=\"")
        writer.attribute(shape.schema.resourceURI.text)
        writer.raw("\">")
        shape.encoder.writeProperties(row, only: shown, version, to: &writer)
        writer.raw("</wsman:XmlFragment>")
    }

    private func select(
        _ expression: (text: XPathExpression, projects: Bool), _ shape: EventShape, _ event: RecordedEvent,
        _ version: AddressingVersion, to writer: inout XMLWriter
    ) -> SelectedEvent {
        do throws(XPathError) {
            let evaluator = try evaluators.evaluator(expression.text, version)
            var scratch = XMLWriter(capacity: 4096)
            evaluator.open(&scratch)
            write(event, as: shape, version, to: &scratch)
            switch try evaluator.evaluate(&scratch) {
            case .boolean(let truth) where !truth: return .hidden
            case .number(let number) where number == 0 || number.isNaN: return .hidden
            case .string(let text) where text.isEmpty: return .hidden
            case .nodes(0): return .hidden
            case .nodes(let count)
            where expression.projects && (0..<count).contains { evaluator.place(of: $0) != .root }:
                writer.raw("<wsman:XmlFragment>")
                for index in 0..<count { evaluator.write(index, to: &writer) }
                writer.raw("</wsman:XmlFragment>")
            default: write(event, as: shape, version, to: &writer)
            }
            return .shown
        } catch {
            return .undecided
        }
    }
}

/// The evaluators of subscriptions' filters: many subscriptions have the same, and one weighs as much as hundreds of
/// subscriptions.
final class EvaluatorPool {
    private struct Key: Hashable {
        let expression: XPathExpression
        let version: AddressingVersion
    }

    private let limits: XPathLimits
    private var evaluators: [Key: XPathEvaluator] = [:]

    /// How many are kept; what is not is compiled again for each event.
    private static let most = 32

    init(limits: XPathLimits) {
        self.limits = limits
    }

    func evaluator(
        _ expression: XPathExpression, _ version: AddressingVersion
    ) throws(XPathError) -> XPathEvaluator {
        let key = Key(expression: expression, version: version)
        if let evaluator = evaluators[key] { return evaluator }
        let made = try XPathEvaluator(expression, limits: limits, scope: ReplyWriter.scope(version))
        if evaluators.count >= Self.most { evaluators.removeAll() }
        evaluators[key] = made
        return made
    }
}
