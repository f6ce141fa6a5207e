// SPDX-License-Identifier: Apache-2.0

/// Who may do what: the one table of which role each action on each class takes, and what the configuration adds.
///
/// It is asked once a class, when the classes are published; dispatch, catalog, enumerations and metadata all go by the
/// `ClassAccess` that it gives.
public struct AccessPolicy: Sendable, Hashable {
    /// One row of the table.
    fileprivate struct Grant {
        /// Which classes: a name, a pattern with one `*`, or the name of a class that they extend.
        let classes: String
        let action: Action
        let role: Least

        enum Action {
            case operation(ResourceAction)
            case everyMethod
        }

        enum Least {
            case role(Role)
            /// The role that the method's declaration names.
            case declared
        }

        init(_ classes: String, _ action: Action, _ role: Least) {
            self.classes = classes
            self.action = action
            self.role = role
        }
    }

    // The table. What no row is about is denied to all; where several rows are about it, all of them must admit.
    private static let table = [
        Grant("*", .operation(.get), .role(.reader)),
        Grant("*", .operation(.enumerate), .role(.reader)),
        Grant("*", .operation(.put), .role(.operator)),
        Grant("*", .operation(.create), .role(.operator)),
        Grant("*", .operation(.delete), .role(.operator)),
        Grant("*", .everyMethod, .declared),
    ]

    private let rules: [AccessRule]

    /// The table, narrowed: a rule that asks for less than the table has no effect.
    public init(narrowedBy rules: [AccessRule] = []) {
        self.rules = rules
    }

    /// What an action on a class takes.
    ///
    /// Who may not get a class may do nothing else with it: enumerating shows the same, and so does the answer to Put.
    public func role(for action: ResourceAction, on schema: ResourceSchema) -> RequiredRole {
        let own = rules.filter { $0.covers(action, of: schema) }.map(\.role).reduce(Self.granted(action, schema), max)
        return action == .get ? own : max(own, role(for: .get, on: schema))
    }

    /// What each action on a class takes.
    public func access(to schema: ResourceSchema) -> ClassAccess {
        ClassAccess(
            Dictionary(
                schema.actions.map { ($0, role(for: $0, on: schema)) }, uniquingKeysWith: { first, _ in first }))
    }

    private static func granted(_ action: ResourceAction, _ schema: ResourceSchema) -> RequiredRole {
        table.filter { $0.covers(action, of: schema) }.map { $0.role(for: action, of: schema) }.max() ?? .nobody
    }
}

extension AccessPolicy.Grant {
    fileprivate func covers(_ action: ResourceAction, of schema: ResourceSchema) -> Bool {
        guard AccessRule(classes, nil, .nobody).covers(schema) else { return false }
        switch (self.action, action) {
        case (.operation(let own), _): return own == action
        case (.everyMethod, .invoke): return true
        case (.everyMethod, _): return false
        }
    }

    fileprivate func role(for action: ResourceAction, of schema: ResourceSchema) -> RequiredRole {
        switch (role, action) {
        case (.role(let role), _): return .atLeast(role)
        case (.declared, .invoke(let name)): return schema.method(named: name).map { .atLeast($0.role) } ?? .nobody
        case (.declared, _): return .nobody
        }
    }
}
