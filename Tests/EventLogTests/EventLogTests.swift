// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import Overlay
import ResourceModel
import Synchronization
import TemporaryFiles
import Testing

struct EventLogTests {
    let directory: TemporaryDirectory
    let clock = TestClock()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func database(_ options: DatabaseOptions = DatabaseOptions()) throws -> Database {
        try Database(path: directory.file("state.db"), migrations: EventLog.migrations, options: options)
    }

    private func log(
        _ limits: EventLogLimits = EventLogLimits(), from database: Database? = nil,
        report: @escaping @Sendable (String) -> Void = { Issue.record("unexpected: \($0)") }
    ) async throws -> EventLog {
        try await EventLog(database: try database ?? self.database(), limits: limits, clock: clock, report: report)
    }

    private func event(_ message: String = "It is hot.") -> Event {
        Event(
            .overheat, .critical, .asserted,
            part: EventPart(className: "CIM_NumericSensor", id: "platform/coretemp.0/temp1", name: "Package id 0"),
            message: message, time: Timestamp(microseconds: 1))
    }

    /// Everything that an event can say, in no two fields the same.
    private var full: Event {
        Event(
            .partReplaced, .major, .occurred,
            part: EventPart(
                className: "CIM_DiskDrive", id: "new", name: "a 5:1, b,",
                facts: [EventFact("SerialNumber", "S\u{1F600}1"), EventFact("Slot", "")]),
            previous: EventPart(className: "CIM_DiskDrive", id: "old", name: "c", facts: [EventFact("Slot", "4")]),
            reading: EventReading(
                observed: 96.5, limit: nil, limitName: "UpperThresholdCritical", limitSource: "operator", unit: "°C"),
            message: "A disk was replaced.", arguments: ["one", "", "3:x,"], incident: "i-1",
            time: Timestamp(microseconds: 7), firstSeen: Timestamp(microseconds: -8), observed: .atStart,
            since: Timestamp(microseconds: 9), isRehearsal: true)
    }

    @Test func `an event comes back from the disk as it was`() async throws {
        let written = try await log()
        await written.record([full, event()])
        let database = try database()
        let read = try await log(from: database)
        let records = try await read.events(after: 0, limit: 10)
        #expect(records.map(\.event) == [full, event()])
        #expect(records.map(\.position.sequence) == [1, 2] && records[0].position.epoch == written.epoch)
        #expect(records[1].clock == clock.recordingClock() && records[1].recorded == clock.wallClock())
        #expect(try await read.event(2)?.event == event())
        #expect(try await read.event(3) == nil)
        #expect(try await read.event(0) == nil)
    }

