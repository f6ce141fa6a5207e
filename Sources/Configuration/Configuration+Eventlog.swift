// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[eventlog]`: what happened, and how much of it is kept.
    public struct Eventlog: Sendable, Equatable {
        /// Most events.
        public var maxRecords = 50_000
        /// Most bytes of all events together.
        public var maxBytes = 64 << 20
        /// How old an event may become.
        public var maxAge = Duration.seconds(90 * 86_400)
    }
}

extension Configuration.Eventlog {
    static let section = Section(
        "eventlog",
        "How much of what happened to the hardware is kept. What goes leaves a record that says so.",
        [
            Key(
                "MaxRecords", \.eventlog.maxRecords, .count(100...10_000_000),
                "Most events. When there are more, the oldest tenth goes."),
            Key(
                "MaxBytes", \.eventlog.maxBytes, .bytes(64 << 10...16 << 30),
                "Most bytes of all events together. When there are more, the oldest tenth goes."),
            Key(
                "MaxAge", \.eventlog.maxAge, .duration(.seconds(3600) ... .seconds(3650 * 86_400)),
                "How old an event may become. What is older goes with the next event."),
        ])
}
