// SPDX-License-Identifier: Apache-2.0

/// A device of which no more was said for a moment, and what all of it comes to.
public struct SettledDevice: Sendable, Hashable {
    /// What became of a device between the first word and the last.
    public enum Outcome: Sendable, Hashable {
        /// It was not there, and is.
        case came
        /// It was there, and is not.
        case went(Departure)
        /// It was there, and is.
        case changed
    }

    /// How a device left.
    public enum Departure: String, Sendable, Hashable {
        /// Its driver or somebody had been told before.
        case orderly
        /// Nothing was said before.
        case surprise
    }

    /// What became of it.
    public let outcome: Outcome
    /// The last that was said; its properties are those of all words together.
    public let notice: DeviceNotice
    /// When it was settled, in monotonic nanoseconds.
    public let settled: UInt64
    /// How often it was looked at in vain.
    public internal(set) var attempts = 0
}
