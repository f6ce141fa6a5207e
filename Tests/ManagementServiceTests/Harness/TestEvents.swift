// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// A domain of events: a log, a filter, the log's own view, and a few of CIM's classes.
struct TestEvents: Provider, Sendable {
    static let severe = "SELECT * FROM CIM_AlertIndication WHERE PerceivedSeverity >= 5"

    var resourceClasses: [any ResourceClass] {
        [
            EventSource(Self.table("CIM_RecordLog", extends: "CIM_Log", parts: ["log"])),
            EventFilters(Self.table("CIM_IndicationFilter", extends: "CIM_ManagedElement", parts: ["severe"])) { part in
                part.text == "severe" ? [Self.severe] : nil
            },
            Chronological(Self.table("BB_EventView", parts: ["1", "2", "3"])),
        ]
    }

    var eventClasses: [EventClass] {
        [
            Self.eventClass("CIM_AlertIndication", extends: "CIM_ProcessIndication", .alert),
            Self.eventClass("CIM_ThresholdIndication", extends: "CIM_AlertIndication", .threshold),
            Self.eventClass("CIM_InstDeletion", extends: "CIM_InstIndication", .deletion, [Self.source]),
            EventClass(
                "BB_EventView", displayName: "Events",
                columns: [.property("Message", .string, "What happened.") { .string($0.event.message) }],
                covers: { _ in true }, "An event."),
        ]
    }

    private static var source: Column<RecordedEvent> {
        .property("SourceInstance", .instance, "What went.") { record in
            guard let part = record.event.part else { return .absent(.absent) }
            let fan = TestMachine.system.device(part.className, PartID(part.id))
            var values: [String: Value] = ["ElementName": .string(part.name)]
            for selector in fan.selectors {
                if case .text(let text) = selector.value { values[selector.name] = .string(text) }
            }
            return .instance(EmbeddedInstance(of: TestMachine.fanClass(TestFans()).schema, values))
        }
    }

    private static func eventClass(
        _ name: String, extends superclass: String, _ family: EventKind.Family, _ more: [Column<RecordedEvent>] = []
    ) -> EventClass {
        EventClass(
            name, extends: superclass, displayName: "Events of \(family)",
            columns: [
                .property("PerceivedSeverity", .uint16, "How bad it is.") {
                    .unsigned(UInt64($0.event.severity.rawValue))
                },
                .property("Message", .string, "What happened.") { .string($0.event.message) },
            ] + more, covers: { $0.event.kind.family == family }, "An event.")
    }

    private static func table(_ name: String, extends superclass: String? = nil, parts: [String]) -> Table {
        let source = TestFans()
        source.fans = parts.map { TestFan(id: PartID($0), name: $0) }
        return Table(
            name, of: source, extends: superclass, displayName: "Parts of events",
            columns: [
                .key("InstanceID", "The name.") { $0.id },
                .property("Message", .string, "What happened.") { .string($0.name) },
            ], "A part.")
    }
}
