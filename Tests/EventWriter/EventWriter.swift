// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import Glibc
import ResourceModel

/// Writes events into the log at a path until it is killed, and says the number of each once it is on the disk.
///
/// `event-writer PATH`: one line a record, `SEQUENCE TEXT`.
@main
struct EventWriter {
    static func main() async throws {
        let path = CommandLine.arguments[1]
        var limits = EventLogLimits()
        limits.maximumRecords = 400
        let log = try await EventLog(
            database: try Database(path: path, migrations: EventLog.migrations), limits: limits, clock: SystemClock(),
            report: { _ in exit(2) })
        var number = 0
        while true {
            let before = log.bounds.last
            let count = UInt64(number % 5 + 1)
            await log.record(
                (1...count).map { offset in
                    Event(
                        .overheat, .critical, .asserted,
                        part: EventPart(className: "CIM_NumericSensor", id: "temp1", name: "temp1"),
                        message: "message \(before + offset)", time: Timestamp(microseconds: Int64(number)))
                })
            var lines = ""
            for sequence in (before + 1)...(before + count) { lines += "\(sequence)\n" }
            lines.withUTF8 { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            number += 1
        }
    }
}

private struct SystemClock: EventLogClock {
    func wallClock() -> Timestamp { Timestamp(microseconds: Int64(time(nil)) * 1_000_000) }

    func recordingClock() -> RecordingClock { RecordingClock(state: .unsynchronized, bootID: "", monotonic: 0) }
}
