// SPDX-License-Identifier: Apache-2.0

/// What an account may do, from least to most.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Reads every resource; changes nothing.
    case reader
    /// Also sets limits, names and LEDs, and calls methods that are safe for a running machine.
    case `operator`
    /// Also controls power, accounts and logs.
    case admin

    /// Whether `lhs` may do less than `rhs`.
    public static func < (lhs: Role, rhs: Role) -> Bool { lhs.rank < rhs.rank }

    /// Where it stands in the order, from 0: an index into tables with an entry for each role.
    public var rank: Int {
        switch self {
        case .reader: 0
        case .operator: 1
        case .admin: 2
        }
    }
}

/// Who sent a request: the outcome of authentication, all that the service knows of a user.
public struct Principal: Sendable, Hashable {
    /// The account's name as it stands in the users file.
    public let name: String
    /// What the account may do.
    public let role: Role

    /// Makes a principal that authentication has established.
    public init(name: String, role: Role) {
        self.name = name
        self.role = role
    }
}
