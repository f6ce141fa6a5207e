// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[log]`: what is logged.
    public struct Log: Sendable, Equatable {
        /// How much is logged, from most to least.
        public enum Level: String, Sendable, CaseIterable {
            /// Everything, with bytes.
            case trace
            /// What a developer wants to know.
            case debug
            /// What an administrator wants to know.
            case info
            /// What happens rarely.
            case notice
            /// What may need attention.
            case warning
            /// What failed.
            case error
            /// What ends the daemon.
            case critical
        }

        /// The least severe message that is logged.
        public var level = Level.info
    }
}

extension Configuration.Log {
    static let section = Section(
        "log", "What is logged, to standard error and so to the journal.",
        [Key("Level", \.log.level, .word, "The least severe message that is logged.")])
}
