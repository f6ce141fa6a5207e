// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_AlertIndication: what is wrong or right again, and has no limit (`spec/hardware-classes.md` section 27).
///
/// Parts that no class here knows have no instance that could be made or deleted: of these it tells too.
func alertIndicationClass(_ elements: EventElements) -> EventClass {
    EventClass(
        "CIM_AlertIndication", extends: "CIM_ProcessIndication", displayName: "Alerts",
        summary: ["EventTime", "PerceivedSeverity", "Message"],
        columns: .alert(elements), covers: { indicationFamily(of: $0, elements) == .alert },
        "Something that is wrong, or right again.")
}

/// CIM_ThresholdIndication: a reading that passed a limit, or came back (`spec/hardware-classes.md` section 28).
func thresholdIndicationClass(_ elements: EventElements) -> EventClass {
    EventClass(
        "CIM_ThresholdIndication", extends: "CIM_AlertIndication", displayName: "Passed limits",
        summary: ["EventTime", "PerceivedSeverity", "ObservedValue", "ThresholdValue", "Message"],
        columns: .alert(elements) + [
            .property("ThresholdIdentifier", .string, "The limit's property in the sensor's class.") {
                Value($0.event.reading.flatMap { $0.limitName.isEmpty ? nil : $0.limitName })
            },
            .property("ThresholdValue", .string, "The limit, a number in the sensor's BaseUnits without a modifier.") {
                Value($0.event.reading?.limit.map(\.description))
            },
            .property("ObservedValue", .string, "What the sensor said, a number in its BaseUnits without a modifier.") {
                Value($0.event.reading?.observed.map(\.description))
            },
        ],
        covers: { indicationFamily(of: $0, elements) == .threshold },
        "A sensor's reading that passed a limit, or came back within it.")
}

/// The class of indication that an event is.
func indicationFamily(of record: RecordedEvent, _ elements: EventElements) -> EventKind.Family {
    switch record.event.kind.family {
    case .threshold: .threshold
    case .alert: .alert
    case .creation, .deletion, .modification:
        elements.isInstance(record.event.part) ? record.event.kind.family : .alert
    }
}

extension [Column<RecordedEvent>] {
    fileprivate static func alert(_ elements: EventElements) -> Self {
        indication() + classification + element(elements) + source(elements) + message
    }

    private static var classification: Self {
        [
            .property("Description", .string, "What the event is about, such as overheat or part.failed.") {
                .string($0.event.kind.name)
            },
            .property("AlertType", .uint16, values: EventValues.alertType, "What kind of alert it is.") {
                .unsigned(UInt64($0.event.kind.alertType))
            },
            .property("OtherAlertType", .string, "What the event is about, where AlertType is 1.") {
                $0.event.kind.alertType == 1 ? .string($0.event.kind.name) : .absent(.absent)
            },
            .property(
                "ProbableCause", .uint16, values: EventValues.probableCause,
                "What caused it; the same for a condition's end as for its beginning."
            ) { .unsigned(UInt64($0.event.kind.probableCause)) },
            .property(
                "ProbableCauseDescription", .string,
                "What the event is about, where ProbableCause is 1; of a rehearsal, that it is one."
            ) { record in
                if record.event.isRehearsal { return .string(EventValues.rehearsal) }
                return record.event.kind.probableCause == 1 ? .string(record.event.kind.name) : .absent(.absent)
            },
            .property(
                "Trending", .uint16, values: EventValues.trending, "Where the reading goes, as far as that is known."
            ) { .unsigned($0.event.trending) },
        ]
    }

    private static func element(_ elements: EventElements) -> Self {
        [
            .property(
                "AlertingManagedElement", .string,
                "The part that it happened to, in the form that AlertingElementFormat says; the system itself where the "
                    + "event is about no part."
            ) { record in
                guard let part = record.event.part else { return .string(elements.systemPath) }
                return .string(elements.path(of: part) ?? part.id)
            },
            .property(
                "AlertingElementFormat", .uint16, values: EventValues.elementFormat,
                "The form of AlertingManagedElement."
            ) { record in .unsigned(elements.isPath(record.event.part) ? 2 : 1) },
            .property(
                "OtherAlertingElementFormat", .string, "The form, where AlertingElementFormat is 1: the kernel's name."
            ) { record in
                elements.isPath(record.event.part) ? .absent(.absent) : .string("Device name")
            },
        ]
    }

    private static func source(_ elements: EventElements) -> Self {
        [
            .property("EventID", .string, "What all events of one condition share, from its beginning to its end.") {
                .string($0.event.incident ?? $0.id.text)
            },
            .property("EventTime", .datetime, "When it was seen first.") {
                .dateTime($0.event.firstSeen ?? $0.event.time)
            },
            .property("SystemCreationClassName", .string, "The class of the system that tells.") { _ in
                .string(elements.system.creationClassName)
            },
            .property("SystemName", .string, "The name of the system that tells.") { _ in
                .string(elements.system.name)
            },
            .property("ProviderName", .string, "What in the system tells.") { _ in .string(EventValues.owner) },
        ]
    }

    private static var message: Self {
        [
            .property("Message", .string, "What happened, in a sentence; of a rehearsal it begins with that word.") {
                .string($0.event.isRehearsal ? "\(EventValues.rehearsal): \($0.event.message)" : $0.event.message)
            },
            .property("MessageArguments", .string, isArray: true, "What varies in Message.") {
                .array($0.event.arguments.map(Value.string))
            },
            .property("MessageID", .string, "The event's kind, and what it does to the condition.") {
                .string($0.event.messageID)
            },
            .property("OwningEntity", .string, "Whose MessageIDs these are.") { _ in .string(EventValues.owner) },
        ]
    }
}

extension EventElements {
    /// Whether AlertingManagedElement is a path.
    fileprivate func isPath(_ part: EventPart?) -> Bool { part.map { isInstance($0) } ?? true }
}

extension Event {
    /// Trending: beyond a limit it went where the limit lies, and back from it the other way.
    fileprivate var trending: UInt64 {
        let (unknown, notApplicable, up, down): (UInt64, UInt64, UInt64, UInt64) = (0, 1, 2, 3)
        guard let reading else { return kind.family == .threshold ? unknown : notApplicable }
        let isUpper = reading.limitName.hasPrefix("Upper")
        guard isUpper || reading.limitName.hasPrefix("Lower") else { return unknown }
        return switch transition {
        case .asserted, .escalated: isUpper ? up : down
        case .deescalated, .cleared: isUpper ? down : up
        case .occurred: unknown
        }
    }
}
