// SPDX-License-Identifier: Apache-2.0

/// A temperature at which the kernel acts.
public struct TripPoint: Sendable, Hashable {
    /// Its number in the zone.
    public let number: Int
    /// `critical`, `hot`, `passive` or `active`.
    public let type: String
    /// Millidegrees Celsius.
    public let temperature: Int64
    /// Millidegrees below `temperature` at which the trip ends: a difference, unlike hwmon's.
    public let hysteresis: Int64?

    /// A trip from its parts.
    public init(number: Int, type: String, temperature: Int64, hysteresis: Int64?) {
        self.number = number
        self.type = type
        self.temperature = temperature
        self.hysteresis = hysteresis
    }
}
