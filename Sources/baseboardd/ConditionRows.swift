// SPDX-License-Identifier: Apache-2.0

import Database
import Monitoring
import ResourceModel

/// The conditions that hold, in the state database.
struct ConditionRows: MonitoringStore {
    let database: Database

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

    func load() async throws(MonitoringStoreError) -> [AssertedCondition] {
        do throws(DatabaseError) {
            return try await database.read { transaction throws(DatabaseError) in
                try transaction.rows("SELECT sensor, kind, severity, incident, since FROM sensor_condition") {
                    row throws(DatabaseError) -> AssertedCondition? in
                    guard let sensor = row.text(0), let kind = row.text(1),
                        let severity = row.int64(2).flatMap(UInt8.init(exactly:)).flatMap(EventSeverity.init),
                        let incident = row.text(3), let since = row.int64(4)
                    else { return nil }
                    return AssertedCondition(
                        sensor: sensor, kind: EventKind(named: kind), severity: severity, incident: incident,
                        since: Timestamp(microseconds: since))
                }
            }.compactMap { $0 }
        } catch {
            throw MonitoringStoreError("\(error)")
        }
    }

    func save(_ conditions: [AssertedCondition]) async throws(MonitoringStoreError) {
        do throws(DatabaseError) {
            try await database.write { transaction throws(DatabaseError) in
                try transaction.execute("DELETE FROM sensor_condition")
                for condition in conditions {
                    try transaction.execute(
                        "INSERT OR REPLACE INTO sensor_condition(sensor, kind, severity, incident, since) "
                            + "VALUES(?, ?, ?, ?, ?)",
                        [
                            .text(condition.sensor), .text(condition.kind.name),
                            .integer(Int64(condition.severity.rawValue)), .text(condition.incident),
                            .integer(condition.since.microseconds),
                        ])
                }
            }
        } catch {
            throw MonitoringStoreError("\(error)")
        }
    }
}
