// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_InstCreation, CIM_InstDeletion, CIM_InstModification: parts that come, go and become others
/// (`spec/hardware-classes.md` section 29).
func instIndicationClasses(_ elements: EventElements) -> [EventClass] {
    [
        instIndicationClass(
            "CIM_InstCreation", .creation, elements, displayName: "Parts that came", "A part that came."),
        instIndicationClass(
            "CIM_InstDeletion", .deletion, elements, displayName: "Parts that went", "A part that went."),
        instIndicationClass(
            "CIM_InstModification", .modification, elements, displayName: "Parts that changed",
            columns: [
                .property(
                    "PreviousInstance", .instance,
                    "What was there before, or where this part was, as far as the event tells."
                ) { record in
                    record.event.previous.flatMap(elements.instance).map(Value.instance) ?? .absent(.absent)
                }
            ], "A part that became another, stands elsewhere or is other than before."),
    ]
}

private func instIndicationClass(
    _ name: String, _ family: EventKind.Family, _ elements: EventElements, displayName: String,
    columns: [Column<RecordedEvent>] = [], _ documentation: String
) -> EventClass {
    EventClass(
        name, extends: "CIM_InstIndication", displayName: displayName,
        summary: ["IndicationTime", "SourceInstanceModelPath"],
        columns: .indication { record in
            // The one place that the standard has for it here.
            record.event.isRehearsal ? 1 : UInt64(record.event.severity.rawValue)
        } + [
            .property(
                "OtherSeverity", .string, "Of a rehearsal, that it is one; PerceivedSeverity is 1 then."
            ) { $0.event.isRehearsal ? .string(EventValues.rehearsal) : .absent(.absent) },
            .property(
                "SourceInstance", .instance, "The part, as far as the event tells: it may be gone."
            ) { record in
                record.event.part.flatMap(elements.instance).map(Value.instance) ?? .absent(.absent)
            },
            .property("SourceInstanceModelPath", .string, "The path of the part's instance.") { record in
                Value(record.event.part.flatMap(elements.path))
            },
            .property("SourceInstanceHost", .string, "The host that the part is in.") { _ in
                .string(elements.system.name)
            },
        ] + columns,
        covers: { indicationFamily(of: $0, elements) == family }, documentation)
}
