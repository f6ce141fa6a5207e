// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Get: one instance by its selectors (R7.3-1).
    func get(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let part = try await part(resource, exchange, principal)
        if let fragment = exchange.envelope.fragment {
            try await reply(with: fragment, of: part, resource, exchange, principal, &writer)
        } else {
            try await reply(with: part, of: resource, exchange, principal, &writer)
        }
    }

    /// Answers with a part's representation.
    func reply(
        with part: PartID, of resource: any Resource, _ exchange: Exchange, _ principal: Principal,
        _ writer: inout XMLWriter
    ) async throws(Fault) {
        try await openReply(exchange, about: part, of: resource, principal, &writer)
        var row = Row()
        do throws(ProviderError) {
            try await resource.writeObject(
                part, .includeSubclassProperties, for: principal, exchange.envelope.addressing, scratch: &row,
                to: &writer)
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
        ReplyWriter.close(&writer)
        try checkSize(writer, exchange)
    }

    /// Opens an answer, with the address of the part where the client asks for it (R6.5-1).
    func openReply(
        _ exchange: Exchange, about part: PartID, of resource: any Resource, _ principal: Principal,
        _ writer: inout XMLWriter
    ) async throws(Fault) {
        var epr = RequestedEPR.notAsked
        if exchange.envelope.wantsEPR {
            var address = XMLWriter(capacity: 1024)
            var row = Row()
            do throws(ProviderError) {
                try await resource.writeReference(
                    part, for: principal, exchange.envelope.addressing, scratch: &row, to: &address)
                epr = .markup(address.withUnsafeBytes { Array($0) })
            } catch {
                epr = .unknown
            }
        }
        openReply(exchange, epr, &writer)
    }

    func openReply(_ exchange: Exchange, _ epr: RequestedEPR = .notAsked, _ writer: inout XMLWriter) {
        ReplyWriter.open(
            &writer, to: exchange.envelope, action: exchange.envelope.action + "Response",
            messageID: messageIDs.next(), requestedEPR: epr)
    }

    /// Put: changes what is writable and differs, all or nothing (R7.4-3, R7.4-8).
    func put(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let (found, owner, part) = try await writable(resource, exchange, principal)
        let resourceClass = owner.resourceClass
        let sent: [(Int, Value)]
        if let fragment = exchange.envelope.fragment {
            sent = try await changes(fragment, .put, of: found, resource, exchange, principal)
        } else {
            sent = try InstanceDecoder.changes(exchange.envelope.body, of: resourceClass.schema)
        }
        let isChanged = try await change(sent, to: part, of: resourceClass, exchange, principal)
        do throws(Fault) {
            if let fragment = exchange.envelope.fragment {
                try await reply(with: fragment, of: found, resource, exchange, principal, &writer)
            } else {
                try await reply(with: found, of: resource, exchange, principal, &writer)
            }
        } catch {
            guard isChanged else { throw error }
            // R7.4-9: it is done, only the answer cannot be had.
            throw Fault(
                .encodingLimit, .unreportableSuccess, "The change is made; its answer cannot be had: \(error.reason)")
        }
    }

    /// Finds a part that may be changed by who asks.
    func writable(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> (found: PartID, owner: GuardedClass, part: PartID) {
        let nothing = Fault(
            .actionNotSupported, .actionMismatch, extras: [.action(exchange.envelope.action)],
            "\(resource.name) has nothing that can be written (R7.4-3).")
        guard resource.classes.contains(where: \.schema.isWritable) else { throw nothing }
        try require(resource.access[.put] ?? .nobody, principal, to: "put \(resource.name)")
        let found = try await part(resource, exchange, principal)
        guard let (owner, part) = resource.owner(of: found), owner.schema.isWritable else { throw nothing }
        try require(owner.access[.put] ?? .nobody, principal, to: "put \(owner.schema.className)")
        return (found, owner, part)
    }

    /// Makes what of the values sent differs from those there are theirs, all or none; the result says whether any did.
    @discardableResult
    func change(
        _ sent: [(Int, Value)], to part: PartID, of resourceClass: any ResourceClass, _ exchange: Exchange,
        _ principal: Principal
    ) async throws(Fault) -> Bool {
        let changes = try await changes(sent, to: part, of: resourceClass)
        guard !changes.isEmpty else { return false }
        try stopIfAnswered(exchange)
        do throws(ProviderError) {
            try await resourceClass.write(changes, to: part, by: principal)
        } catch {
            throw Fault(answering: error, of: resourceClass.schema.className, report: report)
        }
        return true
    }

    /// What of the values sent differs from those there are.
    private func changes(
        _ sent: [(Int, Value)], to part: PartID, of resourceClass: any ResourceClass
    ) async throws(Fault) -> [PropertyChange] {
        let schema = resourceClass.schema
        var wanted = PropertySet.none
        for (position, _) in sent { wanted.insert(position) }
        var row = Row()
        row.reset(count: schema.properties.count)
        do throws(ProviderError) {
            try await resourceClass.read(part, only: wanted, into: &row)
        } catch {
            throw Fault(answering: error, of: schema.className, report: report)
        }
        return sent.filter { !Self.isSame($0.1, row[$0.0]) }.map {
            PropertyChange(schema.properties[$0.0].name, $0.1)
        }
    }

    /// Ends here when the client was told that time is over: then nothing is to change any more.
    func stopIfAnswered(_ exchange: Exchange) throws(Fault) {
        if exchange.isAnswered { throw Fault(.timedOut, "The operation timed out.") }
    }

    static func isSame(_ sent: Value, _ current: Value) -> Bool {
        if sent.isAbsent { return current.isAbsent }
        if let left = sent.integerValue, let right = current.integerValue { return left == right }
        return sent == current
    }
}
