// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// BB_EventService: what tells of events, and rehearses it.
func eventServiceClass(_ services: EventServices) -> some ResourceClass {
    Table(
        "BB_EventService", of: services, displayName: "Event service",
        summary: ["Subscriptions", "LastSequence"],
        columns: [
            .key("InstanceID", "What tells this service from others.") { _ in EventServices.instanceID },
            .property("Epoch", .string, "The log, by the UUID that it was given when it began.") { .string($0.epoch) },
            .property("LastSequence", .uint64, "The number of the last event; 0 before the first.") {
                .unsigned($0.last)
            },
            .property("Subscriptions", .uint32, "How many subscriptions there are.") {
                .unsigned(UInt64($0.subscriptions))
            },
        ],
        methods: [rehearse],
        "The service that sends events to those who subscribe.")
}

private var rehearse: Method<EventServices> {
    Method(
        MethodSchema(
            "Rehearse",
            inputs: [
                PropertySchema(
                    "Kind", .string, "What is rehearsed, such as overheat or part.removed; rehearsal by default."),
                PropertySchema(
                    "Severity", .string,
                    "How bad it is to be: \(EventSeverity.allCases.map(\.name).joined(separator: ", ")); information by default."
                ),
                PropertySchema("Part", .string, "What people call the part that it is about; the machine by default."),
            ],
            outputs: [PropertySchema("EventID", .string, "The event's name in the log: its EventID in BB_EventView.")],
            returnValues: [NamedValue(0, "Completed with No Error"), NamedValue(2, "Failed")], role: .admin,
            "Sends an event that is marked as a rehearsal through everything that a real one goes through.")
    ) { services, _, inputs, principal throws(ProviderError) in
        let kind = text(inputs["Kind"]) ?? EventKind.rehearsal.name
        guard let kind = EventKind.all.first(where: { $0.name == kind }) else {
            throw .invalidParameter(
                name: "Kind",
                reason:
                    "there is no kind \(kind.prefix(100)); there are \(EventKind.all.map(\.name).joined(separator: ", "))."
            )
        }
        let word = text(inputs["Severity"]) ?? EventSeverity.information.name
        guard let severity = EventSeverity(name: word) else {
            throw .invalidParameter(
                name: "Severity",
                reason: "it is one of \(EventSeverity.allCases.map(\.name).joined(separator: ", ")).")
        }
        let part = text(inputs["Part"]) ?? ""
        guard part.utf8.count <= mostPartOctets else {
            throw .invalidParameter(name: "Part", reason: "it has \(mostPartOctets) octets at most.")
        }
        let position = try await services.rehearse(kind, severity, part: part, by: principal)
        return MethodResult(returnValue: 0, outputs: ["EventID": .string(position.description)])
    }
}

/// The longest name of a part: it stands in the log until retention removes it.
private let mostPartOctets = 256

private func text(_ value: Value?) -> String? {
    guard case .string(let text)? = value, !text.isEmpty else { return nil }
    return text
}
