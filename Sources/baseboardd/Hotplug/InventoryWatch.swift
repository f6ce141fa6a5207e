// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Logging
import Monitoring
import ResourceModel

/// Compares what was found with what was known, has what is other told, and keeps it.
///
/// Confined to the loop.
final class InventoryWatch {
    private let hardware: Hardware
    private let settings: HotplugSettings
    private let recorder: any EventRecorder
    private let store: (any InventoryStore)?
    private let logger: Logger
    /// Nil until the first comparison: what is found before is not told.
    private var tracker: InventoryTracker?
    private var errors = ErrorWatch()
    /// When everything was looked at last.
    private var reconciled: ResourceModel.Timestamp?
    private var isStoreFailing = false
    /// Whether the stored inventory is to be read as soon as there is room for the store.
    private var isWaiting = false

    /// How long reading what changes of parts may take.
    private static let deadline = Duration.seconds(10)

    init(
        _ hardware: Hardware, settings: HotplugSettings, recorder: any EventRecorder, store: (any InventoryStore)?,
        logger: Logger
    ) {
        self.hardware = hardware
        self.settings = settings
        self.recorder = recorder
        self.store = store
        self.logger = logger
    }

    private var now: ResourceModel.Timestamp {
        ResourceModel.Timestamp(microseconds: hardware.clock.now().wall / 1000)
    }

    /// Compares with what was kept when the agent ran last.
    func begin() async {
        guard tracker == nil else { return }
        var kept: KeptInventory?
        do throws(InventoryStoreError) {
            kept = try await store?.load()
        } catch {
            if error.isTemporary {
                if !isWaiting { logger.error("parts are not compared until the inventory can be stored: \(error)") }
                isWaiting = true
                return
            }
            logger.error("the stored inventory cannot be read, so a new one is made: \(error)")
        }
        // Somebody else may have read it meanwhile.
        guard tracker == nil else { return }
        isWaiting = false
        tracker = InventoryTracker(kept, settings: settings)
        await look(at: .everything, InventoryOccasion(.atStart, at: now, since: kept?.watched), touching: true)
    }

    /// Compares what the last scan found of some hardware.
    ///
    /// - Parameter touching: keep that the agent watches, whether or not something is other.
    func look(at changes: HardwareChanges, _ occasion: InventoryOccasion, touching: Bool = false) async {
        guard tracker != nil else {
            if isWaiting { await begin() }
            return
        }
        var kinds = changes.kinds
        if !changes.drives.isEmpty { kinds.insert(.drives) }
        if !changes.functions.isEmpty { kinds.insert(.pci) }
        let links = changes.kinds.contains(.pci) ? nil : changes.functions
        let states = await states(of: kinds, links: links)
        let parts = PartList.kinds(of: kinds)
        let records = PartList(hardware, states).records(of: parts)
        var occasion = occasion
        if occasion.observed == .rescan { occasion.since = reconciled }
        // Whoever looked meanwhile has told what he found; from here to the record nothing waits.
        guard let update = tracker?.take(records, of: parts, on: occasion) else { return }
        if kinds == .all { reconciled = occasion.time }
        await keep(update, touching: touching)
    }

    /// Keeps that everything was looked at and nothing was other.
    func reconcile() async {
        reconciled = now
        await keep(InventoryUpdate(), touching: true)
    }

    /// Whether a device of the kernel is part of anything that is known.
    func knows(_ node: String) -> Bool { tracker?.records.values.contains { $0.nodes.contains(node) } ?? true }

    /// Looks at counters of errors, all or those of some PCI functions, and at how drives get on.
    func poll(only functions: Set<PCIAddress>? = nil) async {
        guard tracker != nil else {
            // What was lost may have room by now, and so may the store.
            await recorder.record([])
            if isWaiting { await begin() }
            return
        }
        let sysfs = hardware.sysfs
        let pci = hardware.pci
        let wanted = functions.map { $0.compactMap { pci.function($0) } } ?? pci.all
        let counted = await read { () -> ([FunctionErrorCount], [MemoryErrorCount]) in
            (
                wanted.compactMap { FunctionErrorCount($0, reading: sysfs) },
                functions == nil ? MemoryErrorCount.scan(reading: sysfs) : []
            )
        }
        guard let counted else { return }
        let list = PartList(hardware, PartStates())
        let events = errors.take(
            counted.0.flatMap(list.counts) + counted.1.flatMap(list.counts), isComplete: functions == nil,
            now: hardware.clock.nanoseconds, time: now)
        // Without events too: a log that was full looks whether there is room again.
        await recorder.record(events)
        if functions == nil { await look(at: HardwareChanges(.drives), InventoryOccasion(.live, at: now)) }
    }

    /// Keeps until when the agent watched.
    func stop() async {
        guard tracker != nil else { return }
        await keep(InventoryUpdate(), touching: true)
    }

    /// What changes of parts while they stay; nothing of what hangs.
    private func states(of kinds: HardwareKinds, links: Set<PCIAddress>?) async -> PartStates {
        let sysfs = hardware.sysfs
        let pci = hardware.pci
        let drives = hardware.drives
        var states = PartStates()
        if !kinds.isDisjoint(with: [.pci, .drives]) {
            let found = await read { () -> PartStates in
                var states = PartStates()
                if kinds.contains(.pci) { states.readLinks(of: pci, only: links, reading: sysfs) }
                if kinds.contains(.drives) { states.readHealth(of: drives, reading: sysfs) }
                return states
            }
            states = found ?? states
        }
        let supplies = hardware.powerSupplies
        if kinds.contains(.powerSupplies), !supplies.isEmpty {
            let found = try? await hardware.lanes.lane(for: .acpi).run(deadline: Self.deadline) {
                var states = PartStates()
                states.readSupplies(supplies, reading: sysfs)
                return states.supplies
            }
            states.supplies = found ?? [:]
        }
        return states
    }

    private func read<R: Sendable>(_ body: @escaping @Sendable () -> R) async -> R? {
        try? await hardware.lanes.lane(for: .scan).run(deadline: Self.deadline, body)
    }

    private func keep(_ update: InventoryUpdate, touching: Bool) async {
        guard let store, touching || !update.isEmpty else {
            await recorder.record(update.events)
            return
        }
        do throws(InventoryStoreError) {
            try await store.record(update, at: now)
            isStoreFailing = false
        } catch {
            if !isStoreFailing { logger.error("the inventory cannot be stored: \(error)") }
            isStoreFailing = true
        }
    }
}
