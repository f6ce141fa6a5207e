// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import Monitoring
import ResourceModel
import TemporaryFiles
import Testing

@testable import baseboardd

/// What holds, and what was told of it, in the true database.
struct ConditionRowsTests {
    private static let kept = KeptConditions(
        asserted: [
            AssertedCondition(
                sensor: "platform/a/temp1", kind: .overheat, severity: .critical, incident: "1",
                since: Timestamp(microseconds: 5)),
            AssertedCondition(
                sensor: "CPU 0", kind: .throttling, severity: .warning, incident: "2", since: Timestamp(microseconds: 6)
            ),
        ],
        ignored: [
            IgnoredLimit(sensor: "platform/a/temp2", level: .upperCritical, value: 20),
            IgnoredLimit(sensor: "platform/a/temp2", level: .lowerCritical, value: -0.5),
        ])

    private static let event = Event(
        .overheat, .critical, .asserted, part: EventPart(className: "CIM_NumericSensor", id: "a", name: "a"),
        message: "hot", incident: "1", time: Timestamp(microseconds: 5))

    private struct Bench {
        let directory: TemporaryDirectory
        let database: Database
        let log: EventLog
        let rows: ConditionRows

        init(_ directory: TemporaryDirectory? = nil) async throws {
            self.directory = try directory ?? TemporaryDirectory()
            database = try Database(path: self.directory.file("state.sqlite"), migrations: StateDatabase.migrations)
            log = try await EventLog(database: database, clock: LogClock()) { _ in }
            rows = ConditionRows(database: database, log: log)
        }

        /// Has the storage refuse to write one of the tables, as a crash between the two would.
        func refuse(_ table: String) async throws {
            try await database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    "CREATE TRIGGER refusal BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'refused'); END")
            }
        }
    }

    @Test func `what was kept is there again, with what was told`() async throws {
        let first = try await Bench()
        #expect(try await first.rows.load() == KeptConditions())
        try await first.rows.record([Self.event], keeping: Self.kept)
        first.database.close()
        let second = try await Bench(first.directory)
        let kept = try await second.rows.load()
        #expect(Set(kept.asserted) == Set(Self.kept.asserted) && Set(kept.ignored) == Set(Self.kept.ignored))
        #expect(try await second.log.events(after: 0, limit: 9).map(\.event.message) == ["hot"])
        try await second.rows.record([], keeping: KeptConditions())
        #expect(try await second.rows.load() == KeptConditions())
        second.database.close()
    }

    @Test func `both are one commit`() async throws {
        let bench = try await Bench()
        let before = bench.database.committedTransactions
        try await bench.rows.record([Self.event, Self.event], keeping: Self.kept)
        #expect(bench.database.committedTransactions == before + 1)
        bench.database.close()
    }

    @Test(arguments: ["event", "sensor_condition", "sensor_ignored_limit"])
    func `where one cannot be written, neither is`(table: String) async throws {
        let bench = try await Bench()
        try await bench.refuse(table)
        await #expect(throws: MonitoringStoreError.self) {
            try await bench.rows.record([Self.event], keeping: Self.kept)
        }
        #expect(bench.log.bounds.last == 0)
        #expect(try await bench.rows.load() == KeptConditions())
        try await bench.database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("DROP TRIGGER refusal")
        }
        // What was not told counts as lost, and is not told later as if it were new.
        try await bench.rows.record([], keeping: Self.kept)
        #expect(try await bench.log.events(after: 0, limit: 9).map(\.event.kind) == [.storageFull])
        #expect(Set(try await bench.rows.load().asserted) == Set(Self.kept.asserted))
        bench.database.close()
    }

    @Test func `parts and what was told of them are one commit too`() async throws {
        let bench = try await Bench()
        let rows = InventoryRows(database: bench.database, log: bench.log)
        var update = InventoryUpdate()
        update.events = [Self.event]
        update.stored = [PartRecord(.thread, identity: "cpu1", id: "cpu1", name: "cpu1")]
        try await bench.refuse("event")
        await #expect(throws: InventoryStoreError.self) {
            try await rows.record(update, at: Timestamp(microseconds: 1))
        }
        #expect(try await rows.load() == nil)
        try await bench.database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("DROP TRIGGER refusal")
        }
        let before = bench.database.committedTransactions
        try await rows.record(update, at: Timestamp(microseconds: 1))
        #expect(bench.database.committedTransactions == before + 1)
        #expect(try await rows.load()?.records.map(\.id) == ["cpu1"])
        bench.database.close()
    }
}
