// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Testing

struct ThrottleWatchTests {
    private static let processor = EventPart(className: "CIM_Processor", id: "CPU 0", name: "CPU 0")
    private static let core = EventPart(className: "CIM_ProcessorCore", id: "cpu/0/0/3", name: "Core 3 of CPU 0")

    private static func count(_ count: UInt64, of part: EventPart = processor) -> ThrottleCount {
        ThrottleCount(
            part: part, container: part == core ? processor.id : nil, count: count, milliseconds: count * 10)
    }

    private static func take(_ counts: [ThrottleCount], at second: Int, _ watch: inout ThrottleWatch) -> [Event] {
        watch.take(
            counts, now: UInt64(second) * 1_000_000_000, time: Timestamp(microseconds: Int64(second) * 1_000_000))
    }

    @Test func `a counter that grows tells of throttling, and one that stands of its end, each with the duration`() {
        var watch = ThrottleWatch { "incident" }
        var told: [Event] = []
        for (second, count) in [(0, 7), (60, 7), (120, 9), (180, 10), (200, 10), (240, 10), (300, 10)] {
            told += Self.take([Self.count(UInt64(count))], at: second, &watch)
            #expect(watch.isThrottling == (120..<240).contains(second))
        }
        #expect(
            told.map(\.message) == [
                "CPU 0 slowed itself down 2 times because it was hot, for 20 ms in all.",
                "CPU 0 runs at full speed again; it slowed itself down 3 times because it was hot, for 30 ms in all.",
            ])
        #expect(told.map(\.transition) == [.asserted, .cleared] && told.allSatisfy { $0.kind == .throttling })
        #expect(told.map(\.arguments) == [["CPU 0", "2", "20"], ["CPU 0", "3", "30"]])
        #expect(told.last?.firstSeen == Timestamp(microseconds: 120_000_000) && told.last?.incident == "incident")
    }

    @Test func `a counter that was set back tells nothing`() {
        var watch = ThrottleWatch { "incident" }
        for (second, count) in [(0, 7), (60, 0), (120, 0)] {
            #expect(Self.take([Self.count(UInt64(count))], at: second, &watch).isEmpty)
        }
        #expect(Self.take([Self.count(1)], at: 180, &watch).count == 1)
    }

    @Test func `cores that are slowed down with their processor are no news, and one alone is`() {
        var watch = ThrottleWatch { "incident" }
        _ = Self.take([Self.count(0, of: Self.core), Self.count(0)], at: 0, &watch)
        let alone = Self.take([Self.count(1, of: Self.core), Self.count(0)], at: 60, &watch)
        #expect(alone.map(\.part?.id) == ["cpu/0/0/3"])
        _ = Self.take([Self.count(1, of: Self.core), Self.count(0)], at: 120, &watch)
        let together = Self.take([Self.count(2, of: Self.core), Self.count(1)], at: 180, &watch)
        #expect(together.map(\.part?.id) == ["CPU 0"])
    }

    @Test func `over a restart it is not told again, and ends when the counter stands`() throws {
        var first = ThrottleWatch { "first" }
        _ = Self.take([Self.count(0)], at: 0, &first)
        #expect(Self.take([Self.count(1)], at: 60, &first).count == 1)
        #expect(first.asserted.map(\.sensor) == ["CPU 0"] && first.asserted.map(\.kind) == [.throttling])
        var second = ThrottleWatch { "second" }
        second.restore(first.asserted)
        #expect(second.isThrottling)
        #expect(Self.take([Self.count(1)], at: 70, &second).isEmpty)
        let end = try #require(Self.take([Self.count(1)], at: 130, &second).first)
        #expect(end.incident == "first" && end.transition == .cleared)
        #expect(end.message == "CPU 0 runs at full speed again.")
        #expect(second.asserted.isEmpty)
    }

    @Test func `what slowed down and is gone is over`() {
        var watch = ThrottleWatch { "incident" }
        _ = Self.take([Self.count(0)], at: 0, &watch)
        _ = Self.take([Self.count(1)], at: 60, &watch)
        let time = Timestamp(microseconds: 0)
        #expect(watch.keep({ $0 == "CPU 0" }, time: time).isEmpty)
        #expect(watch.keep({ _ in false }, time: time).map(\.message) == ["CPU 0 is no longer there."])
        #expect(!watch.isThrottling)
    }

    private static func state(_ id: String, _ isSlowed: Bool, isConsequence: Bool = false) -> ThrottleState {
        ThrottleState(
            part: EventPart(className: "", id: id, name: id), isSlowed: isSlowed, message: "\(id) \(isSlowed)",
            isConsequence: isConsequence)
    }

    @Test func `a device that cools for a trip that was told of is no news, and one alone is`() {
        var watch = ThrottleWatch { "incident" }
        let time = Timestamp(microseconds: 0)
        let trip = { Self.state("zone", $0) }
        let device = { Self.state("cpufreq", $0, isConsequence: true) }
        #expect(watch.take(trip(true), time: time)?.transition == .asserted)
        #expect(watch.take(trip(true), time: time) == nil)
        #expect(watch.take(device(true), time: time) == nil)
        #expect(watch.take(device(false), time: time) == nil)
        #expect(watch.take(trip(false), time: time)?.transition == .cleared)
        #expect(watch.take(device(true), time: time)?.message == "cpufreq true")
        #expect(watch.take(trip(true), time: time)?.transition == .asserted)
        #expect(watch.take(device(false), time: time)?.message == "cpufreq false")
    }
}
