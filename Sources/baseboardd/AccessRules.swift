// SPDX-License-Identifier: Apache-2.0

import Configuration
import ResourceModel
import WSMan

extension AccessPolicy {
    /// The table as the administrator narrowed it.
    init(_ configuration: Configuration) {
        self.init(narrowedBy: configuration.access.require.map { AccessRule($0) })
    }
}

extension AccessRule {
    init(_ rule: Configuration.Access.Rule) {
        self.init(rule.classes, rule.action == "*" ? nil : ResourceAction(rule.action), RequiredRole(rule.role))
    }
}

extension RequiredRole {
    fileprivate init(_ role: Configuration.Access.LeastRole) {
        self =
            switch role {
            case .reader: .atLeast(.reader)
            case .operator: .atLeast(.operator)
            case .admin: .atLeast(.admin)
            case .nobody: .nobody
            }
    }
}

/// Checks the administrator's rules against the classes that this build has.
struct AccessRules {
    private let schemas: [ResourceSchema]

    init(_ schemas: [ResourceSchema]) {
        self.schemas = schemas
    }

    /// What is wrong with a rule, for the administrator: a class or method that is not there, or nothing narrowed.
    func refusal(of rule: AccessRule) -> String? {
        let covered = schemas.filter(rule.covers)
        guard !covered.isEmpty else {
            let names = Set(schemas.flatMap { [$0.className] + $0.superclasses })
            let near = NearMatches.of(rule.classes, among: names.sorted())
            return "there is no such class\(near.isEmpty ? "; baseboardd --print-access lists those there are" : near)"
        }
        let actions = covered.flatMap { schema in
            schema.actions.filter { rule.covers($0, of: schema) }.map { (schema: schema, action: $0) }
        }
        guard !actions.isEmpty else { return absence(of: rule.action, from: covered) }
        let table = AccessPolicy()
        let least = actions.map { table.role(for: $0.action, on: $0.schema) }.min() ?? .nobody
        guard least >= rule.role else { return nil }
        return "this takes the role \(least) without the rule; rules may only narrow"
    }

    private func absence(of action: ResourceAction?, from covered: [ResourceSchema]) -> String {
        let words = Set(covered.flatMap(\.actions)).map(\.description).sorted()
        let name = action?.description ?? "*"
        // An operation that is not there is no typing error.
        let near = ResourceAction.operations.contains(ResourceAction(name)) ? "" : NearMatches.of(name, among: words)
        let list = words.joined(separator: ", ")
        return "\(covered.count == 1 ? "this class has" : "these classes have") no action \(name)"
            + (near.isEmpty ? "; there are \(list)" : near)
    }
}
