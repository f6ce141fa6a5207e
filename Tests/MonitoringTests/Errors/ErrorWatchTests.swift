// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

@testable import Monitoring

struct ErrorWatchTests {
    private static let card = EventPart(className: "CIM_PCIDevice", id: "0000:01:00.0", name: "Controller")
    private static let module = EventPart(className: "CIM_Memory", id: "A1", name: "A1")

    /// Feeds a count each minute, and tells in which events came.
    private static func run(
        _ sort: ErrorCount.Sort, _ part: EventPart, _ counts: [UInt64], _ watch: inout ErrorWatch
    ) -> [(minute: Int, event: Event)] {
        counts.enumerated().flatMap { minute, count in
            watch.take(
                [ErrorCount(sort, of: part, count: count)], isComplete: true, now: UInt64(minute) * 60_000_000_000,
                time: Timestamp(microseconds: Int64(minute) * 60_000_000)
            ).map { (minute, $0) }
        }
    }

    @Test func `what was counted before the first look is no event`() {
        var watch = ErrorWatch()
        #expect(Self.run(.pciFatal, Self.card, [7, 7, 7], &watch).isEmpty)
    }

    @Test func `ten corrected errors in a minute are usual, eleven are a warning, and quiet ends it`() {
        var watch = ErrorWatch()
        #expect(Self.run(.pciCorrectable, Self.card, [0, 10, 10, 10], &watch).isEmpty)
        watch = ErrorWatch()
        let told = Self.run(.pciCorrectable, Self.card, [0, 11, 22, 22, 22, 22], &watch)
        #expect(told.map(\.minute) == [1, 3])
        #expect(told.map(\.event.transition) == [.asserted, .cleared])
        #expect(told.map(\.event.severity) == [.warning, .information])
        #expect(told.first?.event.message == "Controller: 11 corrected PCI Express errors lately, 11 since boot.")
        #expect(told[0].event.incident == told[1].event.incident && told[0].event.incident != nil)
    }

    @Test func `one fatal error is critical, and more of them in the same incident are not told again`() {
        var watch = ErrorWatch()
        let told = Self.run(.pciFatal, Self.card, [0, 1, 2, 3], &watch)
        #expect(told.map(\.minute) == [1] && told.map(\.event.severity) == [.critical])
        #expect(told.map(\.event.kind) == [.pciFatal])
    }

    @Test func `corrected memory errors warn at ten a day, and a thousand an hour are critical`() {
        var watch = ErrorWatch()
        #expect(Self.run(.memoryCorrectable, Self.module, [0, 4, 8, 9], &watch).isEmpty)
        watch = ErrorWatch()
        let told = Self.run(.memoryCorrectable, Self.module, [0, 12, 12, 1200], &watch)
        #expect(told.map(\.event.transition) == [.asserted, .escalated])
        #expect(told.map(\.event.severity) == [.warning, .critical])
    }

    @Test func `a storm that ends is less bad first, and over in the end`() {
        var watch = ErrorWatch()
        let told = Self.run(
            .memoryCorrectable, Self.module, [0, 5000] + [UInt64](repeating: 5000, count: 3 * 24 * 60), &watch)
        #expect(told.map(\.event.transition) == [.asserted, .deescalated, .cleared])
        #expect(told.map(\.event.severity) == [.critical, .warning, .information])
    }

    @Test func `a counter that begins anew counts from nothing`() {
        var watch = ErrorWatch()
        #expect(Self.run(.pciNonFatal, Self.card, [5, 0, 0], &watch).isEmpty)
        watch = ErrorWatch()
        #expect(Self.run(.pciNonFatal, Self.card, [5, 1], &watch).map(\.event.kind) == [.pciNonFatal])
    }

    @Test func `counters that are no more are forgotten, and only so many are kept`() {
        var watch = ErrorWatch(limit: 2)
        let counts = (0..<5).map {
            ErrorCount(.pciFatal, of: EventPart(className: "", id: "\($0)", name: ""), count: 0)
        }
        _ = watch.take(counts, isComplete: true, now: 0, time: Timestamp(microseconds: 0))
        #expect(watch.count == 2)
        _ = watch.take([counts[1]], isComplete: false, now: 1, time: Timestamp(microseconds: 1))
        #expect(watch.count == 2)
        _ = watch.take([counts[1]], isComplete: true, now: 2, time: Timestamp(microseconds: 2))
        #expect(watch.count == 1)
    }
}
