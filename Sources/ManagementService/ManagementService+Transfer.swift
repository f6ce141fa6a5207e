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
        try await reply(with: part, of: resource, exchange, principal, &writer)
    }

    private func reply(
        with part: PartID, of resource: any Resource, _ exchange: Exchange, _ principal: Principal,
        _ writer: inout XMLWriter
    ) async throws(Fault) {
        ReplyWriter.open(
            &writer, to: exchange.envelope, action: exchange.envelope.action + "Response",
            messageID: messageIDs.next())
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

    /// Put: changes what is writable and differs, all or nothing (R7.4-3, R7.4-8).
    func put(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let nothing = Fault(
            .actionNotSupported, .actionMismatch, extras: [.action(exchange.envelope.action)],
            "\(resource.name) has nothing that can be written (R7.4-3).")
        guard resource.classes.contains(where: \.schema.isWritable) else { throw nothing }
        try require(resource.access[.put] ?? .nobody, principal, to: "put \(resource.name)")
        let found = try await part(resource, exchange, principal)
        guard let (owner, part) = resource.owner(of: found), owner.schema.isWritable else { throw nothing }
        let resourceClass = owner.resourceClass
        try require(owner.access[.put] ?? .nobody, principal, to: "put \(owner.schema.className)")
        let sent = try InstanceDecoder.changes(exchange.envelope.body, of: resourceClass.schema)
        let changes = try await changes(sent, to: part, of: resourceClass)
        if changes.isEmpty {
            try await reply(with: found, of: resource, exchange, principal, &writer)
            return
        }
        try stopIfAnswered(exchange)
        do throws(ProviderError) {
            try await resourceClass.write(changes, to: part, by: principal)
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
        do throws(Fault) {
            try await reply(with: found, of: resource, exchange, principal, &writer)
        } catch {
            // R7.4-9: it is done, only the answer cannot be had.
            throw Fault(
                .encodingLimit, .unreportableSuccess, "The change is made; its answer cannot be had: \(error.reason)")
        }
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
    private func stopIfAnswered(_ exchange: Exchange) throws(Fault) {
        if exchange.isAnswered { throw Fault(.timedOut, "The operation timed out.") }
    }

    private static func isSame(_ sent: Value, _ current: Value) -> Bool {
        if sent.isAbsent { return current.isAbsent }
        if let left = sent.integerValue, let right = current.integerValue { return left == right }
        return sent == current
    }

    /// A method of a class: the action is the class's URI and the method's name (R9-2, `spec/cim-binding.md` 6).
    func invoke(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let action = exchange.envelope.action
        guard let name = resource.classes.lazy.compactMap({ self.method(action, of: $0.schema)?.name }).first else {
            throw unsupported(action, of: resource)
        }
        try require(resource.access[.invoke(name)] ?? .nobody, principal, to: "call \(resource.name)/\(name)")
        let found = try await part(resource, exchange, principal)
        guard let (owner, part) = resource.owner(of: found) else { throw unsupported(action, of: resource) }
        let resourceClass = owner.resourceClass
        guard let method = method(action, of: owner.schema) else {
            throw unsupported(action, of: owner.schema.className, [owner])
        }
        try require(
            owner.access[.invoke(name)] ?? .nobody, principal, to: "call \(owner.schema.className)/\(name)")
        let inputs = try InstanceDecoder.inputs(exchange.envelope.body, of: method, in: resourceClass.schema)
        try stopIfAnswered(exchange)
        let result: MethodResult
        do throws(ProviderError) {
            result = try await resourceClass.invoke(method.name, on: part, with: inputs, by: principal)
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
        ReplyWriter.open(
            &writer, to: exchange.envelope, action: action + "Response", messageID: messageIDs.next())
        MethodEncoder.write(
            result.outputs, result.returnValue, of: method, in: resource.uri,
            exchange.envelope.addressing, to: &writer)
        ReplyWriter.close(&writer)
        do throws(Fault) {
            try checkSize(writer, exchange)
        } catch {
            throw Fault(.encodingLimit, .unreportableSuccess, "\(method.name) was called; its answer does not fit.")
        }
    }

    private func method(_ action: String, of schema: ResourceSchema) -> MethodSchema? {
        guard let slash = action.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let name = String(action[action.utf8.index(after: slash)...])
        let owner = ResourceURI(String(action[..<slash])).className.map { $0.lowercased() }
        // A method that a superclass declares may be called by the superclass's name.
        let owners = ([schema.className] + schema.superclasses).map { $0.lowercased() }
        guard let owner, owners.contains(owner) else { return nil }
        return schema.method(named: name)
    }

    func unsupported(_ action: String, of resource: any Resource) -> Fault {
        unsupported(action, of: resource.name, resource.classes)
    }

    private func unsupported(_ action: String, of name: String, _ classes: [GuardedClass]) -> Fault {
        if Action.standard.contains(action) {
            return Fault(
                .actionNotSupported, .actionMismatch, extras: [.action(action)],
                "\(name) does not support \(action); the catalog lists what it does.")
        }
        let methods = classes.flatMap { owner in
            owner.schema.methods.map { "\(owner.schema.resourceURI)/\($0.name)" }
        }
        let known = methods.isEmpty ? "it has no methods" : "its methods are \(methods.joined(separator: ", "))"
        return Fault(
            .actionNotSupported, extras: [.action(action)],
            "\(name) does not know the action \(action.prefix(200)); \(known).")
    }
}
