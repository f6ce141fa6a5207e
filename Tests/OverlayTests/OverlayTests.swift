// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import ResourceModel
import TemporaryFiles
import Testing

@testable import Overlay

struct OverlayTests {
    let directory: TemporaryDirectory
    let database: Database
    let sensor = OverlayPart(deviceClass: "Sensor", identifier: "platform/nct6775.656/temp1")
    let operatorAccount = Principal(name: "olga", role: .operator)

    init() throws {
        directory = try TemporaryDirectory()
        database = try Self.open(directory)
    }

    static func open(_ directory: TemporaryDirectory) throws -> Database {
        try Database(path: directory.file("state.db"), migrations: Overlay.migrations)
    }

    private func overlay(
        _ limits: OverlayLimits = OverlayLimits(), from database: Database? = nil
    ) async throws -> Overlay {
        try await Overlay(database: database ?? self.database, limits: limits) { Issue.record("unexpected: \($0)") }
    }

    @Test func `the parts of a class are known, for as long as anything is set of them`() async throws {
        let overlay = try await overlay()
        #expect(!overlay.hasParts(ofClass: "Sensor") && overlay.parts(ofClass: "Sensor").isEmpty)
        let other = OverlayPart(deviceClass: "Sensor", identifier: "another")
        let fan = OverlayPart(deviceClass: "Fan", identifier: "another")
        for part in [sensor, other, fan] {
            try await overlay.set(["A": .integer(1), "B": .integer(2)], of: part, by: operatorAccount, at: 1)
        }
        #expect(overlay.parts(ofClass: "Sensor") == [other, sensor] && overlay.parts(ofClass: "Fan") == [fan])
        try await overlay.reset(["A"], of: other)
        #expect(overlay.parts(ofClass: "Sensor") == [other, sensor])
        try await overlay.reset(["B"], of: other)
        #expect(overlay.parts(ofClass: "Sensor") == [sensor])
        try await overlay.reset(["A", "B"], of: fan)
        #expect(!overlay.hasParts(ofClass: "Fan"))
        let loaded = try await self.overlay()
        #expect(loaded.parts(ofClass: "Sensor") == [sensor] && !loaded.hasParts(ofClass: "Fan"))
    }

