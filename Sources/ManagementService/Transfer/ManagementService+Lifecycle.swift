// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Create: makes an instance of what the body says, and answers with its address (R7.6-3 to R7.6-9).
    func create(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        if exchange.envelope.fragment != nil {
            try await createFragment(resource, exchange, principal, &writer)
            return
        }
        let makers = resource.members.filter(\.schema.isCreatable)
        guard let maker = makers.first else {
            throw unsupported(exchange.envelope.action, of: resource)
        }
        guard makers.count == 1 else {
            throw Fault(
                .actionNotSupported, .actionMismatch, extras: [.action(exchange.envelope.action)],
                "Several classes extend \(resource.name); create \(makers.map(\.name).joined(separator: " or ")).")
        }
        try require(maker.access[.create] ?? .nobody, principal, to: "create \(maker.name)")
        let schema = maker.base.schema
        let values = try InstanceDecoder.creation(exchange.envelope.body, of: schema).map {
            PropertyChange(schema.properties[$0.0].name, $0.1)
        }
        try stopIfAnswered(exchange)
        let part: PartID
        do throws(ProviderError) {
            part = try await maker.base.create(values, by: principal)
        } catch {
            throw Fault(answering: error, of: maker.name, report: report)
        }
        do throws(Fault) {
            try await reply(withAddressOf: part, of: maker, exchange, principal, &writer)
        } catch {
            // R7.6-9.
            throw Fault(
                .encodingLimit, .unreportableSuccess,
                "The instance is made; its address cannot be told: \(error.reason)")
        }
    }

    /// Answers with the address of what was made or added to; never with its representation (R7.6-6, R7.6-7).
    func reply(
        withAddressOf part: PartID, of resource: any Resource, _ exchange: Exchange, _ principal: Principal,
        _ writer: inout XMLWriter
    ) async throws(Fault) {
        try await openReply(exchange, about: part, of: resource, principal, &writer)
        guard let (member, own) = resource.member(of: part) else {
            throw Fault(answering: .notFound, of: resource.name, report: report)
        }
        let reference: Reference
        do throws(ProviderError) {
            var row = Row()
            reference = try await member.reference(to: own, for: principal, scratch: &row)
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
        writer.raw("<wxf:ResourceCreated>")
        EndpointReferenceEncoder.writeContent(
            reference, exchange.envelope.addressing, at: exchange.envelope.to, to: &writer)
        writer.raw("</wxf:ResourceCreated>")
        ReplyWriter.close(&writer)
        try checkSize(writer, exchange)
    }

    /// Delete: removes an instance (R7.5-2, R7.5-3).
    func delete(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        if exchange.envelope.fragment != nil {
            try await deleteFragment(resource, exchange, principal, &writer)
            return
        }
        guard resource.classes.contains(where: \.schema.isCreatable) else {
            throw unsupported(exchange.envelope.action, of: resource)
        }
        try require(resource.access[.delete] ?? .nobody, principal, to: "delete \(resource.name)")
        let found = try await part(resource, exchange, principal)
        guard let (owner, part) = resource.owner(of: found), owner.schema.isCreatable else {
            throw unsupported(exchange.envelope.action, of: resource)
        }
        try require(owner.access[.delete] ?? .nobody, principal, to: "delete \(owner.schema.className)")
        try stopIfAnswered(exchange)
        do throws(ProviderError) {
            try await owner.resourceClass.delete(part, by: principal)
        } catch {
            throw Fault(answering: error, of: owner.schema.className, report: report)
        }
        // R6.5-1: the address is good no longer.
        openReply(exchange, exchange.envelope.wantsEPR ? .invalid : .notAsked, &writer)
        ReplyWriter.close(&writer)
    }
}
