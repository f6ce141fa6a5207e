// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What a derived sensor makes of the sensors that it is derived from.
enum DerivedFunction: String, Sendable, CaseIterable {
    /// The largest reading.
    case maximum = "Maximum"
    /// The smallest reading.
    case minimum = "Minimum"
    /// The arithmetic mean.
    case average = "Average"
    /// The sum.
    case sum = "Sum"
    /// The first reading less the second.
    case difference = "Difference"
    /// How fast the reading grows, a second; of an energy that is a power.
    case rate = "Rate"

    /// How many sensors it takes.
    func sources(most: Int) -> ClosedRange<Int> {
        switch self {
        case .difference: 2...2
        case .rate: 1...1
        case .maximum, .minimum, .average, .sum: 1...max(1, most)
        }
    }

    /// What it measures, of sensors of one kind.
    func kind(of sources: SensorKind) -> SensorKind { self == .rate && sources == .energy ? .power : sources }

    /// Whether its unit is that of its kind a second.
    func isPerSecond(_ sources: SensorKind) -> Bool { self == .rate && sources != .energy }

    /// The value, of as many readings as it takes; a rate is made of readings over time, not of these.
    func value(of readings: [Double]) -> Double? {
        switch self {
        case .maximum: readings.max()
        case .minimum: readings.min()
        case .average: readings.isEmpty ? nil : readings.reduce(0, +) / Double(readings.count)
        case .sum: readings.isEmpty ? nil : readings.reduce(0, +)
        case .difference: readings.count == 2 ? readings[0] - readings[1] : nil
        case .rate: nil
        }
    }
}

/// How a reading grows: made of two samples that lie apart.
struct RateMeter {
    /// Samples nearer than this are too near to tell a rate by, in nanoseconds.
    private static let span: UInt64 = 1_000_000_000

    private var first: (value: Double, at: UInt64)?
    private var latest: Double?

    /// Takes a sample and tells the rate a second, nil until there are two; a counter that began anew begins anew here.
    ///
    /// - Parameters:
    ///   - at: nanoseconds on a clock that only grows.
    ///   - isCounter: whether the reading can only grow.
    mutating func rate(_ value: Double, at: UInt64, isCounter: Bool) -> Double? {
        guard let first else {
            self.first = (value, at)
            return nil
        }
        if isCounter, value < first.value {
            self.first = (value, at)
            latest = nil
            return nil
        }
        guard at > first.at, at - first.at >= Self.span else { return latest }
        let rate = (value - first.value) / (Double(at - first.at) / 1_000_000_000)
        self.first = (value, at)
        latest = rate
        return rate
    }
}
