// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan

extension ManagementService {
    /// The parts of all classes that are tied to an instance, or the ties themselves (`spec/cim-binding.md` section 3.3).
    func parts(
        _ filter: AssociationFilter, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> [PartID] {
        let object = try registry.resource(filter.object.resourceURI)
        try require(object.access.get, principal, to: "get \(object.name)")
        try checkSelectors(filter.object.selectors, of: object)
        do throws(ProviderError) {
            guard let part = try await object.find(filter.object.selectors, for: principal),
                let (resource, own) = object.member(of: part)
            else { throw .notFound }
            var row = Row()
            let end = try await resource.reference(to: own, for: principal, scratch: &row)
            var found = FoundParts()
            for association in registry.everything.members {
                guard association.schema.isAssociation, association.access.enumerate.admits(principal.role),
                    association.schema.isNamed(filter.associationClass),
                    let ties = association.base as? any AssociationClass
                else { continue }
                for tie in try await ties.ties(of: end) where tie.plays(filter.role, filter.resultRole) {
                    switch filter.result {
                    case .associationInstances: found.add(registry.everything.part(tie.part, ofClass: association.name))
                    case .associatedInstances:
                        found.add(try await other(tie.other, filter.resultClass, principal))
                    }
                    try await takeBreath(exchange)
                }
            }
            return found.parts
        } catch {
            throw Fault(answering: error, of: object.name, report: report)
        }
    }

    /// The instance at the other end of a tie; nil where it is of another class than is wanted, or of one that is closed.
    private func other(
        _ end: Reference, _ className: String?, _ principal: Principal
    ) async throws(ProviderError) -> PartID? {
        guard let resource = try? registry.resource(end.resourceURI),
            let part = try await resource.find(end.selectors, for: principal),
            let (member, own) = resource.member(of: part), member.access.enumerate.admits(principal.role),
            member.schema.isNamed(className)
        else { return nil }
        return registry.everything.part(own, ofClass: member.name)
    }

    /// Lets others have their turn when this request has had its share, and stops when nobody waits for it any more.
    private func takeBreath(_ exchange: Exchange) async throws(ProviderError) {
        if exchange.isAnswered { throw .timedOut("The operation timed out.") }
        guard clock.now() >= exchange.turnEnd else { return }
        await yield()
        exchange.turnEnd = Self.moment(clock.now(), after: configuration.timeSlice)
    }
}

/// Parts in the order in which they were found, each once.
private struct FoundParts {
    private(set) var parts: [PartID] = []
    private var known: Set<PartID> = []

    mutating func add(_ part: PartID?) {
        if let part, known.insert(part).inserted { parts.append(part) }
    }
}

extension Tie {
    fileprivate func plays(_ role: String?, _ otherRole: String?) -> Bool {
        (role.map { $0.lowercased() == self.role.lowercased() } ?? true)
            && (otherRole.map { $0.lowercased() == self.otherRole.lowercased() } ?? true)
    }
}
