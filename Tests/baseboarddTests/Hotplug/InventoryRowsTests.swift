// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import MachineFixtures
import Monitoring
import ResourceModel
import Testing

@testable import baseboardd

struct InventoryRowsTests {
    private static func record(_ identity: String) -> PartRecord {
        var record = PartRecord(.drive, identity: identity, className: "CIM_DiskDrive", id: identity, name: "A, \"b\"")
        record.place = "bay 1"
        record.slot = "bay 1"
        record.serial = "S1"
        record.model = "M=1"
        record.firmware = "1.0"
        record.traits = [EventFact("Size", "1"), EventFact("Empty", "")]
        record.facts = [EventFact("Node", "sda sdb")]
        record.topology = ["sys/devices/a", "sys/devices/b"]
        record.embodies = "sys/devices/a"
        record.nodes = ["/devices/a/block/sda"]
        record.isOnline = true
        record.linkShortfall = ""
        record.hasPower = false
        record.health = .degraded
        return record
    }

    @Test func `what was kept is there again, all of it, and nothing of what was removed`() async throws {
        let directory = MachineTree()
        let path = directory.root + "/state.sqlite"
        let full = Self.record("full")
        let bare = PartRecord(.thread, identity: "cpu1", id: "cpu1", name: "cpu1")
        var database = try Database(path: path, migrations: [InventoryRows.tables])
        var rows = InventoryRows(database: database, log: RecordedEvents(in: database))
        #expect(try await rows.load() == nil)
        var update = InventoryUpdate()
        update.stored = [full, bare, Self.record("gone")]
        update.begun = ["link:drive:full": "1", "link:drive:gone": "2"]
        try await rows.record(update, at: Timestamp(microseconds: 1))
        var second = InventoryUpdate()
        second.removed = [PartRecord.Key(.drive, "gone")]
        second.ended = ["link:drive:gone"]
        try await rows.record(second, at: Timestamp(microseconds: 2))
        database.close()

        database = try Database(path: path, migrations: [InventoryRows.tables])
        rows = InventoryRows(database: database, log: RecordedEvents(in: database))
        let kept = try #require(try await rows.load())
        #expect(Set(kept.records) == [full, bare])
        #expect(kept.incidents == ["link:drive:full": "1"])
        #expect(kept.watched == Timestamp(microseconds: 2))
        database.close()
    }

    @Test func `a kind that only a newer agent knows is left out`() async throws {
        let directory = MachineTree()
        let database = try Database(path: directory.root + "/state.sqlite", migrations: [InventoryRows.tables])
        let rows = InventoryRows(database: database, log: RecordedEvents(in: database))
        var update = InventoryUpdate()
        update.stored = [Self.record("a")]
        try await rows.record(update, at: Timestamp(microseconds: 1))
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                "INSERT INTO inventory_part SELECT 'teleporter', identity, class, part, name, place, slot, serial, "
                    + "model, firmware, traits, facts, topology, embodies, nodes, online, link, power, health "
                    + "FROM inventory_part")
        }
        #expect(try await rows.load()?.records.map(\.key.identity) == ["a"])
        database.close()
    }

    @Test func `a store that fails says so, and tells nothing wrong`() async throws {
        let directory = MachineTree()
        let database = try Database(path: directory.root + "/state.sqlite", migrations: [])
        let rows = InventoryRows(database: database, log: RecordedEvents(in: database))
        await #expect(throws: InventoryStoreError.self) { try await rows.load() }
        await #expect(throws: InventoryStoreError.self) {
            try await rows.record(InventoryUpdate(), at: Timestamp(microseconds: 1))
        }
        database.close()
    }
}
