// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// Classes that are another with something added.
struct ForwardingClassTests {
    /// Boxes that come in the order of time.
    private final class Shelf: PartSource {
        var boxes = ["1", "2", "3"].map { PartID($0) }
        var generation: UInt64 = 0
        var walks = 0

        func identifiers() async throws(ProviderError) -> [PartID] {
            walks += 1
            return boxes
        }

        func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PartID? {
            boxes.first { $0 == id }
        }
    }

    private struct Boxes: Provider {
        let resourceClasses: [any ResourceClass]
    }

    private let shelf = Shelf()

    private var table: Table {
        Table(
            "CIM_Box", of: shelf, displayName: "Boxes",
            columns: [.key("Tag", "The tag.") { $0 }, .property("Size", .uint8, "The size.") { _ in .unsigned(7) }],
            "A box.")
    }

    @Test func `what has something added keeps the promises of the class`() async {
        let filters = EventFilters(table) { _ in [] }
        for added in [Chronological(table), EventSource(table), filters] as [any ResourceClass] {
            #expect(await Conformance.violations(of: Boxes(resourceClasses: [added])) == [])
        }
    }

    @Test func `the newest is first from the other end, of one list until something comes`() async throws {
        let boxes = Chronological(table)
        #expect(try await boxes.newestFirst().map(\.text) == ["3", "2", "1"])
        #expect(try await boxes.newestFirst().count == 3)
        #expect(shelf.walks == 1)
        shelf.boxes.append(PartID("4"))
        shelf.generation += 1
        #expect(try await boxes.newestFirst().map(\.text) == ["4", "3", "2", "1"])
        #expect(try await boxes.parts().map(\.text) == ["1", "2", "3", "4"])
    }

    @Test func `a filter tells its queries, one that is not there none`() async throws {
        let filters = EventFilters(table) { part in part.text == "1" ? ["SELECT * FROM CIM_Indication"] : nil }
        #expect(try await filters.queries(of: PartID("1")) == ["SELECT * FROM CIM_Indication"])
        await #expect(throws: ProviderError.notFound) { try await filters.queries(of: PartID("2")) }
    }
}
