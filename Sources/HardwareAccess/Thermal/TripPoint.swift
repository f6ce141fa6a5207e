// SPDX-License-Identifier: Apache-2.0

/// A temperature at which the kernel acts.
public struct TripPoint: Sendable, Hashable {
    /// `critical`, `hot`, `passive` or `active`.
    public let type: String
    /// Millidegrees Celsius.
    public let temperature: Int64
    /// Millidegrees below `temperature` at which the trip ends: a difference, unlike hwmon's.
    public let hysteresis: Int64?
}
