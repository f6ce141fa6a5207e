// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_LogEntry: an event of the log (`spec/hardware-classes.md` section 26).
func logEntryClass(_ events: LoggedEvents) -> some ResourceClass {
    Chronological(logEntryTable(events))
}

private func logEntryTable(_ events: LoggedEvents) -> Table {
    Table(
        "CIM_LogEntry", of: events, extends: "CIM_RecordForLog", displayName: "Log entries",
        summary: ["CreationTimeStamp", "PerceivedSeverity", "Message"],
        columns: [
            .key("InstanceID", "The log's epoch and the event's number in it.", value: \.id),
            .property("Caption", .string, "A short description in one line.") { .string($0.event.kind.name) },
            .property("ElementName", .string, "The part that the event is about.") { Value($0.event.part?.name) },
            .property("RecordFormat", .string, "How RecordData is to be read: what stands between the bars.") { _ in
                .string("*string Kind*string Transition*string PartClass*string PartID*")
            },
            .property("RecordData", .string, "The event in the parts that programs look at.") { record in
                let event = record.event
                let part = event.part
                return .string(
                    "*\(event.kind.name)*\(event.transition.rawValue)*\(part?.className ?? "")*\(part?.id ?? "")*")
            },
            .property("Locale", .string, "The language of Message.") { _ in .string("en") },
            .property(
                "PerceivedSeverity", .uint16, values: EventValues.severity, "How bad the event is."
            ) { .unsigned(UInt64($0.event.severity.rawValue)) },
            .property("LogInstanceID", .string, "The log that it stands in.") { _ in
                .string(RecordLogs.instanceID.text)
            },
            .property("LogName", .string, "What the log is called.") { _ in .string("EventLog") },
            .property("RecordID", .string, "The event's number in the log; it orders events, times do not.") {
                .string("\($0.position.sequence)")
            },
            .property("CreationTimeStamp", .datetime, "When it was written.") { .dateTime($0.recorded) },
            .property("MessageID", .string, "The event's kind, and what it does to the condition.") {
                .string($0.event.messageID)
            },
            .property("Message", .string, "What happened, in a sentence.") { .string($0.event.message) },
            .property("MessageArguments", .string, isArray: true, "What varies in Message.") {
                .array($0.event.arguments.map(Value.string))
            },
            .property("OwningEntity", .string, "Whose MessageIDs these are.") { _ in .string(EventValues.owner) },
        ],
        "An event that the log keeps.")
}
