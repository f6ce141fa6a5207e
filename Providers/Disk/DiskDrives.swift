// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The drives of a machine.
final class DiskDrives: PartSource {
    private final class Entry {
        let disk: DiskDrive
        let live: SharedReading<DriveState>
        /// What was read last, which stands while more is asked than the lane takes.
        var last = DriveState()

        init(_ disk: DiskDrive, _ live: SharedReading<DriveState>) {
            self.disk = disk
            self.live = live
        }
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
            // A reading that is under way belongs to the paths of its time.
            let known = entries[id].flatMap { $0.disk.drive == drive ? $0 : nil }
            let entry = Entry(
                DiskDrive(drive: drive, id: id, temperatureSensor: sensor), known?.live ?? reading())
            entry.last = known?.last ?? DriveState()
            found[id] = entry
            ids.append(id)
        }
        entries = found
        self.ids = ids
        if !isSame { generation += 1 }
    }

    private func reading() -> SharedReading<DriveState> {
        let clock = hardware.clock
        return SharedReading(maximumAge: Self.maximumAge, executor: clock.executor, now: { clock.nanoseconds })
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    /// The drive as it was found, without I/O.
    func found(_ id: PartID) -> DiskDrive? { entries[id]?.disk }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> DiskDrive? {
        guard let entry = entries[id] else { return nil }
        guard facets.contains(.live) else { return entry.disk }
        var disk = entry.disk
        disk.state = await entry.live.value { await read(entry) }
        return disk
    }

    private func read(_ entry: Entry) async -> DriveState {
        let sysfs = hardware.sysfs
        let drive = entry.disk.drive
        do throws(LaneError) {
            entry.last = try await hardware.lanes.lane(for: Self.lane).run(deadline: Self.deadline) {
                DriveState(of: drive, reading: sysfs)
            }
            return entry.last
        } catch {
            // A stalled lane leaves these out; everything else of the drive is known.
            return error == .full ? entry.last : DriveState()
        }
    }
}
