// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_RecordLog: the event log as a whole, the one instance (`spec/hardware-classes.md` section 25).
func recordLogClass(_ logs: RecordLogs) -> some ResourceClass {
    EventSource(recordLogTable(logs))
}

private func recordLogTable(_ logs: RecordLogs) -> Table {
    Table(
        "CIM_RecordLog", of: logs, extends: "CIM_Log", displayName: "Event log",
        summary: ["ElementName", "CurrentNumberOfRecords", "MaxNumberOfRecords"],
        columns: [
            .key("InstanceID", "What tells this log from others.") { _ in RecordLogs.instanceID },
            .property("Name", .string, "What the log is called.") { _ in .string("EventLog") },
            .property(
                "EnabledState", .uint16, values: StandardValues.enabledState, "Whether the log is written; it is."
            ) { _ in .unsigned(2) },
            .property(
                "RequestedState", .uint16, values: StandardValues.requestedState,
                "The last state asked for; 12 where the state cannot be changed."
            ) { _ in .unsigned(12) },
            .property("MaxNumberOfRecords", .uint64, "How many events the log keeps.") {
                .unsigned(UInt64($0.capacity))
            },
            .property("CurrentNumberOfRecords", .uint64, "How many events there are.") { .unsigned(UInt64($0.count)) },
            .property(
                "OverwritePolicy", .uint16,
                values: [
                    NamedValue(0, "Unknown"), NamedValue(2, "Wraps When Full"), NamedValue(7, "Never Overwrites"),
                ],
                "What happens when it is full: the oldest events go."
            ) { _ in .unsigned(2) },
            .property(
                "LogState", .uint16,
                values: [
                    NamedValue(0, "Unknown"), NamedValue(2, "Normal"), NamedValue(3, "Erasing"),
                    NamedValue(4, "Not Applicable"),
                ],
                "What the log is doing."
            ) { _ in .unsigned(2) },
        ] + Column.managedElement(name: { _ in "Event log" }, health: { _ in .good }),
        methods: [
            Method(
                MethodSchema(
                    "ClearLog",
                    returnValues: [
                        NamedValue(0, "Completed with No Error"), NamedValue(1, "Not Supported"),
                        NamedValue(2, "Unspecified Error"),
                    ],
                    role: .admin,
                    "Removes every event, and leaves one that says who did it; numbers are not used again.")
            ) { logs, _, _, principal throws(ProviderError) in
                do throws(EventJournalError) {
                    try await logs.journal.clear(by: principal)
                    return MethodResult(returnValue: 0)
                } catch {
                    throw ProviderError(error)
                }
            }
        ],
        "The log of everything that happened to the machine's hardware.")
}
