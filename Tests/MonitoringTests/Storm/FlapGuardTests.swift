// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Testing

struct FlapGuardTests {
    private func event(_ transition: EventTransition, _ incident: String, _ severity: EventSeverity = .warning) -> Event
    {
        Event(
            .overheat, severity, transition, part: EventPart(className: "", id: "temp1", name: "CPU"),
            message: "\(transition) \(incident)", incident: incident, time: Timestamp(microseconds: 0))
    }

    @Test func `the fourth change within five minutes is the last that is told, until it is quiet`() {
        var flaps = FlapGuard()
        var told: [String] = []
        for index in 0..<8 {
            let change = event(index.isMultiple(of: 2) ? .asserted : .cleared, "\(index / 2)")
            told += flaps.pass([change], now: UInt64(index) * 60_000_000_000) { "flap" }.map(\.summary)
        }
        #expect(
            told == [
                "overheat.asserted warning", "overheat.cleared warning", "overheat.asserted warning",
                "overheat.cleared warning", "flapping.asserted warning",
            ])
        let last: UInt64 = 7 * 60_000_000_000
        let time = Timestamp(microseconds: 5)
        #expect(flaps.deadline == last + 600_000_000_000)
        #expect(flaps.advance(now: last + 599_000_000_000, time: time).isEmpty)
        let closing = flaps.advance(now: last + 600_000_000_000, time: time)
        #expect(closing.map(\.summary) == ["flapping.cleared information"])
        #expect(closing.first?.message == "CPU is quiet again, after 8 changes. Now: cleared 3")
        #expect(closing.first?.incident == "flap")
    }

    @Test func `what holds in the end is told where it is not what was told last`() {
        var flaps = FlapGuard()
        for index in 0..<5 {
            let change = event(index.isMultiple(of: 2) ? .asserted : .cleared, "\(index / 2)")
            _ = flaps.pass([change], now: 0) { "flap" }
        }
        let closing = flaps.advance(now: 600_000_000_000, time: Timestamp(microseconds: 5))
        #expect(closing.map(\.summary) == ["overheat.asserted warning", "flapping.cleared information"])
        #expect(closing.first?.incident == "2")
    }

    @Test func `what becomes critical is told all the same`() {
        var flaps = FlapGuard()
        for index in 0..<4 {
            let change = event(index.isMultiple(of: 2) ? .asserted : .cleared, "\(index / 2)")
            _ = flaps.pass([change], now: 0) { "flap" }
        }
        let worse = flaps.pass([event(.asserted, "2", .critical)], now: 1) { "flap" }
        #expect(worse.map(\.summary) == ["overheat.asserted critical"])
    }

    @Test func `four changes in six minutes are none too many`() {
        var flaps = FlapGuard()
        var count = 0
        for index in 0..<8 {
            let change = event(index.isMultiple(of: 2) ? .asserted : .cleared, "\(index / 2)")
            count += flaps.pass([change], now: UInt64(index) * 120_000_000_000) { "flap" }.count
        }
        #expect(count == 8)
    }
}
