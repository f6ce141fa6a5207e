// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[access]`: who may do less than the built-in table allows.
    public struct Access: Sendable, Equatable {
        /// What takes more than it does by itself.
        public var require: [Rule] = []

        /// One line that narrows: these classes, this action, this role.
        public struct Rule: Sendable, Hashable {
            /// A class's name, or a pattern with one `*`.
            public let classes: String
            /// An operation's word, a method's name, or `*`.
            public let action: String
            /// What it takes.
            public let role: LeastRole
        }

        /// Who is still let through.
        public enum LeastRole: String, Sendable, CaseIterable {
            /// Everybody with an account: narrows nothing, and is refused for that by whoever knows the table.
            case reader
            /// Operators and administrators.
            case `operator`
            /// Administrators.
            case admin
            /// Not even administrators.
            case nobody
        }
    }
}

extension Configuration.Access {
    static let section = Section(
        "access",
        """
        Who may do less than by default. By default a reader gets and enumerates every class, an operator also puts, and \
        each method takes the role that the class reference names. baseboardd --print-access prints what is in force.
        """,
        [
            Key(
                list: "Require", \.access.require, .accessRule,
                """
                What an action on a class takes; give the key once for each. CLASS is a class, which stands for all \
                that extend it too, or a name with one * in it. ACTION is get, enumerate, put, a method, or * for \
                all; what get takes, every other action takes too. ROLE is reader, operator, admin or nobody. Of \
                several lines, and of these and the defaults, the one that asks for most holds: a line may only narrow. \
                The views (BB_*) and the CIM classes show the same parts, and a line about one of the two says nothing \
                of the other. Taken over at the start.
                """)
        ])
}
