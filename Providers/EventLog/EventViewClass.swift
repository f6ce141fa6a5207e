// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// BB_EventView: an event in one flat row, with everything that is known of it.
///
/// It is both: a class of instances, the events that the log keeps; and the class of every event, as it is delivered.
enum EventView {
    private static let className = "BB_EventView"
    private static let displayName = "Events"
    private static let summary = ["Time", "Severity", "Kind", "PartName", "Message"]
    private static let documentation =
        "An event of the log: what happened to which part, when, and how it came to be known."
    private static var columns: [Column<RecordedEvent>] { what + part + reading + when }

    static func resourceClass(_ events: LoggedEvents) -> some ResourceClass {
        Chronological(
            Table(
                className, of: events, displayName: displayName, summary: summary, columns: columns, documentation))
    }

    static func eventClass() -> EventClass {
        EventClass(
            className, displayName: displayName, summary: summary, columns: columns, covers: { _ in true },
            documentation)
    }
}

private var what: [Column<RecordedEvent>] {
    [
        .key("EventID", "The log's epoch and the event's number in it.", value: \.id),
        .property("Epoch", .string, "The log, by the UUID that it was given when it began.") {
            .string($0.position.epoch)
        },
        .property("Sequence", .uint64, "The event's number in the log; it orders events, times do not.") {
            .unsigned($0.position.sequence)
        },
        .property("Kind", .string, "What the event is about, such as overheat or part.removed.") {
            .string($0.event.kind.name)
        },
        .property(
            "Transition", .string,
            "What it does to the condition: \(EventTransition.allCases.map(\.rawValue).joined(separator: ", "))."
        ) { .string($0.event.transition.rawValue) },
        .property("MessageID", .string, "Kind and transition in one.") { .string($0.event.messageID) },
        .property("Severity", .string, "How bad it is: \(EventSeverity.allCases.map(\.name).joined(separator: ", ")).")
        {
            .string($0.event.severity.name)
        },
        .property("PerceivedSeverity", .uint16, values: EventValues.severity, "The same as CIM's number.") {
            .unsigned(UInt64($0.event.severity.rawValue))
        },
        .property("Message", .string, "What happened, in a sentence.") { .string($0.event.message) },
        .property("MessageArguments", .string, isArray: true, "What varies in Message.") {
            .array($0.event.arguments.map(Value.string))
        },
        .property(
            "Incident", .string, "What ties all events of one condition together; absent for what is over at once."
        ) { Value($0.event.incident) },
        .property("IsRehearsal", .boolean, "Whether somebody rehearsed: nothing happened in truth.") {
            .boolean($0.event.isRehearsal)
        },
    ]
}

private var part: [Column<RecordedEvent>] {
    [
        .property("PartClass", .string, "The class of the part that it happened to; absent without a part.") {
            Value($0.event.part?.className)
        },
        .property("PartID", .string, "The part's name in its class; it may be gone.") { Value($0.event.part?.id) },
        .property("PartName", .string, "What people call the part.") { Value($0.event.part?.name) },
        .property("PartFacts", .string, isArray: true, "What else was known of the part, each as Name=value.") {
            facts($0.event.part)
        },
        .property("PreviousID", .string, "The part that was there before, or where this one was.") {
            Value($0.event.previous?.id)
        },
        .property("PreviousName", .string, "What people call that.") { Value($0.event.previous?.name) },
        .property("PreviousFacts", .string, isArray: true, "What was known of it, each as Name=value.") {
            facts($0.event.previous)
        },
    ]
}

private var reading: [Column<RecordedEvent>] {
    [
        .property("ObservedValue", .real64, "What the sensor said, in Unit.") { real($0.event.reading?.observed) },
        .property("LimitValue", .real64, "The limit that it was held against, in Unit.") {
            real($0.event.reading?.limit)
        },
        .property("LimitName", .string, "The limit's name in the sensor's class.") {
            Value($0.event.reading?.limitName)
        },
        .property("LimitSource", .string, "Where the limit comes from: operator, hardware or default.") {
            Value($0.event.reading?.limitSource)
        },
        .property("Unit", .string, "The unit of both values.") { Value($0.event.reading?.unit) },
    ]
}

private var when: [Column<RecordedEvent>] {
    [
        .property("Time", .datetime, "When it happened, as far as that is known.") { .dateTime($0.event.time) },
        .property("RecordedTime", .datetime, "When it was written.") { .dateTime($0.recorded) },
        .property("FirstSeenTime", .datetime, "When the condition was seen first; absent where that is Time.") {
            $0.event.firstSeen.map(Value.dateTime) ?? .absent(.absent)
        },
        .property("SinceTime", .datetime, "Since when it may have happened, where nobody was watching.") {
            $0.event.since.map(Value.dateTime) ?? .absent(.absent)
        },
        .property(
            "Observed", .string,
            "How it came to be known: \(Event.Observation.allCases.map(\.rawValue).joined(separator: ", "))."
        ) { .string($0.event.observed.rawValue) },
        .property("ClockState", .string, "Whether the clock was known to be right: synchronized or unsynchronized.") {
            .string($0.clock.state.rawValue)
        },
        .property("BootID", .string, "The boot that it was written in.") { .string($0.clock.bootID) },
        .property("MonotonicNanoseconds", .uint64, "The time since that boot.") { .unsigned($0.clock.monotonic) },
    ]
}

private func facts(_ part: EventPart?) -> Value {
    guard let part else { return .absent(.absent) }
    return .array(part.facts.map { .string("\($0.name)=\($0.text)") })
}

private func real(_ number: Double?) -> Value { number.map(Value.real) ?? .absent(.absent) }
