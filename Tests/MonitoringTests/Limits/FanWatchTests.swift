// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Testing

struct FanWatchTests {
    @Test func `a fan slows down, stops and turns again within one incident`() {
        var bench = LimitBench(.fan, [WatchedLimit(.lowerNonCritical, 600)])
        let told = bench.run([1200, 400, 400, 0, 0, 1200, 1200], every: 31)
        #expect(
            told == [
                "fan.slow.asserted warning", "fan.stopped.escalated critical", "fan.stopped.cleared information",
            ])
    }

    @Test func `a fan that ran and stands is told of although it has no limit`() throws {
        var bench = LimitBench(.fan, [])
        #expect(bench.run([1200, 0], every: 60) == [])
        let event = try #require(bench.take(SensorSample(0)).first)
        #expect(event.summary == "fan.stopped.asserted critical")
        #expect(event.message == "Package id 0 has stopped.")
    }

    @Test func `a connector that never had a fan is none that stopped`() {
        var bench = LimitBench(.fan, [])
        #expect(bench.run([0, 0, 0, 0], every: 60) == [])
    }

    @Test func `a fan that nobody drives stands by intention`() {
        var bench = LimitBench(.fan, [WatchedLimit(.lowerNonCritical, 600)])
        let idle = SensorSample(0, isDriven: false)
        #expect(bench.run([SensorSample(1200), idle, idle, idle, idle], every: 60) == [])
    }
}
