// SPDX-License-Identifier: Apache-2.0

/// What a sensor said, and the limit that it was held against.
public struct EventReading: Sendable, Hashable {
    /// What was read; nil where only an alarm bit tells, or nothing could be read.
    public var observed: Double?
    /// The limit's value; nil where there is none, as with a lost sensor.
    public var limit: Double?
    /// The limit's name, as the sensor's class calls it, such as `UpperThresholdCritical`; empty where there is none.
    public var limitName: String
    /// Where the limit comes from: `operator`, `hardware`, `default`; empty where there is none.
    public var limitSource: String
    /// The unit of both, as people write it: `°C`, `rpm`, `V`, `A`, `W`, `%`.
    public var unit: String

    /// A reading.
    public init(
        observed: Double?, limit: Double? = nil, limitName: String = "", limitSource: String = "", unit: String
    ) {
        self.observed = observed
        self.limit = limit
        self.limitName = limitName
        self.limitSource = limitSource
        self.unit = unit
    }
}
