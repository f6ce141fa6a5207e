// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Synchronization

/// A watch whose time is moved by the test, and the events that it told.
struct LimitBench {
    var watch: LimitWatch
    var sensor: WatchedSensor
    private(set) var now: UInt64 = 1_000_000_000
    private let names = Names()

    init(
        _ quantity: SensorQuantity, _ limits: [WatchedLimit], settings: LimitSettings = LimitSettings(),
        storm: StormSettings = StormSettings(), flaps: FlapSettings = FlapSettings()
    ) {
        let names = names
        sensor = WatchedSensor(
            part: EventPart(className: "CIM_NumericSensor", id: "platform/coretemp.0/temp1", name: "Package id 0"),
            quantity: quantity, limits: limits)
        watch = LimitWatch(settings, storm: storm, flaps: flaps, now: now) { names.next() }
    }

    /// A temperature.
    init(_ limits: [WatchedLimit]) { self.init(.temperature, limits) }

    var time: Timestamp { Timestamp(microseconds: Int64(now / 1000)) }

    mutating func pass(_ seconds: Double) { now += UInt64(seconds * 1e9) }

    mutating func take(_ sample: SensorSample) -> [Event] { watch.take(sample, of: sensor, now: now, time: time) }

    /// Takes values a fixed time apart, and says what was told as `kind.transition severity`.
    mutating func run(_ values: [Double], every seconds: Double) -> [String] {
        run(values.map { SensorSample($0) }, every: seconds)
    }

    mutating func run(_ samples: [SensorSample], every seconds: Double) -> [String] {
        var told: [String] = []
        for sample in samples {
            told += take(sample).map(\.summary)
            pass(seconds)
        }
        return told
    }

    private final class Names: Sendable {
        private let count = Mutex(0)

        func next() -> String {
            count.withLock {
                $0 += 1
                return "incident-\($0)"
            }
        }
    }
}

extension Event {
    /// Kind, transition and severity.
    var summary: String { "\(kind.name).\(transition.rawValue) \(severity.name)" }
}
