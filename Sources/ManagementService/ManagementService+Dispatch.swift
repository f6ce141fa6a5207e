// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Does what a request asks and writes its answer.
    func perform(_ exchange: Exchange, _ writer: inout XMLWriter) async throws(Fault) {
        let envelope = exchange.envelope
        if envelope.isIdentify {
            identify(exchange, &writer)
            return
        }
        guard let principal = exchange.principal else {
            throw Fault(.accessDenied, "Only Identify is answered here without an account; use /wsman.")
        }
        await awaitInventory()
        if try await manage(exchange, principal, &writer) { return }
        let resource = try registry.resource(envelope.resourceURI)
        // Whatever is wanted of a resource, it takes what Get takes.
        try require(resource.access.get, principal, to: "get \(resource.name)")
        if registry.isEverything(resource), !Action.enumerating.contains(envelope.action),
            envelope.action != Action.subscribe
        {
            throw Fault(
                .actionNotSupported, .actionMismatch, extras: [.action(envelope.action)],
                "All classes can be enumerated or subscribed to with a filter, and nothing else; name one class.")
        }
        if !resource.hasInstances, Action.onInstances.contains(envelope.action) {
            throw Fault(
                .actionNotSupported, .actionMismatch, extras: [.action(envelope.action)],
                "\(resource.name) is a class of events, which has no instances: subscribe to it, or enumerate CIM_LogEntry for what happened."
            )
        }
        try checkOptions(envelope, of: resource)
        try checkSelectors(envelope.selectors, of: resource)
        if envelope.fragment != nil, !Action.fragmented.contains(envelope.action) {
            // R7.7-1: never to be ignored.
            throw Fault(
                .unsupportedFeature, .fragmentLevelAccess,
                "Get, Put, Create and Delete work on fragments, this action on the whole; leave FragmentTransfer out.")
        }
        switch envelope.action {
        case Action.get: try await get(resource, exchange, principal, &writer)
        case Action.enumerate: try await enumerate(resource, exchange, principal, &writer)
        case Action.pull: try await pull(resource, exchange, principal, &writer)
        case Action.release: try release(resource, exchange, principal, &writer)
        case Action.renewEnumeration: try renew(resource, exchange, principal, &writer)
        case Action.enumerationStatus: try status(resource, exchange, principal, &writer)
        case Action.put: try await put(resource, exchange, principal, &writer)
        case Action.create: try await create(resource, exchange, principal, &writer)
        case Action.subscribe: try await subscribe(resource, exchange, principal, &writer)
        case Action.delete: try await delete(resource, exchange, principal, &writer)
        default: try await invoke(resource, exchange, principal, &writer)
        }
    }

    private func identify(_ exchange: Exchange, _ writer: inout XMLWriter) {
        let isKnown = exchange.principal != nil
        IdentifyWriter.write(
            &writer, product: isKnown ? (configuration.productVendor, configuration.productVersion) : nil,
            profiles: isKnown ? configuration.securityProfiles : [])
    }

    /// Checks the names and types of selectors, and the CIM namespace (R5.4.2.2-3).
    func checkSelectors(_ selectors: [Selector], of resource: any Resource) throws(Fault) {
        for selector in selectors {
            if let type = resource.type(ofSelector: selector.name) {
                try check(selector, type)
            } else if selector.name.lowercased() == "__cimnamespace" {
                guard case .text(let text) = selector.value, Self.isKnownNamespace(text) else {
                    throw Fault(
                        .destinationUnreachable, .invalidResourceURI,
                        "There is no such CIM namespace; there are root/cimv2 and root/interop.")
                }
            } else {
                let near = NearMatches.of(selector.name, among: resource.selectorNames)
                let known = resource.selectorNames.joined(separator: ", ")
                throw Fault(
                    .invalidSelectors, .unexpectedSelectors,
                    "\(resource.name) has no selector \(selector.name.prefix(200))\(near.isEmpty ? ";" : near) its selectors are \(known)."
                )
            }
        }
    }

    private func check(_ selector: Selector, _ type: ValueType) throws(Fault) {
        switch (selector.value, type) {
        case (.text, .string), (.reference, .reference): return
        case (.text, .reference), (.reference, _):
            throw Fault(
                .invalidSelectors, .typeMismatch,
                "The selector \(selector.name.prefix(200)) is a \(type.name); send \(type.isReference ? "a wsa:EndpointReference" : "text")."
            )
        case (.text(let text), _):
            do throws(ValueParsingError) {
                _ = try type.parse(text)
            } catch {
                throw Fault(
                    .invalidSelectors, error == .outOfRange ? .invalidValue : .typeMismatch,
                    "The selector \(selector.name) is \"\(text.prefix(80))\", which is no \(type.name).")
            }
        }
    }

    private static func isKnownNamespace(_ text: String) -> Bool {
        let normalized = String(text.lowercased().map { $0 == "\\" ? "/" : $0 })
        return ["root/cimv2", "root/interop"].contains(normalized)
    }

    /// Finds the one part that a request is about.
    func part(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> PartID {
        do throws(ProviderError) {
            if let part = try await resource.find(exchange.envelope.selectors, for: principal) { return part }
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
        if let absence = resource.absence {
            throw Fault(
                .invalidSelectors, .invalidValue,
                "\(absence); enumerate \(CatalogEntry.catalogURI) for what there is."
            )
        }
        if exchange.envelope.selectors.allSatisfy({ $0.name.lowercased() == "__cimnamespace" }) {
            throw Fault(.destinationUnreachable, .invalidResourceURI, "This machine has no \(resource.name).")
        }
        throw Fault(answering: .notFound, of: resource.name, report: report)
    }

    /// The most octets of UTF-8 that the answer may have, and the detail to fault with beyond it (R6.2-1, R8.4-x).
    func room(for exchange: Exchange) -> (octets: Int, detail: FaultDetail) {
        guard let asked = exchange.envelope.maxEnvelopeSize else {
            return (configuration.defaultMaxEnvelopeSize / exchange.expansion, .serviceEnvelopeLimit)
        }
        if asked < configuration.maxEnvelopeSize { return (asked / exchange.expansion, .maxEnvelopeSize) }
        return (configuration.maxEnvelopeSize / exchange.expansion, .serviceEnvelopeLimit)
    }

    func checkSize(_ writer: borrowing XMLWriter, _ exchange: Exchange) throws(Fault) {
        let room = room(for: exchange)
        guard writer.count > room.octets else { return }
        throw Fault(
            .encodingLimit, room.detail,
            "The answer has \(writer.count * exchange.expansion) octets; \(room.octets * exchange.expansion) are allowed."
        )
    }
}

extension RequestEnvelope {
    /// RC.2-11: a SOAPAction is optional, but where there is one it says the same as wsa:Action.
    func checkSOAPAction(_ soapAction: String?) throws(Fault) {
        guard let soapAction, !isIdentify, !soapAction.isEmpty, soapAction != action else { return }
        // HTTP has it in quotes.
        let bare = soapAction.filter { $0 != "\"" }
        guard !bare.isEmpty, bare != action else { return }
        throw Fault(
            .invalidMessageInformationHeader,
            "SOAPAction is \(soapAction.prefix(200)) and wsa:Action is \(action.prefix(200)); they must agree.")
    }
}

extension ManagementService {
    /// Refuses a request whose character set is unknown or broken, in UTF-8 (R13.1-5); called on the service's executor.
    public nonisolated func refuseEncoding(deliver: @escaping Delivery) {
        assumeIsolated { service in
            service.refuse(
                Fault(.encodingLimit, .characterSet, "The character set is unknown or broken; send UTF-8 or UTF-16."),
                deliver)
        }
    }
}

extension ValueType {
    fileprivate var isReference: Bool { if case .reference = self { true } else { false } }
}
