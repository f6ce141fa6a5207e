// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// A class that keeps every promise but the one that a test breaks.
struct BrokenClass: ResourceClass {
    private let whole: Table
    var schema: ResourceSchema
    var onGeneration: ((UInt64) -> UInt64)?
    var onParts: (([PartID]) -> [PartID])?
    var onFind: (([SelectorValue?], PartID?) throws(ProviderError) -> PartID?)?
    var onRead: ((PartID, PropertySet, inout Row) throws(ProviderError) -> Void)?
    var onWrite: (([PropertyChange], PartID) throws(ProviderError) -> Void)?
    var onInvoke: ((String, PartID) throws(ProviderError) -> MethodResult)?

    init(_ shelf: Shelf, schema: ResourceSchema? = nil) {
        whole = bookClass(shelf)
        self.schema = schema ?? whole.schema
    }

    var generation: UInt64 { onGeneration?(whole.generation) ?? whole.generation }

    func parts() async throws(ProviderError) -> [PartID] {
        let parts = try await whole.parts()
        return onParts?(parts) ?? parts
    }

    func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? {
        let found = try await whole.find(keys)
        guard let onFind else { return found }
        return try onFind(keys, found)
    }

    func read(_ part: PartID, only wanted: PropertySet, into row: inout Row) async throws(ProviderError) {
        if let onRead {
            var known = Row()
            known.reset(count: whole.schema.properties.count)
            try? await whole.read(part, only: wanted, into: &known)
            for position in known.slots.indices where wanted.contains(position) { row[position] = known[position] }
            return try onRead(part, wanted, &row)
        }
        try await whole.read(part, only: wanted, into: &row)
    }

    func write(
        _ changes: [PropertyChange], to part: PartID, by principal: Principal
    ) async throws(ProviderError) {
        guard let onWrite else { return try await whole.write(changes, to: part, by: principal) }
        try onWrite(changes, part)
    }

    func invoke(
        _ method: String, on part: PartID, with inputs: [String: Value], by principal: Principal
    ) async throws(ProviderError) -> MethodResult {
        guard let onInvoke else {
            return try await whole.invoke(method, on: part, with: inputs, by: principal)
        }
        return try onInvoke(method, part)
    }
}
