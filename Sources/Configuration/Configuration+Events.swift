// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[events]`: what happened, and how much of it is kept.
    public struct Events: Sendable, Equatable {
        /// Most events.
        public var logMaxRecords = 50_000
        /// Most bytes of all events together.
        public var logMaxBytes = 64 << 20
        /// How old an event may become.
        public var logMaxAge = Duration.seconds(90 * 86_400)
    }
}

extension Configuration.Events {
    static let section = Section(
        "events",
        "How much of what happened to the hardware is kept. What goes leaves a record that says so.",
        [
            Key(
                "LogMaxRecords", \.events.logMaxRecords, .count(100...10_000_000),
                "Most events. When there are more, the oldest tenth goes."),
            Key(
                "LogMaxBytes", \.events.logMaxBytes, .bytes(64 << 10...16 << 30),
                "Most bytes of all events together. When there are more, the oldest tenth goes."),
            Key(
                "LogMaxAge", \.events.logMaxAge, .duration(.seconds(3600) ... .seconds(3650 * 86_400)),
                "How old an event may become. What is older goes with the next event."),
        ])
}
