// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ResourceModel
import Testing

@testable import SensorProvider
@testable import baseboardd

/// Which sensors are read when, by what reading costs.
struct SensorScheduleTests {
    private static let groups = [
        SensorGroup(lane: nil, cost: .cheap, ids: [PartID("cpu"), PartID("fan")]),
        SensorGroup(lane: BusKey("i2c-1"), cost: .bus, ids: [PartID("dimm")]),
        SensorGroup(lane: BusKey("nvme0"), cost: .command, ids: [PartID("nvme")]),
        SensorGroup(lane: BusKey("disk"), cost: .mayWake, ids: [PartID("disk")]),
    ]

    private struct Bench {
        var schedule = SensorSchedule(SensorPace())
        var now = HardwareAccess.Timestamp(monotonic: 0, wall: 0)
        var unsettled: Set<String> = []

        init(marked: Set<PartID> = []) {
            schedule.begin(round: now, SensorScheduleTests.groups, marked: marked)
            #expect(read(isRound: true) == ["cpu", "fan", "dimm", "nvme", "disk"])
        }

        /// What is read now.
        mutating func read(isRound: Bool = false) -> [String] {
            let unsettled = unsettled
            let turns = schedule.take(now, isRound: isRound) { unsettled.contains($0.text) }
            for turn in turns { schedule.finish(turn) }
            return turns.flatMap(\.ids).map(\.text)
        }

        /// Sleeps for as long as nothing is due, and says for how many seconds that was and what is read then.
        mutating func next() -> (after: Double, read: [String]) {
            let unsettled = unsettled
            let rest = schedule.rest(now) { unsettled.contains($0.text) }
            let (seconds, attoseconds) = rest.components
            now.monotonic += seconds * 1_000_000_000 + attoseconds / 1_000_000_000
            return (Double(seconds) + Double(attoseconds) / 1e18, schedule.isRoundDue(now) ? ["round"] : read())
        }
    }

    @Test func `nothing is read between the rounds where nobody waits`() {
        var bench = Bench()
        #expect(bench.next() == (60, ["round"]))
    }

    @Test func `with interest each is read as often as its cost allows, and no disk`() {
        var bench = Bench()
        bench.schedule.isInterestExpected = true
        var reads: [String: Int] = [:]
        var turns = 0
        while case let next = bench.next(), next.read != ["round"] {
            for id in next.read { reads[id, default: 0] += 1 }
            turns += 1
        }
        #expect(bench.now.monotonic == 60_000_000_000)
        #expect(reads == ["cpu": 29, "fan": 29, "dimm": 3])
        // Less than one wake-up a second.
        #expect(turns < 60)
        bench.schedule.isInterestExpected = false
        bench.schedule.begin(round: bench.now, Self.groups, marked: [])
        _ = bench.read(isRound: true)
        #expect(bench.next() == (60, ["round"]))
    }

    @Test func `what is named is read by its cost, and nothing else`() {
        var bench = Bench(marked: [PartID("dimm"), PartID("fan"), PartID("disk")])
        #expect(bench.next() == (2, ["fan"]))
        for _ in 0..<6 { #expect(bench.next() == (2, ["fan"])) }
        #expect(bench.next() == (1, ["dimm"]))
    }

    @Test func `what is unsettled is read soon, whatever its cost`() {
        var bench = Bench()
        bench.unsettled = ["dimm"]
        #expect(bench.next() == (2, ["dimm"]))
        #expect(bench.next() == (2, ["dimm"]))
        bench.unsettled = []
        #expect(bench.next() == (56, ["round"]))
    }

    @Test func `a bus that hangs is left alone, and wakes nobody`() {
        var bench = Bench(marked: [PartID("dimm")])
        bench.now.monotonic += 15_000_000_000
        let turns = bench.schedule.take(bench.now, isRound: false) { _ in false }
        #expect(turns.map(\.lane) == [BusKey("i2c-1")])
        #expect(bench.next() == (45, ["round"]))
        #expect(bench.read(isRound: true) == ["cpu", "fan", "nvme", "disk"])
        bench.schedule.finish(turns[0])
        #expect(bench.read(isRound: true).contains("dimm"))
    }
}
