// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Answers with the part of a representation that an expression picks (R7.7-3 to R7.7-5).
    func reply(
        with fragment: FragmentTransfer, of part: PartID, _ resource: any Resource, _ exchange: Exchange,
        _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let evaluator = try evaluator(fragment, exchange)
        var outcome = try await evaluate(
            evaluator, on: part, seeing: fragment.expression.visibleNames, resource, exchange, principal)
        if case .nodes(let count) = outcome, fragment.expression.visibleNames != nil,
            (0..<count).contains(where: { evaluator.place(of: $0) == .root })
        {
            // The whole was picked, not only what the expression names of it.
            outcome = try await evaluate(evaluator, on: part, seeing: nil, resource, exchange, principal)
        }
        try await openReply(exchange, about: part, of: resource, principal, &writer)
        switch outcome {
        case .nodes(0): writer.raw("<wsman:XmlFragment xsi:nil=\"true\" />")
        case .nodes(let count):
            writer.raw("<wsman:XmlFragment>")
            for index in 0..<count { evaluator.write(index, to: &writer) }
            writer.raw("</wsman:XmlFragment>")
        case .boolean(let truth): write(fragment: truth ? "true" : "false", &writer)
        case .number(let number):
            write(fragment: Int64(exactly: number).map { String($0) } ?? "\(number)", &writer)
        case .string(let text): write(fragment: text, &writer)
        }
        ReplyWriter.close(&writer)
        try checkSize(writer, exchange)
    }

    private func write(fragment text: String, _ writer: inout XMLWriter) {
        writer.raw("<wsman:XmlFragment>")
        writer.text(text)
        writer.raw("</wsman:XmlFragment>")
    }

    /// Create of a fragment: adds what is missing, or inserts into an array; never changes (R7.11-1, R7.11-2).
    func createFragment(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let found = try await changeFragment(.create, resource, exchange, principal)
        do throws(Fault) {
            try await reply(withAddressOf: found, of: resource, exchange, principal, &writer)
        } catch {
            throw Fault(
                .encodingLimit, .unreportableSuccess, "The fragment is made; its answer cannot be had: \(error.reason)")
        }
    }

    /// Delete of a fragment: takes a value away, or an element out of an array.
    func deleteFragment(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let found = try await changeFragment(.delete, resource, exchange, principal)
        try await openReply(exchange, about: found, of: resource, principal, &writer)
        ReplyWriter.close(&writer)
    }

    private func changeFragment(
        _ kind: FragmentChange.Kind, _ resource: any Resource, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> PartID {
        let (found, owner, part) = try await writable(resource, exchange, principal)
        guard let fragment = exchange.envelope.fragment else { return found }
        let sent = try await changes(fragment, kind, of: found, resource, exchange, principal)
        try await change(sent, to: part, of: owner.resourceClass, exchange, principal)
        return found
    }

    /// The values that properties are to have once the fragment is changed: all of it, or nothing (R7.7-6).
    func changes(
        _ fragment: FragmentTransfer, _ kind: FragmentChange.Kind, of found: PartID, _ resource: any Resource,
        _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> [(Int, Value)] {
        guard let (member, own) = resource.member(of: found) else {
            throw unsupported(exchange.envelope.action, of: resource)
        }
        let schema = member.base.schema
        var change = FragmentChange(kind, fragment.expression, schema)
        if kind != .create {
            let evaluator = try evaluator(fragment, exchange)
            let outcome = try await evaluate(evaluator, on: found, seeing: nil, resource, exchange, principal)
            if case .nodes(let count) = outcome { change.places = (0..<count).map(evaluator.place) }
        }
        if kind == .put, change.isOfWhole {
            return try InstanceDecoder.changes(try FragmentChange.content(exchange.envelope.body).only, of: schema)
        }
        let position = try change.property()
        var row = Row()
        do throws(ProviderError) {
            var wanted = PropertySet.none
            wanted.insert(position)
            try await member.read(own, only: wanted, for: principal, into: &row)
        } catch {
            throw Fault(answering: error, of: schema.className, report: report)
        }
        return [(position, try change.value(of: position, now: row[position], exchange.envelope.body))]
    }

    private func evaluator(_ fragment: FragmentTransfer, _ exchange: Exchange) throws(Fault) -> XPathEvaluator {
        do throws(XPathError) {
            return try XPathEvaluator(
                fragment.expression, limits: configuration.message.xpath,
                scope: ReplyWriter.scope(exchange.envelope.addressing))
        } catch {
            throw Fault(.cannotProcessFilter, error.explanation(configuration.message.xpath))
        }
    }

    /// Evaluates an expression on a part, of which only the properties of these names are read.
    private func evaluate(
        _ evaluator: XPathEvaluator, on part: PartID, seeing names: Set<String>?, _ resource: any Resource,
        _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> XPathEvaluator.Outcome {
        var scratch = XMLWriter()
        var row = Row()
        evaluator.open(&scratch)
        do throws(ProviderError) {
            if let names, let (member, own) = resource.member(of: part) {
                try await member.writeObject(
                    own, only: member.base.schema.positions(of: names), for: principal, exchange.envelope.addressing,
                    scratch: &row, to: &scratch)
            } else {
                try await resource.writeObject(
                    part, .includeSubclassProperties, for: principal, exchange.envelope.addressing, scratch: &row,
                    to: &scratch)
            }
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
        do throws(XPathError) {
            return try evaluator.evaluate(&scratch)
        } catch {
            throw Fault(.cannotProcessFilter, error.explanation(configuration.message.xpath))
        }
    }
}

extension ResourceSchema {
    /// The properties among these names, as they are spelled.
    func positions(of names: Set<String>) -> PropertySet {
        var positions = PropertySet.none
        for (position, property) in properties.enumerated() where names.contains(property.name) {
            positions.insert(position)
        }
        return positions
    }
}
