// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// How sensors are held against their limits (EVENTS.md 3.1).
public struct LimitSettings: Sendable, Hashable {
    /// How far readings must fall back, where the hardware does not say.
    public var hysteresis = HysteresisSettings()
    /// How long a limit must be passed, and kept again.
    public var dwell = DwellSettings()
    /// When a temperature grows too fast.
    public var rapidRise = RapidRiseSettings()
    /// After how many samples in a row without a reading a sensor counts as lost with the next.
    public var lostAfterSamples = 3
    /// For how long a sensor may be beyond a limit of the hardware from the first moment on, without the machine slowing
    /// down, before that limit is taken for a wrong one; zero for ever.
    ///
    /// The first moment is the boot, unless the agent came later than this after it, the agent's first run on the machine,
    /// and when a sensor is plugged in.
    public var implausibleAfter: Duration = .seconds(600)
    /// For how long the conditions of a sensor that went away are kept open: its driver may be loaded anew.
    public var goneAfter: Duration = .seconds(600)

    /// The defaults.
    public init() {}
}

/// How far a reading must fall back behind a limit, where the hardware does not say.
public struct HysteresisSettings: Sendable, Hashable {
    /// Of temperatures, at least so many kelvin.
    public var temperature: Double = 2
    /// Of temperatures, at least this fraction of the limit.
    public var temperatureFraction: Double = 0.02
    /// Of fans, this fraction of the limit.
    public var fanFraction: Double = 0.05
    /// Of everything else, this fraction of the limit.
    public var fraction: Double = 0.03
    /// Never more than this fraction of what lies between the limit and the next on the other side: else a voltage that is
    /// held to 2 % would not be well again in its very middle.
    public var spanFraction: Double = 0.25

    /// The defaults.
    public init() {}

    /// - Parameter span: how far the next limit on the other side is; nil where there is none.
    func delta(of limit: WatchedLimit, _ quantity: SensorQuantity, span: Double?) -> Double {
        if let stated = limit.hysteresis, stated.isFinite, stated >= 0 { return stated }
        let size = limit.value.magnitude
        let usual =
            switch quantity {
            case .temperature: max(temperature, temperatureFraction * size)
            case .fan: fanFraction * size
            case .voltage, .current, .power, .humidity: fraction * size
            }
        return span.map { min(usual, spanFraction * $0) } ?? usual
    }
}

/// How long a limit must be passed before that is told: the first of both that is reached.
public struct Dwell: Sendable, Hashable {
    /// So long; nil where only samples count.
    public var duration: Duration?
    /// So many samples in a row; 1 or fewer for at once.
    public var samples: Int

    /// A time and a number of samples.
    public init(_ duration: Duration?, samples: Int) {
        self.duration = duration
        self.samples = samples
    }

    /// Told at once.
    public static let none = Dwell(nil, samples: 1)
}

/// How long a limit must be passed, and kept again, before that is told.
public struct DwellSettings: Sendable, Hashable {
    /// A warning.
    public var warning = Dwell(.seconds(10), samples: 3)
    /// A critical limit.
    public var critical = Dwell(.seconds(2), samples: 2)
    /// A fan that stands.
    public var fanStopped = Dwell(nil, samples: 2)
    /// A voltage, unless it is fatal.
    public var voltage = Dwell(nil, samples: 3)
    /// A sensor that says that it is broken.
    public var fault = Dwell(nil, samples: 2)
    /// For how long all must be well again.
    public var clear: Duration = .seconds(30)

    /// The defaults.
    public init() {}

    func assertion(_ quantity: SensorQuantity, _ severity: EventSeverity, isStopped: Bool) -> Dwell {
        if isStopped { return fanStopped }
        if severity >= .fatal { return .none }
        if quantity == .voltage { return voltage }
        return severity >= .critical ? critical : warning
    }
}

/// When a temperature grows as when a fan or a pump has died.
public struct RapidRiseSettings: Sendable, Hashable {
    /// More kelvin a second than this.
    public var rate: Double = 3
    /// For so long.
    public var duration: Duration = .seconds(3)
    /// From so many kelvin below the first limit on.
    public var margin: Double = 10

    /// The defaults.
    public init() {}
}
