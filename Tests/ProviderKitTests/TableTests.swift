// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing

/// Parts whose reading is counted.
private final class Shelf: PartSource {
    struct Box {
        let id: PartID
        let color: String
    }

    var boxes = ["a", "b", "x1", "x2"].map { Box(id: PartID($0), color: "red") }
    var generation: UInt64 = 0
    var walks = 0
    var readings: [Facets] = []

    func identifiers() async throws(ProviderError) -> [PartID] {
        walks += 1
        return boxes.map(\.id)
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Box? {
        readings.append(facets)
        return boxes.first { $0.id == id }
    }
}

struct TableTests {
    private let shelf = Shelf()

    private func table(where isIncluded: ((PartID) -> Bool)? = nil) -> Table {
        Table(
            "CIM_Box", of: shelf, displayName: "Boxes",
            columns: [
                .fixedKey("SystemName", "host1", "The system."), .key("Tag", "The tag.") { $0.id },
                .property("Color", .string, reads: Facets(rawValue: 1), "The color.") { .string($0.color) },
                .property("Weight", .uint8, reads: Facets(rawValue: 2), "The weight.") { _ in .unsigned(7) },
            ],
            where: isIncluded, "A box.")
    }

    private func find(_ system: String?, _ tag: String?, in table: Table) async throws -> PartID? {
        try await table.find([system.map(SelectorValue.text), tag.map(SelectorValue.text)])
    }

    @Test func `a part is found by its key without a walk and without hardware`() async throws {
        #expect(try await find("host1", "b", in: table()) == PartID("b"))
        #expect(try await find(nil, "b", in: table()) == PartID("b"))
        #expect(shelf.walks == 0)
        #expect(shelf.readings == [[], []])
    }

    @Test func `a part that is not there, or another system's, is not found`() async throws {
        #expect(try await find("host1", "z", in: table()) == nil)
        #expect(try await find("host2", "b", in: table()) == nil)
        #expect(try await find("host1", "", in: table()) == nil)
        #expect(try await find("host1", "B", in: table()) == nil)
    }

    @Test func `the identifying key may be left out where there is one part`() async throws {
        shelf.boxes.removeLast(3)
        #expect(try await find(nil, nil, in: table()) == PartID("a"))
        #expect(try await find("host1", nil, in: table()) == PartID("a"))
        #expect(try await find("host2", nil, in: table()) == nil)
        shelf.boxes.removeAll()
        #expect(try await find(nil, nil, in: table()) == nil)
    }

    @Test func `with several parts the missing key is named`() async throws {
        await #expect(throws: ProviderError.insufficientSelectors(["Tag"])) {
            try await find("host1", nil, in: table())
        }
    }

    @Test func `further keys must agree, each read as its type`() async throws {
        let table = Table(
            "CIM_Box", of: shelf, displayName: "Boxes",
            columns: [
                .key("Tag", "The tag.") { $0.id },
                .furtherKey("Color", .string, "The color.") { .string($0.color) },
                .furtherKey("Size", .uint16, "The size.") { .unsigned(UInt64($0.id.text.utf8.count)) },
                .fixedKey("State", .uint16, 2, "The state."),
            ], "A box.")
        func find(_ keys: String?...) async throws -> PartID? {
            try await table.find(keys.map { $0.map(SelectorValue.text) })
        }
        #expect(try await find("x1", "red", "2", "2") == PartID("x1"))
        #expect(try await find("x1", nil, "02", nil) == PartID("x1"), "a number in another spelling is the same")
        for keys in [
            ["x1", "blue"], ["x1", "red", "1"], ["x1", "red", "2", "3"], ["x1", "red", "two"], ["x1", ""],
        ] {
            let padded = keys.map(Optional.some) + Array(repeating: nil, count: 4 - keys.count)
            #expect(try await table.find(padded.map { $0.map(SelectorValue.text) }) == nil, "\(keys)")
        }
        await #expect(throws: ProviderError.insufficientSelectors(["Tag"])) {
            try await find(nil, "red", "2", "2")
        }
        shelf.boxes.removeLast(3)
        #expect(try await find(nil, nil, nil, nil) == PartID("a"))
        #expect(try await find(nil, nil, "1", "2") == PartID("a"))
        #expect(try await find(nil, nil, "2", nil) == nil)
    }

    @Test func `a key that is an address finds nothing`() async throws {
        let reference = SelectorValue.reference(Reference(ResourceURI("urn:x"), []))
        #expect(try await table().find([nil, reference]) == nil)
    }

    @Test func `a class shows its own parts of a source alone`() async throws {
        let table = table { $0.text.hasPrefix("x") }
        #expect(try await table.parts() == [PartID("x1"), PartID("x2")])
        #expect(try await find(nil, "a", in: table) == nil)
        #expect(try await find(nil, "x1", in: table) == PartID("x1"))
        var row = Row()
        row.reset(count: 4)
        await #expect(throws: ProviderError.notFound) { try await table.read(PartID("a"), only: .all, into: &row) }
    }

    @Test func `a part that is not of the class can be neither written nor called`() async throws {
        let anna = Principal(name: "anna", role: .admin)
        let table = Table(
            "CIM_Box", of: shelf, displayName: "Boxes",
            columns: [.key("Tag", "The tag.") { $0.id }],
            methods: [
                Method(MethodSchema("Open", returnValues: [], role: .operator, "Opens it.")) {
                    _, _, _, _ throws(ProviderError) in MethodResult(returnValue: 0)
                }
            ],
            write: { _, _, _, _ throws(ProviderError) in }, where: { $0.text.hasPrefix("x") }, "A box.")
        for part in [PartID("a"), PartID("x9")] {
            await #expect(throws: ProviderError.notFound) {
                try await table.write([PropertyChange("Color", .string("blue"))], to: part, by: anna)
            }
            await #expect(throws: ProviderError.notFound) {
                try await table.invoke("Open", on: part, with: [:], by: anna)
            }
        }
        #expect(try await table.invoke("Open", on: PartID("x1"), with: [:], by: anna) == MethodResult(returnValue: 0))
    }

    @Test func `the selection is made anew when the inventory changes`() async throws {
        let table = table { $0.text.hasPrefix("x") }
        #expect(try await table.parts().count == 2)
        shelf.boxes.removeLast()
        #expect(try await table.parts().count == 2)
        shelf.generation += 1
        #expect(try await table.parts() == [PartID("x1")])
    }

    @Test func `only what is wanted is read, at once`() async throws {
        let table = table()
        var wanted = PropertySet.none
        wanted.insert(try #require(table.schema.position(of: "Color")))
        var row = Row()
        row.reset(count: 4)
        try await table.read(PartID("a"), only: wanted, into: &row)
        #expect(shelf.readings == [Facets(rawValue: 1)])
        #expect(row.slots.filter { !$0.isAbsent } == [.string("red")])
        try await table.read(PartID("a"), only: .all, into: &row)
        #expect(shelf.readings.last == Facets(rawValue: 3))
        #expect(row.slots == [.string("red"), .string("host1"), .string("a"), .unsigned(7)])
    }

    @Test func `what is not declared is not supported`() async throws {
        let anna = Principal(name: "anna", role: .admin)
        await #expect(throws: ProviderError.unsupportedAction) {
            try await table().write([PropertyChange("Color", .string("blue"))], to: PartID("a"), by: anna)
        }
        await #expect(throws: ProviderError.unsupportedAction) {
            try await table().invoke("Open", on: PartID("a"), with: [:], by: anna)
        }
    }
}
