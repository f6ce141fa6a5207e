// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import EventLogProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct EventLogProviderTests {
    private static let ada = Principal(name: "ada", role: .admin)
    private let log: EventLog
    private let provider: EventLogProvider

    init() async throws {
        log = try await EventLog(
            database: Database(inMemoryWith: EventLog.migrations), clock: FixedClock(),
            report: { Issue.record("unexpected: \($0)") })
        provider = EventLogProvider(log, of: ScopingSystem(name: "host1"), parts: [])
    }

    private var overheat: Event {
        Event(
            .overheat, .critical, .asserted,
            part: EventPart(
                className: "CIM_NumericSensor", id: "platform/coretemp.0/temp1", name: "Package id 0",
                facts: [EventFact("Chip", "coretemp")]),
            reading: EventReading(
                observed: 96, limit: 95.5, limitName: "UpperThresholdCritical", limitSource: "hardware", unit: "°C"),
            message: "Package id 0 is at 96.0 °C.", arguments: ["Package id 0", "96.0"], incident: "i-1",
            time: Timestamp(microseconds: 5_000_000))
    }

    private func id(_ sequence: UInt64) -> String { "\(log.epoch)/\(sequence)" }

    @Test func `the log keeps every promise, empty and with events`() async throws {
        #expect(await Conformance.violations(of: provider) == [])
        await log.record(Array(repeating: overheat, count: 300))
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test func `an event is one flat row`() async throws {
        await log.record([overheat])
        let view = try await provider.instance("BB_EventView", id(1))
        #expect(view["Kind"] == .string("overheat") && view["MessageID"] == .string("overheat.asserted"))
        #expect(view["Severity"] == .string("critical") && view["PerceivedSeverity"] == .unsigned(6))
        #expect(view["PartID"] == .string("platform/coretemp.0/temp1"))
        #expect(view["PartFacts"] == .array([.string("Chip=coretemp")]))
        #expect(view["ObservedValue"] == .real(96) && view["LimitValue"] == .real(95.5))
        #expect(view["Sequence"] == .unsigned(1) && view["Epoch"] == .string(log.epoch))
        #expect(view["Time"] == .dateTime(Timestamp(microseconds: 5_000_000)))
        #expect(view["IsRehearsal"] == .boolean(false) && view.isAbsent("PreviousID"))
    }

    @Test func `the same event is an entry of the standard's log`() async throws {
        await log.record([overheat])
        let entry = try await provider.instance("CIM_LogEntry", id(1))
        #expect(entry["RecordID"] == .string("1") && entry["Message"] == .string("Package id 0 is at 96.0 °C."))
        #expect(
            entry["RecordData"]
                == .string("*overheat*asserted*CIM_NumericSensor*platform/coretemp.0/temp1*"))
        #expect(entry["LogInstanceID"] == .string("Baseboard:EventLog"))
        #expect(entry["CreationTimeStamp"] == .dateTime(FixedClock().wallClock()))
    }

    @Test func `every event is found by its name, whichever was asked for before`() async throws {
        for number in 1...300 {
            var event = overheat
            event.message = "\(number)"
            await log.record([event])
        }
        for number in [1, 300, 2, 64, 65, 66, 128, 129, 130, 299, 150, 1] {
            let view = try await provider.instance("BB_EventView", id(UInt64(number)))
            #expect(view["Message"] == .string("\(number)"))
        }
        let events = try #require(provider.resourceClass("BB_EventView"))
        for name in ["\(log.epoch)/301", "\(log.epoch)/0", "00000000-0000-4000-8000-000000000000/1", "1", ""] {
            #expect(try await events.find([.text(name)]) == nil)
        }
        #expect(try await events.parts().count == 300)
    }

    @Test func `an admin clears the log`() async throws {
        await log.record([overheat, overheat])
        let logs = try #require(provider.resourceClass("CIM_RecordLog"))
        let part = try #require(try await logs.parts().first)
        #expect(logs.schema.method(named: "ClearLog")?.role == .admin)
        let before = try await provider.instance("CIM_RecordLog", part.text)
        #expect(before["CurrentNumberOfRecords"] == .unsigned(2))
        let result = try await logs.invoke("ClearLog", on: part, with: [:], by: Self.ada)
        #expect(result.returnValue == 0)
        let after = try await provider.instance("CIM_RecordLog", part.text)
        #expect(after["CurrentNumberOfRecords"] == .unsigned(1))
        let left = try await provider.instance("BB_EventView", id(3))
        #expect(left["Message"] == .string("ada cleared the event log."))
    }
}

private struct FixedClock: EventLogClock {
    func wallClock() -> Timestamp { Timestamp(microseconds: 1_772_446_500_000_000) }

    func recordingClock() -> RecordingClock { RecordingClock(state: .synchronized, bootID: "b", monotonic: 1) }
}
