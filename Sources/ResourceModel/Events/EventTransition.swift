// SPDX-License-Identifier: Apache-2.0

/// What an event does to the condition that it tells of (EVENTS.md 3.8).
public enum EventTransition: String, Sendable, Hashable, CaseIterable {
    /// It happened, and is over with that: a part came, an error was counted.
    case occurred
    /// The condition holds from now on: an incident begins.
    case asserted
    /// The same incident has become worse.
    case escalated
    /// The same incident has become better, and is not over.
    case deescalated
    /// The condition holds no longer: the incident is over.
    case cleared
}
