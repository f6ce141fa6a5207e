// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
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
        try await openReply(exchange, about: found, of: resource, principal, &writer)
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
