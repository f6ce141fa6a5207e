// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_LogManagesRecord: which log an entry stands in.
///
/// A tie is named by its entry, so that one is found without a look at the others, in a log of any length.
struct LogManagesRecordClass: AssociationClass {
    let schema = ResourceSchema(
        "CIM_LogManagesRecord", displayName: "Entries of logs", summary: ["Log", "Record"],
        properties: [
            PropertySchema("Log", .reference("CIM_Log"), isKey: true, "The log."),
            PropertySchema("Record", .reference("CIM_RecordForLog"), isKey: true, "The entry."),
        ],
        "Ties the event log to each of its entries.")

    private let events: LoggedEvents

    init(_ events: LoggedEvents) {
        self.events = events
    }

    var generation: UInt64 { events.generation }

    func parts() async throws(ProviderError) -> [PartID] { try await events.identifiers() }

    func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? {
        // In the order of declaration: log, record.
        guard keys.count == 2 else { return nil }
        if let log = keys[0], Self.name(in: log, of: Self.log.resourceURI) != RecordLogs.instanceID.text { return nil }
        guard let record = keys[1] else {
            let all = try await events.identifiers()
            guard all.count <= 1 else { throw .insufficientSelectors(["Record"]) }
            return all.first
        }
        guard let name = Self.name(in: record, of: Self.entries) else { return nil }
        return try await entry(PartID(name))
    }

    func read(_ part: PartID, only wanted: PropertySet, into row: inout Row) async throws(ProviderError) {
        guard try await entry(part) != nil else { throw .notFound }
        if wanted.contains(0) { row[0] = .reference(Self.log) }
        if wanted.contains(1) { row[1] = .reference(Self.record(part)) }
    }

    func ties(of end: Reference) async throws(ProviderError) -> [Tie] {
        let end = SelectorValue.reference(end)
        if Self.name(in: end, of: Self.log.resourceURI) == RecordLogs.instanceID.text {
            return try await events.identifiers().map {
                Tie(part: $0, role: "Log", otherRole: "Record", other: Self.record($0))
            }
        }
        guard let name = Self.name(in: end, of: Self.entries), let part = try await entry(PartID(name)) else {
            return []
        }
        return [Tie(part: part, role: "Record", otherRole: "Log", other: Self.log)]
    }

    private func entry(_ part: PartID) async throws(ProviderError) -> PartID? {
        try await events.part(part, reading: []) == nil ? nil : part
    }

    private static let entries = ResourceURI(ofClass: "CIM_LogEntry")
    private static let log = Reference(
        ResourceURI(ofClass: "CIM_RecordLog"), [Selector("InstanceID", RecordLogs.instanceID.text)])

    private static func record(_ part: PartID) -> Reference { Reference(entries, [Selector("InstanceID", part.text)]) }

    /// The InstanceID in a reference to an instance of a class; nil where it is a reference to something else.
    private static func name(in value: SelectorValue, of uri: ResourceURI) -> String? {
        guard case .reference(let reference) = value,
            reference.resourceURI.className?.lowercased() == uri.className?.lowercased()
        else { return nil }
        let keys = reference.selectors.filter { $0.name.lowercased() != "__cimnamespace" }
        guard keys.count == 1, keys[0].name.lowercased() == "instanceid", case .text(let text) = keys[0].value
        else { return nil }
        return text
    }
}
