// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import Monitoring
import ResourceModel

/// The conditions that hold, and the limits that are not used, in the state database beside the log.
struct ConditionRows: MonitoringStore {
    let database: Database
    let log: any EventCommitter

    static let table = Migration(
        "conditions",
        [
            """
            CREATE TABLE sensor_condition(
                sensor TEXT NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL, incident TEXT NOT NULL,
                since INTEGER NOT NULL, PRIMARY KEY(sensor, kind)
            ) STRICT, WITHOUT ROWID
            """
        ])

    static let ignoredLimits = Migration(
        "ignored limits",
        [
            """
            CREATE TABLE sensor_ignored_limit(
                sensor TEXT NOT NULL, level TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY(sensor, level)
            ) STRICT, WITHOUT ROWID
            """
        ])

    func load() async throws(MonitoringStoreError) -> KeptConditions {
        do throws(DatabaseError) {
            return try await database.read { transaction throws(DatabaseError) in
                KeptConditions(asserted: try Self.asserted(transaction), ignored: try Self.ignored(transaction))
            }
        } catch {
            throw MonitoringStoreError("\(error)")
        }
    }

    func record(_ events: [Event], keeping conditions: KeptConditions?) async throws(MonitoringStoreError) {
        var changes: EventLogChanges?
        if let conditions {
            changes = { transaction throws(DatabaseError) in try Self.replace(with: conditions, transaction) }
        }
        do throws(DatabaseError) {
            try await log.record(events, with: changes)
        } catch {
            throw MonitoringStoreError("\(error)")
        }
    }

    private static func asserted(_ transaction: borrowing Transaction) throws(DatabaseError) -> [AssertedCondition] {
        try transaction.rows("SELECT sensor, kind, severity, incident, since FROM sensor_condition") {
            row throws(DatabaseError) -> AssertedCondition? in
            guard let sensor = row.text(0), let kind = row.text(1),
                let severity = row.int64(2).flatMap(UInt8.init(exactly:)).flatMap(EventSeverity.init),
                let incident = row.text(3), let since = row.int64(4)
            else { return nil }
            return AssertedCondition(
                sensor: sensor, kind: EventKind(named: kind), severity: severity, incident: incident,
                since: Timestamp(microseconds: since))
        }.compactMap { $0 }
    }

    private static func ignored(_ transaction: borrowing Transaction) throws(DatabaseError) -> [IgnoredLimit] {
        try transaction.rows("SELECT sensor, level, value FROM sensor_ignored_limit") {
            row throws(DatabaseError) -> IgnoredLimit? in
            guard let sensor = row.text(0), let level = row.text(1).flatMap(LimitLevel.init(rawValue:)),
                let value = row.double(2)
            else { return nil }
            return IgnoredLimit(sensor: sensor, level: level, value: value)
        }.compactMap { $0 }
    }

    private static func replace(
        with conditions: KeptConditions, _ transaction: borrowing Transaction
    ) throws(DatabaseError) {
        try transaction.execute("DELETE FROM sensor_condition")
        for condition in conditions.asserted {
            try transaction.execute(
                "INSERT OR REPLACE INTO sensor_condition(sensor, kind, severity, incident, since) "
                    + "VALUES(?, ?, ?, ?, ?)",
                [
                    .text(condition.sensor), .text(condition.kind.name),
                    .integer(Int64(condition.severity.rawValue)), .text(condition.incident),
                    .integer(condition.since.microseconds),
                ])
        }
        try transaction.execute("DELETE FROM sensor_ignored_limit")
        // SQLite takes what is no number for nothing at all.
        for limit in conditions.ignored where limit.value.isFinite {
            try transaction.execute(
                "INSERT OR REPLACE INTO sensor_ignored_limit(sensor, level, value) VALUES(?, ?, ?)",
                [.text(limit.sensor), .text(limit.level.rawValue), .real(limit.value)])
        }
    }
}
