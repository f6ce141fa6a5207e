// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The drives of a machine.
final class DiskDrives: PartSource {
    private struct Entry {
        let disk: DiskDrive
        let live: SharedReading<DriveState>
    }

    /// How long states and counters are shared.
    static let maximumAge: UInt64 = 1_000_000_000
    /// How long a turn may take.
    static let deadline = Duration.seconds(2)
    /// The lane on which they are read: they wait for no drive, so one will do for all.
    static let lane = BusKey("disk")

    private let hardware: Hardware
    private var entries: [PartID: Entry] = [:]
    private var revisions: [UInt64] = []
    private(set) var ids: [PartID] = []
    private(set) var generation: UInt64 = 0

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let revisions = [hardware.revision(of: .drives), hardware.revision(of: .sensors)]
        guard revisions != self.revisions else { return }
        let isSame = revisions.first == self.revisions.first
        self.revisions = revisions
        var chips: [String: HwmonChip] = [:]
        for chip in hardware.sensors.chips { if let path = chip.devicePath { chips[path] = chip } }
        var found: [PartID: Entry] = [:]
        var ids: [PartID] = []
        for drive in hardware.drives.drives {
            let id = PartID(drive.id)
            let chip = drive.paths.lazy.compactMap { chips[$0.devicePath] }.first
            let sensor = chip?.channel(.temperature, 1).map { PartID($0.id.description) }
            let known = entries[id]
            // A reading that is under way belongs to the paths of its time.
            let isKept = known?.disk.drive == drive
            found[id] = Entry(
                disk: DiskDrive(drive: drive, id: id, temperatureSensor: sensor),
                live: (isKept ? known?.live : nil) ?? reading())
            ids.append(id)
        }
        entries = found
        self.ids = ids
        if !isSame { generation += 1 }
    }

    private func reading() -> SharedReading<DriveState> {
        let clock = hardware.clock
        return SharedReading(maximumAge: Self.maximumAge, executor: clock.executor) {
            UInt64(max(0, clock.now().monotonic))
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    /// The drive as it was found, without I/O.
    func found(_ id: PartID) -> DiskDrive? { entries[id]?.disk }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> DiskDrive? {
        guard let entry = entries[id] else { return nil }
        guard facets.contains(.live) else { return entry.disk }
        var disk = entry.disk
        disk.state = await entry.live.value { await read(disk.drive) }
        return disk
    }

    private func read(_ drive: Drive) async -> DriveState {
        let sysfs = hardware.sysfs
        let state = try? await hardware.lanes.lane(for: Self.lane).run(deadline: Self.deadline) {
            DriveState(of: drive, reading: sysfs)
        }
        // A stalled lane leaves these out; everything else of the drive is known.
        return state ?? DriveState()
    }
}

/// The blocks of the drives.
final class DiskExtents: PartSource {
    private let drives: DiskDrives
    private var owners: [PartID: (drive: PartID, extent: DriveExtent)] = [:]
    private var ids: [PartID] = []
    private var indexed: UInt64?

    init(_ drives: DiskDrives) { self.drives = drives }

    var generation: UInt64 { drives.generation }

    private func index() {
        guard indexed != drives.generation else { return }
        indexed = drives.generation
        owners.removeAll()
        ids.removeAll()
        for id in drives.ids {
            for extent in drives.found(id)?.drive.extents ?? [] {
                let part = PartID(extent.id)
                owners[part] = (id, extent)
                ids.append(part)
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] {
        index()
        return ids
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> DiskExtent? {
        index()
        guard let owner = owners[id], let drive = try await drives.part(owner.drive, reading: facets) else {
            return nil
        }
        return DiskExtent(extent: owner.extent, id: id, drive: drive)
    }

    /// Which extent belongs to which drive, in order.
    var pairs: [(drive: PartID, extent: PartID)] {
        index()
        return ids.compactMap { id in owners[id].map { ($0.drive, id) } }
    }
}
