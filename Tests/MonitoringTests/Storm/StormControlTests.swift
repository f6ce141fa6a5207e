// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Testing

struct StormControlTests {
    private func event(_ part: String, _ value: Double, at second: Int64) -> Event {
        Event(
            .excursion, .warning, part: EventPart(className: "", id: part, name: part),
            reading: EventReading(observed: value, unit: "°C"), message: "\(part) is \(value).",
            time: Timestamp(microseconds: second * 1_000_000))
    }

    @Test func `ten of one part pass, and the rest are told of in one event after a minute`() {
        var storm = StormControl(now: 0)
        let passed = storm.pass((0..<25).map { event("temp1", Double($0), at: 1) }, now: 1_000_000_000)
        #expect(passed.count == 10)
        #expect(storm.deadline == 61_000_000_000)
        let time = Timestamp(microseconds: 61_000_000)
        #expect(storm.advance(now: 60_000_000_000, time: time).isEmpty)
        let told = storm.advance(now: 61_000_000_000, time: time)
        #expect(told.map(\.kind) == [.suppressed])
        #expect(
            told.first?.message
                == "15 events of kind excursion were not told, from 1970-01-01T00:00:01Z to 1970-01-01T00:00:01Z. "
                + "The worst: temp1 is 24.0.")
        #expect(storm.advance(now: 200_000_000_000, time: time).isEmpty)
    }

    @Test func `the bucket fills by one a second`() {
        var storm = StormControl(now: 0)
        _ = storm.pass((0..<10).map { event("temp1", Double($0), at: 0) }, now: 0)
        let later = storm.pass((0..<10).map { event("temp1", Double($0), at: 3) }, now: 3_000_000_000)
        #expect(later.count == 3)
    }

    @Test func `fifty of one kind pass, whatever part they are of`() {
        var storm = StormControl(now: 0)
        #expect(storm.pass((0..<80).map { event("temp\($0)", 1, at: 0) }, now: 0).count == 50)
    }

    @Test func `what is kept of parts is bounded`() {
        var settings = StormSettings()
        settings.sourceLimit = 4
        var storm = StormControl(settings, now: 0)
        #expect(storm.pass((0..<20).map { event("temp\($0)", 1, at: 0) }, now: 0).count == 20)
    }
}
