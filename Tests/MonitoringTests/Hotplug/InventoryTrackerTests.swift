// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

@testable import Monitoring

struct InventoryTrackerTests {
    private static let time = Timestamp(microseconds: 1_700_000_000_000_000)
    private static let live = InventoryOccasion(.live, at: time)
    private static let hba = "sys/devices/pci0000:00/0000:00:01.0/0000:3b:00.0"

    private static func drive(
        _ serial: String, place: String = "bay 1", _ change: (inout PartRecord) -> Void = { _ in }
    ) -> PartRecord {
        var record = PartRecord(
            .drive, identity: "wwn-\(serial)", className: "CIM_DiskDrive", id: "wwn-\(serial)", name: "EXAMPLE DISK")
        record.serial = serial
        record.model = "EXAMPLE DISK"
        record.firmware = "1.0"
        record.place = place
        record.slot = place
        record.topology = ["\(hba)/host0/target0:0:0/\(serial)"]
        record.nodes = ["/devices/pci0000:00/0000:00:01.0/0000:3b:00.0/host0/target0:0:0/\(serial)/block/sd\(serial)"]
        change(&record)
        return record
    }

    private static func function(_ path: String, model: String = "SAS controller") -> PartRecord {
        var record = PartRecord(
            .pciFunction, identity: path, className: "CIM_PCIDevice", id: String(path.split(separator: "/").last ?? ""),
            name: model)
        record.model = model
        record.place = path
        record.topology = [path]
        return record
    }

    /// A tracker that knows these parts.
    private static func knowing(_ records: [PartRecord]) -> InventoryTracker {
        InventoryTracker(KeptInventory(records: records, watched: time, isCleanStop: true))
    }

    private static let all = Set(PartKind.allCases)

    @Test func `the first inventory is one event, with no part told of`() throws {
        var tracker = InventoryTracker(nil)
        let update = tracker.take([Self.drive("A"), Self.drive("B", place: "bay 2")], of: Self.all, on: Self.live)
        let event = try #require(update.events.first)
        #expect(update.events.count == 1 && event.kind == .baselineCreated && event.severity == .information)
        #expect(event.part?.facts == [EventFact("driveCount", "2")])
        #expect(event.message == "The first inventory was made: 2 parts.")
        #expect(update.stored.count == 2 && update.removed.isEmpty)
        #expect(!tracker.isFirst)
    }

    @Test func `what was found again as it was is no event, and nothing to keep`() {
        var tracker = Self.knowing([Self.drive("A")])
        #expect(tracker.take([Self.drive("A")], of: Self.all, on: Self.live) == InventoryUpdate())
    }

    @Test func `a drive that came and went is told with what is known of it`() throws {
        var tracker = Self.knowing([])
        let added = try #require(tracker.take([Self.drive("A")], of: [.drive], on: Self.live).events.first)
        #expect(added.kind == .partAdded && added.severity == .information && added.observed == .live)
        #expect(added.message == "Drive EXAMPLE DISK (serial number A) in bay 1 was added.")
        #expect(added.part?.className == "CIM_DiskDrive" && added.part?.id == "wwn-A")
        let update = tracker.take([], of: [.drive], on: Self.live)
        let removed = try #require(update.events.first)
        #expect(removed.kind == .partRemoved && removed.severity == .warning)
        #expect(removed.part?.facts.contains(EventFact("SerialNumber", "A")) == true)
        #expect(update.removed == [PartRecord.Key(.drive, "wwn-A")])
    }

    @Test func `kinds that were not looked at stay`() {
        var tracker = Self.knowing([Self.drive("A")])
        #expect(tracker.take([], of: [.pciFunction], on: Self.live).isEmpty)
        #expect(tracker.records.count == 1)
    }

    @Test func `an orderly removal is information, and says so`() throws {
        var tracker = Self.knowing([Self.drive("A")])
        let node = try #require(Self.drive("A").nodes.first)
        let update = tracker.take(
            [], of: [.drive], on: InventoryOccasion(.live, at: Self.time, departures: [node: .orderly]))
        #expect(update.events.map(\.severity) == [.information])
        #expect(update.events.first?.part?.facts.contains(EventFact("Removal", "orderly")) == true)
    }