    @Test func `what is new is read from memory, what is old from the disk, and both are the same`() async throws {
        var limits = EventLogLimits()
        limits.recentRecords = 4
        let log = try await log(limits)
        for number in 1...25 { await log.record([event("\(number)")]) }
        for after in UInt64(0)...26 {
            let found = try await log.events(after: after, limit: 3).map(\.event.message)
            #expect(found == (Int(after) + 1..<Int(after) + 4).filter { $0 <= 25 }.map { "\($0)" })
        }
        for number in UInt64(1)...25 { #expect(try await log.event(number)?.event.message == "\(number)") }
        #expect(try await log.events(after: .max, limit: 3).isEmpty)
    }

    @Test func `those who watch are told once the event can be read`() async throws {
        let database = try database()
        let log = try await log(from: database)
        let told = Mutex<[UInt64]>([])
        log.observe { [unowned log] in told.withLock { $0.append(log.bounds.last) } }
        await log.record([event(), event()])
        await log.record([])
        await log.record([event()])
        #expect(told.withLock { $0 } == [2, 3] && log.bounds == (1, 3))
        // The one of the opening, and one each.
        #expect(database.committedTransactions == 3)
    }

    @Test func `numbers go on after a restart, and the log keeps its name`() async throws {
        let first = try await log()
        await first.record([event(), event()])
        let second = try await log()
        await second.record([event()])
        #expect(second.bounds == (1, 3) && second.epoch == first.epoch)
        #expect(EventPosition("\(first.epoch)/3") == EventPosition(epoch: first.epoch, sequence: 3))
    }

    @Test func `how the agent ended before is told`() async throws {
        let first = try await log()
        #expect(first.previousStop == .none)
        await first.record([event()])
        let written = clock.wallClock()
        clock.advance(seconds: 60)
        let second = try await log()
        #expect(second.previousStop == .unclean(lastHeardOf: written))
        await second.stop()
        let stopped = clock.wallClock()
        clock.advance(seconds: 60)
        let third = try await log()
        #expect(third.previousStop == .orderly(stopped))
        #expect(try await log().previousStop == .unclean(lastHeardOf: written))
    }

    @Test func `too many records: the oldest go, and one says which`() async throws {
        var limits = EventLogLimits()
        limits.maximumRecords = 20
        let log = try await log(limits)
        for number in 1...21 { await log.record([event("\(number)")]) }
        #expect(log.bounds == (3, 21) && log.size == (18, 20))
        let records = try await log.events(after: 0, limit: 2)
        #expect(records.map(\.position.sequence) == [3, 4] && records[0].event.kind == .logGap)
        #expect(records[0].event.message == "The log no longer keeps events 1 to 3.")
        #expect(try await log.event(2) == nil)
        for number in 22...24 { await log.record([event("\(number)")]) }
        let later = try await log.events(after: 0, limit: 1)
        #expect(later.first?.event.arguments == ["1", "6"] && log.bounds == (6, 24))
        #expect(try await log.sequences() == Array(6...24))
    }

    @Test func `too much text: the oldest go, and never the newest`() async throws {
        var limits = EventLogLimits()
        limits.maximumBytes = 10_000
        let log = try await log(limits)
        for _ in 1...20 { await log.record([event(String(repeating: "x", count: 1000))]) }
        #expect(log.bytes <= 10_000 && log.size.count >= 7)
        await log.record([event(String(repeating: "y", count: 50_000))])
        #expect(log.size.count == 1 && log.bounds == (20, 21))
        #expect(try await log.events(after: 20, limit: 5).map(\.position.sequence) == [21])
    }

    @Test func `records that are too old go with the next event`() async throws {
        var limits = EventLogLimits()
        limits.maximumAge = 100
        let log = try await log(limits)
        await log.record([event("1"), event("2")])
        clock.advance(seconds: 60)
        await log.record([event("3")])
        clock.advance(seconds: 60)
        await log.record([event("4")])
        #expect(try await log.events(after: 0, limit: 9).map(\.event.kind) == [.logGap, .overheat, .overheat])
        #expect(try await log.sequences() == [2, 3, 4])
        await log.record([event("5")])
        #expect(try await log.sequences() == [2, 3, 4, 5])
    }

    @Test func `a clock that nobody keeps right ages nothing`() async throws {
        var limits = EventLogLimits()
        limits.maximumAge = 100
        let log = try await log(limits)
        // As a machine whose battery is empty, until NTP has answered.
        clock.become(.unsynchronized)
        clock.advance(seconds: -1_000_000)
        await log.record([event("1")])
        clock.advance(seconds: 1_000_000)
        clock.become(.synchronized)
        await log.record([event("2")])
        #expect(try await log.sequences() == [1, 2])
        // And as one whose clock jumps ahead.
        clock.become(.unsynchronized)
        clock.advance(seconds: 1_000_000)
        await log.record([event("3")])
        #expect(try await log.sequences() == [1, 2, 3])
        clock.become(.synchronized)
        await log.record([event("4")])
        // What was written before a record that is too old is older still; 2 is the record of what is missing.
        #expect(try await log.sequences() == [2, 3, 4])
    }

    @Test @MainActor func `several that wait for room say together, once, how many are missing`() async throws {
        var options = DatabaseOptions()
        options.maximumPages = 24
        let reports = Mutex<[String]>([])
        let log = try await log(from: try database(options)) { line in reports.withLock { $0.append(line) } }
        let large = event(String(repeating: "x", count: 500))
        while reports.withLock({ $0.isEmpty }), log.bounds.last < 1000 { await log.record([large]) }
        let last = log.bounds.last
        // Two at once are refused, and two at once find room.
        let refused = (0..<2).map { _ in Task { await log.record([large]) } }
        for task in refused { await task.value }
        try await log.clear(by: Principal(name: "ada", role: .admin))
        let kept = (0..<2).map { _ in Task { await log.record([event("after")]) } }
        for task in kept { await task.value }
        let records = try await log.events(after: last, limit: 9)
        // Which of two at once is written first nobody promises.
        #expect(records.count == 4 && records.first?.event.kind == .logCleared)
        #expect(records.filter { $0.event.message == "after" }.count == 2)
        #expect(records.filter { $0.event.kind == .storageFull }.map(\.event.arguments.last) == ["3"])
        #expect(reports.withLock { $0.count } == 2)
    }

    @Test func `a cleared log says who cleared it, and its numbers go on`() async throws {
        let log = try await log()
        await log.record([event(), event()])
        try await log.clear(by: Principal(name: "ada", role: .admin))
        await log.record([event("after")])
        let messages = try await log.events(after: 0, limit: 9).map(\.event.message)
        #expect(messages == ["ada cleared the event log.", "after"])
        #expect(log.bounds == (3, 4))
        let reopened = try await self.log()
        #expect(reopened.bounds == (3, 4))
        #expect(try await reopened.event(2) == nil)
    }

    @Test func `a full disk loses events, says how many, and heals`() async throws {
        var options = DatabaseOptions()
        options.maximumPages = 24
        let reports = Mutex<[String]>([])
        let log = try await log(from: try database(options)) { line in reports.withLock { $0.append(line) } }
        var written = 0
        while reports.withLock({ $0.isEmpty }), written < 1000 {
            await log.record([event(String(repeating: "x", count: 500))])
            written += 1
        }
        let last = log.bounds.last
        #expect(last == UInt64(written - 1))
        await log.record([event(String(repeating: "x", count: 500))])
        // Room again: somebody clears the log.
        try await log.clear(by: Principal(name: "ada", role: .admin))
        await log.record([event("after")])
        let records = try await log.events(after: last, limit: 9)
        #expect(records.map(\.event.kind) == [.logCleared, .storageFull, .overheat])
        #expect(records.map(\.position.sequence) == [last + 1, last + 2, last + 3])
        #expect(records[1].event.arguments.last == "2")
        #expect(reports.withLock { $0.count } == 2)
    }

    @Test func `a database that only knows the overlay gets a log, and keeps what it has`() async throws {
        let olga = Principal(name: "olga", role: .operator)
        let part = OverlayPart(deviceClass: "Sensor", identifier: "temp1")
        let path = directory.file("former.db")
        let before = try Database(path: path, migrations: Overlay.migrations)
        try await Overlay(database: before) { _ in }.set(["Limit": .integer(5)], of: part, by: olga, at: 1)
        before.close()
        let after = try Database(path: path, migrations: Overlay.migrations + EventLog.migrations)
        let log = try await log(from: after)
        await log.record([event()])
        #expect(log.bounds == (1, 1))
        #expect(try await Overlay(database: after) { _ in }.value(for: "Limit", of: part)?.value == .integer(5))
    }

    @Test @MainActor func `many at once share commits, and each keeps its number`() async throws {
        let database = try database()
        let log = try await log(from: database)
        let events = (1...200).map { event("\($0)") }
        let writers = events.map { event in Task { await log.record([event]) } }
        for writer in writers { await writer.value }
        #expect(log.bounds == (1, 200))
        let found = try await log.events(after: 0, limit: 1000)
        #expect(found.map(\.position.sequence) == Array(1...200))
        #expect(Set(found.map(\.event.message)).count == 200)
        #expect(database.committedTransactions < 200)
    }
}
