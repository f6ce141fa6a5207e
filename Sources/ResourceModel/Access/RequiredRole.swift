// SPDX-License-Identifier: Apache-2.0

/// What an action takes: a role or more, or what nobody has.
public enum RequiredRole: Sendable, Hashable, Comparable {
    /// This role, or one that may do more.
    case atLeast(Role)
    /// No role will do.
    case nobody

    /// Whether somebody of this role may.
    public func admits(_ role: Role) -> Bool {
        switch self {
        case .atLeast(let least): role >= least
        case .nobody: false
        }
    }
}

extension RequiredRole: CustomStringConvertible {
    /// The role's name, or `nobody`.
    public var description: String {
        switch self {
        case .atLeast(let role): role.rawValue
        case .nobody: "nobody"
        }
    }
}