    @Test func `another drive at the same place replaced the one before`() throws {
        var tracker = Self.knowing([Self.drive("A")])
        let update = tracker.take([Self.drive("B")], of: [.drive], on: Self.live)
        let event = try #require(update.events.first)
        #expect(update.events.count == 1 && event.kind == .partReplaced)
        #expect(event.part?.id == "wwn-B" && event.previous?.id == "wwn-A")
        #expect(
            event.message
                == "Drive EXAMPLE DISK (serial number A) in bay 1 was replaced by EXAMPLE DISK (serial number B).")
        #expect(tracker.records.keys.map(\.identity) == ["wwn-B"])
    }

    @Test func `the same drive elsewhere moved`() throws {
        var tracker = Self.knowing([Self.drive("A")])
        let event = try #require(
            tracker.take([Self.drive("A", place: "bay 7")], of: [.drive], on: Self.live).events.first)
        #expect(event.kind == .partMoved && event.severity == .information)
        #expect(event.message == "Drive EXAMPLE DISK (serial number A) moved from bay 1 to bay 7.")
    }

    @Test func `two drives that changed places moved both, and none was replaced`() {
        var tracker = Self.knowing([Self.drive("A", place: "bay 1"), Self.drive("B", place: "bay 2")])
        let update = tracker.take(
            [Self.drive("A", place: "bay 2"), Self.drive("B", place: "bay 1")], of: [.drive], on: Self.live)
        #expect(update.events.map(\.kind) == [.partMoved, .partMoved])
    }

    @Test func `a part with another key and the same serial number at the same place is the same part`() {
        var tracker = Self.knowing([Self.drive("A")])
        let same = Self.drive("A") { $0.key = PartRecord.Key(.drive, "ata-EXAMPLE_DISK_A") }
        let update = tracker.take([same], of: [.drive], on: Self.live)
        #expect(update.events.isEmpty && update.stored == [same] && update.removed.count == 1)
    }

    @Test func `a module in the same slot with another serial number was replaced`() {
        func module(_ serial: String?) -> PartRecord {
            var record = PartRecord(.memoryModule, identity: "A1", className: "CIM_Memory", id: "A1", name: "16 GiB")
            record.serial = serial
            return record
        }
        var tracker = Self.knowing([module("1")])
        #expect(tracker.take([module(nil)], of: [.memoryModule], on: Self.live).events.isEmpty)
        tracker = Self.knowing([module("1")])
        #expect(tracker.take([module("2")], of: [.memoryModule], on: Self.live).events.map(\.kind) == [.partReplaced])
    }

    @Test func `numbering anew is no event`() {
        var tracker = Self.knowing([Self.drive("A")])
        let renamed = Self.drive("A") {
            $0.id = "other"
            $0.nodes = ["/devices/pci0000:00/0000:00:01.0/0000:3b:00.0/host7/target7:0:0/7:0:0:0/block/sdz"]
            $0.topology = ["sys/devices/pci0000:00/0000:00:01.0/0000:3c:00.0/host7"]
            $0.facts = [EventFact("Node", "sdz")]
        }
        let update = tracker.take([renamed], of: [.drive], on: Self.live)
        #expect(update.events.isEmpty && update.stored == [renamed])
    }

    @Test func `other firmware and other traits are one change, and what could not be read is none`() throws {
        var tracker = Self.knowing([Self.drive("A") { $0.traits = [EventFact("Size", "1"), EventFact("Paths", "2")] }])
        #expect(tracker.take([Self.drive("A") { $0.firmware = nil }], of: [.drive], on: Self.live).events.isEmpty)
        tracker = Self.knowing([Self.drive("A") { $0.traits = [EventFact("Size", "1"), EventFact("Paths", "2")] }])
        let update = tracker.take(
            [
                Self.drive("A") {
                    $0.firmware = "2.0"
                    $0.traits = [EventFact("Size", "1"), EventFact("Paths", "1")]
                }
            ], of: [.drive], on: Self.live)
        let event = try #require(update.events.first)
        #expect(update.events.count == 1 && event.kind == .partChanged)
        #expect(
            event.message == "Drive EXAMPLE DISK (serial number A) in bay 1 changed: "
                + "FirmwareVersion 1.0 is now 2.0, Paths 2 is now 1.")
    }

    @Test func `a lost adapter is one incident with its drives`() throws {
        let drives = (1...20).map { Self.drive("D\($0)", place: "bay \($0)") }
        var tracker = InventoryTracker(
            KeptInventory(records: drives + [Self.function(Self.hba)], watched: Self.time, isCleanStop: true),
            settings: {
                var settings = HotplugSettings(); settings.memberLimit = 3; return settings
            }())
        let update = tracker.take([], of: Self.all, on: Self.live)
        let event = try #require(update.events.first)
        #expect(update.events.count == 1 && event.kind == .partRemoved && event.part?.className == "CIM_PCIDevice")
        #expect(event.part?.facts.contains(EventFact("MemberCount", "20")) == true)
        #expect(
            event.message.hasSuffix("was removed, and with it EXAMPLE DISK, EXAMPLE DISK, EXAMPLE DISK and 17 more."))
        #expect(update.removed.count == 21)
    }

    @Test func `a lost bridge takes the card behind it along`() {
        let bridge = "sys/devices/pci0000:00/0000:00:01.0"
        var tracker = Self.knowing([
            Self.function(bridge, model: "Bridge"), Self.function(Self.hba), Self.drive("A"),
            Self.function("sys/devices/pci0000:00/0000:00:02.0", model: "Other"),
        ])
        let update = tracker.take(
            [Self.function("sys/devices/pci0000:00/0000:00:02.0", model: "Other")], of: Self.all, on: Self.live)
        #expect(update.events.map(\.part?.name) == ["Bridge"])
    }

    @Test func `a drive with a path left is not lost with an adapter, and a removal without the adapter is its own`() {
        let other = "sys/devices/pci0000:00/0000:00:09.0"
        let twoWays = Self.drive("A") { $0.topology.append("\(other)/host1/x") }
        var tracker = Self.knowing([twoWays, Self.function(Self.hba), Self.function(other)])
        let left = Self.drive("A") { $0.topology = ["\(other)/host1/x"] }
        let update = tracker.take([left, Self.function(other)], of: Self.all, on: Self.live)
        #expect(update.events.map(\.part?.className) == ["CIM_PCIDevice"])
        #expect(update.events.first?.part?.facts.contains { $0.name == "Members" } == false)
        #expect(tracker.take([Self.function(other)], of: Self.all, on: Self.live).events.map(\.part?.id) == ["wwn-A"])
    }

    @Test func `of an NVMe drive the drive is told of, not its PCI function`() throws {
        let path = "sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0"
        let nvme = Self.drive("N") {
            $0.topology = ["\(path)/nvme/nvme0"]
            $0.embodies = path
        }
        var chip = PartRecord(.sensorChip, identity: "nvme", id: "nvme", name: "nvme")
        chip.topology = ["\(path)/nvme/nvme0/hwmon3"]
        var tracker = Self.knowing([Self.function(path, model: "NVMe controller"), nvme, chip])
        let event = try #require(tracker.take([], of: Self.all, on: Self.live).events.first)
        #expect(event.part?.id == "wwn-N")
        #expect(event.message.hasSuffix("was removed, and with it NVMe controller, nvme."))
    }

    @Test func `processors and memory that go offline together are one event, and each comes back`() {
        func threads(online: Bool) -> [PartRecord] {
            (4...7).map {
                var record = PartRecord(.thread, identity: "cpu\($0)", id: "cpu\($0)", name: "cpu\($0)")
                record.isOnline = online
                return record
            }
        }
        var block = PartRecord(.memoryBlock, identity: "memory32", id: "memory32", name: "memory32")
        block.isOnline = true
        var tracker = Self.knowing(threads(online: true) + [block])
        block.isOnline = false
        let off = tracker.take(threads(online: false) + [block], of: Self.all, on: Self.live)
        #expect(off.events.map(\.kind) == [.processorOffline, .memoryOffline])
        #expect(off.events.map(\.message).first == "Logical processor cpu4 runs no more, and with it cpu5, cpu6, cpu7.")
        #expect(off.events.map(\.severity) == [.warning, .warning])
        block.isOnline = true
        let on = tracker.take(threads(online: true) + [block], of: Self.all, on: Self.live)
        #expect(on.events.map(\.kind) == [.processorOnline, .memoryOnline])
    }

    @Test func `a link that is degraded and restored is one incident, which survives a restart`() throws {
        func function(_ shortfall: String?) -> PartRecord {
            var record = Self.function(Self.hba)
            record.linkShortfall = shortfall
            return record
        }
        var tracker = Self.knowing([function("")])
        let degraded = tracker.take([function("4 of 8 lanes")], of: Self.all, on: Self.live)
        let asserted = try #require(degraded.events.first)
        #expect(asserted.kind == .linkDegraded && asserted.transition == .asserted && asserted.severity == .warning)
        let incident = try #require(asserted.incident)
        #expect(degraded.begun.values.map(\.self) == [incident])
        // Nobody can tell while it sleeps: not restored.
        #expect(tracker.take([function(nil)], of: Self.all, on: Self.live).isEmpty)
        var restarted = InventoryTracker(
            KeptInventory(
                records: Array(tracker.records.values), incidents: tracker.incidents, watched: Self.time,
                isCleanStop: true))
        #expect(restarted.take([function("4 of 8 lanes")], of: Self.all, on: Self.live).isEmpty)
        let restored = restarted.take([function("")], of: Self.all, on: Self.live)
        #expect(restored.events.map(\.kind) == [.linkRestored] && restored.events.map(\.transition) == [.cleared])
        #expect(restored.events.map(\.incident) == [incident] && restored.ended.count == 1)
    }

    @Test func `an adapter without power, and a drive that fails and works again`() {
        var supply = PartRecord(.powerSupply, identity: "AC0", id: "AC0", name: "AC0")
        supply.hasPower = true
        let good = Self.drive("A") { $0.health = .good }
        let failed = Self.drive("A") { $0.health = .failed }
        let degraded = Self.drive("A") { $0.health = .degraded }
        var tracker = Self.knowing([supply, good])
        supply.hasPower = false
        let first = tracker.take([supply, degraded], of: Self.all, on: Self.live).events
        #expect(first.map(\.kind) == [.driveHealth, .powerLost] && first.map(\.severity) == [.warning, .major])
        let second = tracker.take([supply, failed], of: Self.all, on: Self.live).events
        #expect(second.map(\.kind) == [.partFailed] && second.map(\.transition) == [.escalated])
        supply.hasPower = true
        let third = tracker.take([supply, good], of: Self.all, on: Self.live).events
        #expect(third.map(\.kind) == [.partReturned, .powerRestored])
        #expect(third.map(\.incident) == [first[0].incident, first[1].incident])
        #expect(tracker.incidents.isEmpty)
    }

    @Test func `a failed drive that is pulled ends its incident`() {
        var tracker = Self.knowing([Self.drive("A") { $0.health = .good }])
        _ = tracker.take([Self.drive("A") { $0.health = .failed }], of: Self.all, on: Self.live)
        #expect(tracker.incidents.count == 1)
        let update = tracker.take([], of: Self.all, on: Self.live)
        #expect(update.events.map(\.kind) == [.partRemoved] && update.ended.count == 1)
    }

    @Test func `what changed while nobody watched says since when`() throws {
        var tracker = Self.knowing([Self.drive("A"), Self.drive("B", place: "bay 2")])
        let since = Timestamp(microseconds: 1)
        let update = tracker.take(
            [Self.drive("B", place: "bay 2")], of: Self.all,
            on: InventoryOccasion(.atStart, at: Self.time, since: since))
        let event = try #require(update.events.first)
        #expect(update.events.count == 1 && event.kind == .partRemoved && event.severity == .warning)
        #expect(event.observed == .atStart && event.since == since)
    }

    @Test func `conditions that hold at the first inventory are told, once`() {
        var supply = PartRecord(.powerSupply, identity: "AC0", id: "AC0", name: "AC0")
        supply.hasPower = false
        var tracker = InventoryTracker(nil)
        #expect(
            tracker.take([supply], of: Self.all, on: Self.live).events.map(\.kind) == [.baselineCreated, .powerLost])
        #expect(tracker.take([supply], of: Self.all, on: Self.live).isEmpty)
    }
}
