// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Testing

struct LimitWatchTests {
    private static let ladder = [
        WatchedLimit(.upperNonCritical, 80), WatchedLimit(.upperCritical, 95), WatchedLimit(.upperFatal, 105),
    ]

    @Test func `a critical temperature is told with value and limit in the second sample`() throws {
        var bench = LimitBench(Self.ladder)
        #expect(bench.take(SensorSample(96)).isEmpty)
        bench.pass(1)
        let event = try #require(bench.take(SensorSample(96)).first)
        #expect(event.summary == "overheat.asserted critical")
        #expect(event.message == "Temperature of Package id 0 is 96.0 °C, above its critical limit of 95.0 °C.")
        #expect(
            event.reading
                == EventReading(
                    observed: 96, limit: 95, limitName: "UpperThresholdCritical", limitSource: "hardware", unit: "°C"))
        #expect(event.incident == "incident-1")
        #expect(event.firstSeen == Timestamp(microseconds: 1_000_000))
        #expect(event.arguments == ["Package id 0", "96.0 °C", "critical", "95.0 °C"])
    }

    @Test(arguments: [
        // A warning takes three samples or ten seconds, whichever is first.
        ([81, 81, 81], 1.0, ["overheat.asserted warning"]),
        ([81, 81], 1.0, []),
        ([81, 81], 10.0, ["overheat.asserted warning"]),
        ([81, 79, 81, 79, 81], 1.0, []),
        // At the limit is past it.
        ([80, 80, 80], 1.0, ["overheat.asserted warning"]),
        // Fatal is told at once.
        ([105], 1.0, ["overheat.asserted fatal"]),
        // Worse and better are one incident.
        (
            [81, 81, 81, 96, 96, 106], 1.0,
            ["overheat.asserted warning", "overheat.escalated critical", "overheat.escalated fatal"]
        ),
        ([96, 96, 90, 90], 31.0, ["overheat.asserted critical", "overheat.deescalated warning"]),
        ([96, 96, 70, 70], 31.0, ["overheat.asserted critical", "overheat.cleared information"]),
        // Within the hysteresis, or not for long enough, nothing is over.
        ([96, 96, 79, 79, 79], 31.0, ["overheat.asserted critical", "overheat.deescalated warning"]),
        ([96, 96, 70, 70, 96, 70, 70], 20.0, ["overheat.asserted critical"]),
    ])
    func `limits are passed and kept again in their time`(values: [Double], every: Double, told: [String]) {
        var bench = LimitBench(Self.ladder)
        #expect(bench.run(values, every: every) == told)
    }

    @Test func `one incident runs from its assertion to its end`() {
        var bench = LimitBench(Self.ladder)
        var incidents: [String?] = []
        for value in [81.0, 81, 81, 96, 96, 90, 90, 60, 60] {
            incidents += bench.take(SensorSample(value)).map(\.incident)
            bench.pass(31)
        }
        #expect(incidents == Array(repeating: "incident-1", count: 4))
        #expect(bench.watch.asserted.isEmpty)
    }

    @Test func `the hardware's hysteresis is used`() {
        var bench = LimitBench([WatchedLimit(.upperCritical, 95, hysteresis: 20)])
        #expect(
            bench.run([96, 96, 76, 76, 75, 75], every: 31) == [
                "overheat.asserted critical", "overheat.cleared information",
            ])
    }

    @Test func `an alarm bit leaves no doubt`() {
        var bench = LimitBench(Self.ladder)
        #expect(bench.take(SensorSample(96, alarms: [.upperCritical])).map(\.summary) == ["overheat.asserted critical"])
    }

    @Test func `an alarm bit that is new although the reading is well tells of an excursion, once`() throws {
        var bench = LimitBench(Self.ladder)
        #expect(bench.take(SensorSample(60)).isEmpty)
        bench.pass(60)
        let event = try #require(bench.take(SensorSample(70, alarms: [.upperCritical])).first)
        #expect(event.summary == "excursion.occurred warning")
        #expect(
            event.message
                == "Temperature of Package id 0 was above its critical limit of 95.0 °C for a moment; it is 70.0 °C now."
        )
        #expect(event.reading?.observed == nil)
        bench.pass(60)
        #expect(bench.take(SensorSample(70, alarms: [.upperCritical])).isEmpty)
    }

    @Test func `an alarm bit of the first sample may be as old as the boot`() {
        var bench = LimitBench(Self.ladder)
        #expect(bench.take(SensorSample(60, alarms: [.upperCritical])).isEmpty)
    }

    @Test func `an alarm bit without a limit is a limit`() {
        var bench = LimitBench([])
        let high = SensorSample(60, alarms: [.upperCritical])
        let told = bench.run([high, SensorSample(60), SensorSample(60)], every: 31)
        #expect(told == ["overheat.asserted critical", "overheat.cleared information"])
    }

    @Test func `a sensor without readings is lost with the fourth, and what held still does`() {
        var bench = LimitBench(Self.ladder)
        let missing = SensorSample(nil)
        let told = bench.run(
            [SensorSample(96), SensorSample(96), missing, missing, missing, missing, missing, SensorSample(96)],
            every: 60)
        #expect(
            told == ["overheat.asserted critical", "sensor.lost.asserted warning", "sensor.lost.cleared information"])
        #expect(bench.watch.asserted.map(\.kind) == [.overheat])
    }

    @Test func `numbers that are none are missing readings`() {
        var bench = LimitBench(Self.ladder)
        #expect(bench.run([50, .nan, .infinity, .nan, .nan], every: 60) == ["sensor.lost.asserted warning"])
    }

    @Test func `a channel that never gave a reading is not lost`() {
        var bench = LimitBench(Self.ladder)
        let missing = SensorSample(nil)
        #expect(bench.run(Array(repeating: missing, count: 9), every: 60) == [])
        #expect(
            bench.run([SensorSample(50)] + Array(repeating: missing, count: 4), every: 60) == [
                "sensor.lost.asserted warning"
            ])
    }

    @Test func `nothing hastens a loss, and a limit that is about to be passed does`() {
        var bench = LimitBench(Self.ladder)
        _ = bench.take(SensorSample(50))
        for _ in 0..<3 {
            bench.pass(60)
            #expect(bench.take(SensorSample(nil)).isEmpty)
            #expect(!bench.watch.isUnsettled(bench.sensor.part.id))
        }
        bench.pass(60)
        #expect(bench.take(SensorSample(nil)).map(\.summary) == ["sensor.lost.asserted warning"])
        _ = bench.take(SensorSample(96))
        #expect(bench.watch.isUnsettled(bench.sensor.part.id))
    }

    @Test func `a voltage between tight limits is well again in their middle`() {
        var bench = LimitBench(.voltage, [WatchedLimit(.lowerCritical, 3.234), WatchedLimit(.upperCritical, 3.366)])
        #expect(
            bench.run([3.2, 3.2, 3.2, 3.3, 3.3], every: 31) == [
                "voltage.low.asserted critical", "voltage.low.cleared information",
            ])
        // A quarter of what lies between the limits: 3.267 V.
        var another = LimitBench(.voltage, bench.sensor.limits)
        #expect(
            another.run([3.2, 3.2, 3.2, 3.266, 3.266, 3.266], every: 31) == ["voltage.low.asserted critical"])
        another.pass(1)
        #expect(another.run([3.268, 3.268], every: 31) == ["voltage.low.cleared information"])
    }

    @Test func `a device that sleeps neither loses nor clears anything`() {
        var bench = LimitBench(Self.ladder)
        let asleep = SensorSample(nil, condition: .suspended)
        let told = bench.run([SensorSample(96), SensorSample(96)] + Array(repeating: asleep, count: 9), every: 60)
        #expect(told == ["overheat.asserted critical"])
        #expect(bench.watch.asserted.count == 1)
    }

    @Test func `a sensor that says that it is broken is told of`() {
        var bench = LimitBench(Self.ladder)
        let broken = SensorSample(nil, condition: .faulty)
        #expect(
            bench.run([broken, broken, broken, SensorSample(50)], every: 1) == [
                "sensor.fault.asserted warning", "sensor.fault.cleared information",
            ])
    }

    @Test func `a changed limit is looked at at once`() {
        var bench = LimitBench([WatchedLimit(.upperCritical, 95)])
        #expect(bench.run([60, 60], every: 1) == [])
        bench.sensor.limits = [WatchedLimit(.upperCritical, 50, source: .operatorSet)]
        let event = bench.take(SensorSample(60)).first
        #expect(event?.summary == "overheat.asserted critical")
        #expect(event?.reading?.limitSource == "operator")
        bench.sensor.limits = [WatchedLimit(.upperCritical, 95)]
        #expect(bench.take(SensorSample(60)).map(\.summary) == ["overheat.cleared information"])
    }

    @Test func `limits that span nothing are told of once and not used`() {
        var bench = LimitBench([WatchedLimit(.lowerCritical, 40), WatchedLimit(.upperCritical, 20)])
        #expect(bench.run([30, 30, 30], every: 1) == ["limits.implausible.occurred warning"])
    }

    @Test func `a limit that was passed from the first moment on is a wrong one after ten minutes`() {
        var bench = LimitBench([WatchedLimit(.upperCritical, 20)])
        let told = bench.run(Array(repeating: 30, count: 14), every: 60)
        #expect(
            told == [
                "overheat.asserted critical", "limits.implausible.occurred warning", "overheat.cleared information",
            ])
    }

    @Test func `a limit is right while the machine slows down`() {
        var bench = LimitBench([WatchedLimit(.upperCritical, 20)])
        bench.watch.isThrottling = true
        #expect(bench.run(Array(repeating: 30, count: 14), every: 60) == ["overheat.asserted critical"])
    }

    /// Ten minutes and more beyond a limit, a sample a minute.
    private static let beyond = Array(repeating: 30.0, count: 14)
    private static let wrong = [
        "overheat.asserted critical", "limits.implausible.occurred warning", "overheat.cleared information",
    ]

    @Test func `a limit is wrong only for whoever saw the sensor from its first moment on`() {
        var late = LimitBench([WatchedLimit(.upperCritical, 20)])
        late.pass(3600)
        #expect(late.run(Self.beyond, every: 60) == ["overheat.asserted critical"])
        var first = LimitBench([WatchedLimit(.upperCritical, 20)])
        first.pass(3600)
        first.watch.restore(KeptConditions(), isFirstRun: true, now: first.now)
        #expect(first.run(Self.beyond, every: 60) == Self.wrong)
        var newcomer = LimitBench([WatchedLimit(.upperCritical, 20)])
        newcomer.pass(3600)
        for _ in 0..<2 { newcomer.watch.keep({ _ in false }, now: newcomer.now) }
        #expect(newcomer.run(Self.beyond, every: 60) == Self.wrong)
    }

    @Test func `a limit that was kept once is right`() {
        var bench = LimitBench([WatchedLimit(.upperCritical, 20)])
        #expect(bench.run([10] + Self.beyond, every: 60) == ["overheat.asserted critical"])
    }

    @Test func `ten minutes begin anew when the machine slows down`() {
        var bench = LimitBench([WatchedLimit(.upperCritical, 20)])
        #expect(bench.run(Array(repeating: 30, count: 9), every: 60) == ["overheat.asserted critical"])
        bench.watch.isThrottling = true
        #expect(bench.run([30], every: 60) == [])
        bench.watch.isThrottling = false
        #expect(bench.run(Array(repeating: 30, count: 11), every: 60) == [])
        #expect(bench.run([30], every: 60) == Array(Self.wrong.dropFirst()))
    }

    @Test func `a fatal limit, and one that an operator set, are never wrong`() {
        for limit in [WatchedLimit(.upperFatal, 20), WatchedLimit(.upperCritical, 20, source: .operatorSet)] {
            var bench = LimitBench([limit])
            #expect(bench.run(Self.beyond, every: 60).count == 1)
        }
    }

    @Test func `how long is the administrator's, and zero is never`() {
        for (after, told) in [(Duration.seconds(60), 3), (.zero, 1)] {
            var settings = LimitSettings()
            settings.implausibleAfter = after
            var bench = LimitBench(.temperature, [WatchedLimit(.upperCritical, 20)], settings: settings)
            #expect(bench.run([30, 30, 30, 30, 30], every: 60).count == told)
        }
    }

    @Test func `over a restart a wrong limit is not used and not told again, and another value is`() {
        var first = LimitBench([WatchedLimit(.upperCritical, 20)])
        #expect(first.run(Self.beyond, every: 60) == Self.wrong)
        let sensor = first.sensor.part.id
        #expect(first.watch.kept.ignored == [IgnoredLimit(sensor: sensor, level: .upperCritical, value: 20)])
        var second = LimitBench([WatchedLimit(.upperCritical, 20)])
        second.watch.restore(first.watch.kept, now: second.now)
        #expect(second.watch.kept == first.watch.kept)
        #expect(second.run(Self.beyond, every: 60) == [])
        #expect(second.watch.kept == first.watch.kept)
        second.sensor.limits = [WatchedLimit(.upperCritical, 25)]
        #expect(second.run([30], every: 60) == ["overheat.asserted critical"])
        #expect(second.watch.kept.ignored.isEmpty)
        // The operator's word counts, whatever the value.
        var third = LimitBench([WatchedLimit(.upperCritical, 20, source: .operatorSet)])
        third.watch.restore(first.watch.kept, now: third.now)
        #expect(third.run([30, 30], every: 60) == ["overheat.asserted critical"])
    }

    @Test func `limits that span nothing are told of once over restarts`() {
        let limits = [WatchedLimit(.lowerCritical, 40), WatchedLimit(.upperCritical, 20)]
        var first = LimitBench(limits)
        #expect(first.run([30], every: 1) == ["limits.implausible.occurred warning"])
        var second = LimitBench(limits)
        second.watch.restore(first.watch.kept, now: second.now)
        #expect(second.run([30, 30], every: 1) == [])
    }

    @Test func `a trip that the kernel says is passed is told at once, whatever the limit in force is`() throws {
        var bench = LimitBench(Self.ladder)
        var sample = SensorSample(90, observed: .push)
        sample.passed = [.upperCritical]
        let event = try #require(bench.take(sample).first)
        #expect(event.summary == "overheat.asserted critical" && event.observed == .push)
        #expect(event.message == "Temperature of Package id 0 is 90.0 °C, which the kernel counts as critical.")
        bench.pass(60)
        // As long as the kernel takes nothing back.
        sample.value = 60
        #expect(bench.take(sample).isEmpty)
        bench.pass(60)
        #expect(bench.run([60, 60], every: 60) == ["overheat.cleared information"])
    }

    @Test func `a temperature that shoots up near its limit is told of`() {
        var bench = LimitBench(Self.ladder)
        let told = bench.run([50, 54, 58, 62, 66, 70.5, 75], every: 1)
        #expect(told == ["rapidRise.asserted warning"])
    }

    @Test func `after a restart what held is checked and not told again`() {
        var first = LimitBench(Self.ladder)
        _ = first.run([96, 96], every: 1)
        var second = LimitBench(Self.ladder)
        second.watch.restore(first.watch.kept, now: second.now)
        #expect(second.watch.asserted == first.watch.asserted)
        #expect(second.run([96, 96, 96], every: 60) == [])
        #expect(second.take(SensorSample(60)).isEmpty)
        second.pass(31)
        let events = second.take(SensorSample(60))
        #expect(events.map(\.summary) == ["overheat.cleared information"])
        #expect(events.first?.incident == "incident-1")
    }

    @Test func `a sensor that stays away takes nobody else's conditions with it`() {
        var bench = LimitBench(Self.ladder)
        let names = ["first", "second", "third"]
        for name in names {
            bench.sensor.part.id = name
            #expect(bench.run([96, 96], every: 1) == ["overheat.asserted critical"])
        }
        bench.watch.keep({ $0 != "first" }, now: bench.now)
        bench.pass(601)
        let told = bench.watch.advance(now: bench.now, time: bench.time)
        #expect(told.map(\.part?.id) == ["first"])
        #expect(bench.watch.asserted.map(\.sensor) == ["second", "third"])
        for name in names.dropFirst() {
            bench.sensor.part.id = name
            #expect(bench.run([60, 60], every: 31) == ["overheat.cleared information"])
        }
        #expect(bench.watch.asserted.isEmpty)
    }

    @Test func `what held of a sensor that stays away ends`() {
        var bench = LimitBench(Self.ladder)
        _ = bench.run([96, 96], every: 1)
        bench.watch.keep({ _ in false }, now: bench.now)
        bench.pass(599)
        #expect(bench.watch.advance(now: bench.now, time: bench.time).isEmpty)
        bench.pass(1)
        let events = bench.watch.advance(now: bench.now, time: bench.time)
        #expect(events.map(\.message) == ["Package id 0 is no longer there."])
        #expect(bench.watch.asserted.isEmpty)
    }

    @Test(arguments: [
        (SensorQuantity.voltage, LimitLevel.lowerCritical, 10.8, 10.0, "voltage.low.asserted critical"),
        (.voltage, .upperNonCritical, 13.2, 13.5, "voltage.high.asserted warning"),
        (.current, .upperCritical, 10, 11, "current.high.asserted critical"),
        (.power, .upperNonCritical, 300, 310, "power.high.asserted warning"),
        (.humidity, .upperNonCritical, 80, 90, "humidity.high.asserted warning"),
        (.temperature, .lowerNonCritical, 5, 2, "undercooled.asserted warning"),
        (.fan, .upperCritical, 9000, 9500, "fan.fast.asserted critical"),
    ])
    func `every quantity has its kinds`(
        quantity: SensorQuantity, level: LimitLevel, limit: Double, value: Double, told: String
    ) {
        var bench = LimitBench(quantity, [WatchedLimit(level, limit)])
        #expect(bench.run([value, value, value], every: 1) == [told])
    }
}