    @Test func `what was set is visible, with who set it and when`() async throws {
        let overlay = try await overlay()
        try await overlay.set(["UpperThresholdCritical": .integer(90)], of: sensor, by: operatorAccount, at: 1000)
        #expect(
            overlay.value(for: "UpperThresholdCritical", of: sensor)
                == OverlayValue(.integer(90), setBy: "olga", setAt: 1000))
        #expect(overlay.value(for: "UpperThresholdFatal", of: sensor) == nil)
        let fan = OverlayPart(deviceClass: "Fan", identifier: sensor.identifier)
        #expect(overlay.value(for: "UpperThresholdCritical", of: fan) == nil)
        #expect(overlay.isPersistent)
    }

    @Test func `every type survives a restart`() async throws {
        let changes: [String: OverlayScalar] = [
            "Limit": .integer(.min), "Factor": .real(1.5), "ElementName": .text("Zuluft \u{1F321}"),
            "Watched": .boolean(true),
            "Hidden": .boolean(false), "Empty": .text(""),
        ]
        let before = try await overlay()
        try await before.set(changes, of: sensor, by: operatorAccount, at: 1000)
        let entries = before.entries()
        database.close()
        let after = try await overlay(from: Self.open(directory))
        #expect(after.values(of: sensor).mapValues(\.value) == changes)
        #expect(after.entries() == entries)
        #expect(after.count == 6)
    }

    @Test func `a reset lets the hardware's value stand again, also after a restart`() async throws {
        let before = try await overlay()
        try await before.set(["A": .integer(1), "B": .integer(2)], of: sensor, by: operatorAccount, at: 1000)
        try await before.reset(["A", "Unset"], of: sensor)
        #expect(before.values(of: sensor).keys.sorted() == ["B"])
        #expect(before.count == 1)
        database.close()
        #expect(try await overlay(from: Self.open(directory)).values(of: sensor).keys.sorted() == ["B"])
    }

    @Test func `a change that cannot be stored does not become visible`() async throws {
        let overlay = try await overlay()
        try await overlay.set(["A": .integer(1)], of: sensor, by: operatorAccount, at: 1000)
        let generation = overlay.generation
        database.close()
        let error = await #expect(throws: OverlayError.self) {
            try await overlay.set(["A": .integer(2), "B": .integer(3)], of: sensor, by: operatorAccount, at: 2000)
        }
        guard case .database(let cause) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.kind == .closed)
        #expect(overlay.values(of: sensor).mapValues(\.value) == ["A": .integer(1)])
        #expect(overlay.generation == generation)
    }

    @Test func `the generation grows with every visible change`() async throws {
        let overlay = try await overlay()
        let start = overlay.generation
        try await overlay.set(["A": .integer(1)], of: sensor, by: operatorAccount, at: 1000)
        let afterSet = overlay.generation
        try await overlay.reset(["A"], of: sensor)
        #expect(start < afterSet)
        #expect(afterSet < overlay.generation)
    }

    @Test func `entries are listed by part and property`() async throws {
        let overlay = try await overlay()
        let fan = OverlayPart(deviceClass: "Fan", identifier: "z")
        try await overlay.set(["B": .integer(1), "A": .integer(2)], of: sensor, by: operatorAccount, at: 1000)
        try await overlay.set(["C": .integer(3)], of: fan, by: operatorAccount, at: 1000)
        #expect(overlay.entries().map { "\($0.part.deviceClass).\($0.property)" } == ["Fan.C", "Sensor.A", "Sensor.B"])
    }

    @Test func `a row that cannot be read is reported and left alone`() async throws {
        try await database.write { transaction throws(DatabaseError) in
            for (property, type, value) in [
                ("Good", "integer", DatabaseValue.integer(1)), ("Future", "vector", .text("1 2 3")),
                ("Twisted", "integer", .text("ten")), ("Unclear", "boolean", .integer(7)),
            ] {
                try transaction.execute(
                    "INSERT INTO overlay VALUES('Sensor', 'temp1', ?, ?, ?, 'olga', 1000)",
                    [.text(property), .text(type), value])
            }
        }
        var complaints: [String] = []
        let overlay = try await Overlay(database: database) { complaints.append($0) }
        #expect(overlay.entries().map(\.property) == ["Good"])
        #expect(complaints.count == 3)
        #expect(
            complaints.contains(
                "overlay of Sensor temp1, Future: no vector can be read from what is stored; ignored"))
        let rows = try await database.read { transaction throws(DatabaseError) in
            try transaction.first("SELECT count(*) FROM overlay") { row throws(DatabaseError) in row.int64(0) }
        }
        #expect(rows == 4)
    }

    @Test func `more entries than the limit are refused, as a whole`() async throws {
        var limits = OverlayLimits()
        limits.maximumEntries = 2
        let overlay = try await overlay(limits)
        try await overlay.set(["A": .integer(1)], of: sensor, by: operatorAccount, at: 1000)
        await #expect(throws: OverlayError.tooManyEntries(limit: 2)) {
            try await overlay.set(["B": .integer(1), "C": .integer(1)], of: sensor, by: operatorAccount, at: 1000)
        }
        #expect(overlay.count == 1)
        try await overlay.set(["A": .integer(2), "B": .integer(2)], of: sensor, by: operatorAccount, at: 1000)
        try await overlay.reset(["A"], of: sensor)
        try await overlay.set(["C": .integer(3)], of: sensor, by: operatorAccount, at: 1000)
        #expect(overlay.values(of: sensor).keys.sorted() == ["B", "C"])
    }

    @Test func `a table larger than the limit is loaded up to it, and that is reported`() async throws {
        let full = try await overlay()
        try await full.set(["A": .integer(1), "B": .integer(2)], of: sensor, by: operatorAccount, at: 1000)
        var limits = OverlayLimits()
        limits.maximumEntries = 1
        var complaints: [String] = []
        let overlay = try await Overlay(database: database, limits: limits) { complaints.append($0) }
        #expect(overlay.count == 1)
        #expect(complaints == ["the overlay has more than 1 entries; the others are ignored"])
    }

    @Test(arguments: [
        (OverlayScalar.text("123456789"), OverlayError.textTooLong(what: "A", limit: 8)),
        (.real(.nan), .notFinite(property: "A")),
        (.real(.infinity), .notFinite(property: "A")),
    ])
    func `a value that cannot be kept is refused`(value: OverlayScalar, expected: OverlayError) async {
        var limits = OverlayLimits()
        limits.maximumTextBytes = 8
        let overlay = Overlay(inMemoryWith: limits)
        let part = OverlayPart(deviceClass: "Sensor", identifier: "temp1")
        await #expect(throws: expected) {
            try await overlay.set(["A": value], of: part, by: operatorAccount, at: 1000)
        }
        #expect(overlay.count == 0)
    }

    @Test func `an overlay in memory works and says that it is not kept`() async throws {
        let overlay = Overlay(inMemoryWith: OverlayLimits())
        try await overlay.set(["A": .text("x")], of: sensor, by: operatorAccount, at: 1000)
        #expect(overlay.value(for: "A", of: sensor)?.value == .text("x"))
        #expect(!overlay.isPersistent)
    }

    @Test func `concurrent changes of one property end as they are stored, whatever order the answers come in`()
        async throws
    {
        let executor = ReversingExecutor()
        let owner = OverlayOwner(executor: executor)
        try await owner.load(database)
        try await withThrowingTaskGroup { group in
            for value in 1...200 {
                group.addTask { try await owner.set("A", to: value % 7 == 0 ? nil : Int64(value), of: sensor) }
            }
            try await group.waitForAll()
        }
        let visible = await owner.value("A", of: sensor)
        let stored = try await overlay().value(for: "A", of: sensor)
        #expect(visible == stored)
    }
}
