// SPDX-License-Identifier: Apache-2.0

/// What each action on one class takes, decided once: a request compares roles and looks nothing up.
public struct ClassAccess: Sendable, Hashable {
    /// What Get takes; no other action takes less.
    public let get: RequiredRole
    /// What Enumerate and Pull take.
    public let enumerate: RequiredRole

    private let roles: [ResourceAction: RequiredRole]

    /// Takes over what each action takes; one that is left out is not there, and nobody may get what has no `get`.
    public init(_ roles: [ResourceAction: RequiredRole]) {
        self.roles = roles
        get = roles[.get] ?? .nobody
        enumerate = roles[.enumerate] ?? .nobody
    }

    /// What a base class takes: for each action the least that a class which extends it does.
    ///
    /// The part's own class has the last word.
    public init(anyOf members: [ClassAccess]) {
        var roles: [ResourceAction: RequiredRole] = [:]
        for member in members { roles.merge(member.roles, uniquingKeysWith: min) }
        self.init(roles)
    }

    /// Catalog and schemas are there for all who are known; what they show of the classes is filtered.
    public static let metadata = ClassAccess([.get: .atLeast(.reader), .enumerate: .atLeast(.reader)])

    /// What an action takes; nil where the class does not have it.
    public subscript(action: ResourceAction) -> RequiredRole? { roles[action] }

    /// Whether the class has an action, and somebody of this role may use it.
    public func admits(_ role: Role, to action: ResourceAction) -> Bool { roles[action]?.admits(role) ?? false }
}
