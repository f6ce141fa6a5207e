// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess
import Logging
import Monitoring
import ProviderKit
import ResourceModel

/// Scans the hardware again when the kernel says that something came or went, and has it compared; first in the list of
/// providers, so that the others find what it found.
///
/// Confined to the loop.
final class HardwareWatch: Provider, Sendable {
    var resourceClasses: [any ResourceClass] { [] }

    private let loop: ServiceLoop
    private let logger: Logger
    private let rules: HotplugRules
    private let alarmed: @Sendable (String) -> Void
    private let changed: @Sendable () -> Void
    private let work: RunningWork

    // Touched on the loop alone.
    private nonisolated(unsafe) let hardware: Hardware
    private nonisolated(unsafe) let parts: InventoryWatch
    private nonisolated(unsafe) var pipeline: HotplugPipeline
    private nonisolated(unsafe) var monitor: DeviceMonitor?
    private nonisolated(unsafe) var presence = SupplyPresence()
    private nonisolated(unsafe) var listing: HardwareListing?
    /// What the next rescan looks for.
    private nonisolated(unsafe) var expected = HardwareChanges()
    private nonisolated(unsafe) var backlog = HotplugPipeline.Work()
    private nonisolated(unsafe) var isWorking = false
    private nonisolated(unsafe) var timer: LoopTimer?
    private nonisolated(unsafe) var counterTimer: LoopTimer?

    /// After how long what could not be looked at is tried again, in nanoseconds.
    private static let pause: UInt64 = 30_000_000_000
    /// How many events wait for the loop at most.
    private static let inboxLimit = 16_384

    /// Listens from now on, where there is somebody to listen to.
    ///
    /// - Parameters:
    ///   - alarmed: called on the loop with the device path of a chip whose driver says that an alarm changed.
    ///   - changed: called on the loop once something changed and was looked at; it has the providers look.
    init(
        _ hardware: Hardware, rules: HotplugRules, loop: ServiceLoop, recorder: any EventRecorder,
        store: (any InventoryStore)?, logger: Logger, alarmed: @escaping @Sendable (String) -> Void = { _ in },
        changed: @escaping @Sendable () -> Void
    ) {
        self.hardware = hardware
        self.loop = loop
        self.logger = logger
        self.rules = rules
        self.alarmed = alarmed
        self.changed = changed
        work = RunningWork(on: loop.executor)
        parts = InventoryWatch(
            hardware, settings: rules.pipeline, recorder: recorder, store: store, logger: logger)
        var settings = rules.pipeline
        // Nothing comes to a recorded machine by itself.
        if !hardware.isLive { settings.reconcileInterval = .zero }
        pipeline = HotplugPipeline(settings, now: loop.now())
        guard hardware.isLive else { return }
        let inbox = LoopInbox<DeviceEvent>(loop: loop, limit: Self.inboxLimit) { [weak self] in
            self?.receive($0, isLost: $1)
        }
        monitor = DeviceMonitor(rules.monitor, lost: { inbox.lose() }, handler: { inbox.add($0) })
        if monitor == nil {
            logger.notice("the kernel cannot be listened to; new hardware is looked for now and then, and by SIGHUP")
        }
    }

    /// Has the next rescan look for these too.
    func expect(_ change: HardwareChanges) { expected.formUnion(change) }

    /// Scans what is expected to have changed: all, where somebody asked for it.
    func rescan() async {
        guard !expected.isEmpty else { return }
        let wanted = expected
        expected = HardwareChanges()
        await scan(wanted, InventoryOccasion(.rescan, at: wallClock))
    }

    /// Scans everything for the first time; nothing of it is told yet.
    func scanFirst() async {
        await scan(.everything, InventoryOccasion(.atStart, at: wallClock))
        listing = await list()
    }

    /// Compares with the last run once the machine has settled, and watches from then on.
    func begin() {
        schedule()
        let now = loop.now()
        begin(
            at: now + (hardware.isLive ? rules.startPause.nanoseconds : 0), until: now + rules.startPatience.nanoseconds
        )
    }

    /// Ends the watch, and returns when nothing of it runs any more; called on the loop.
    ///
    /// The deadlines of what it reads bound the wait.
    func stop() async {
        monitor?.stop()
        timer?.cancel()
        counterTimer?.cancel()
        await work.end()
        await parts.stop()
    }

    /// Looks at counters of errors and the states of drives.
    func poll() async { await parts.poll() }

    private var wallClock: ResourceModel.Timestamp {
        ResourceModel.Timestamp(microseconds: hardware.clock.now().wall / 1000)
    }

    private func begin(at time: UInt64, until latest: UInt64) {
        let now = loop.now()
        timerless(after: time > now ? time - now : 0) { [self] in
            // udev's own mark that it has work, as `udevadm settle` asks for it.
            if hardware.isLive, hardware.sysfs.exists("run/udev/queue"), loop.now() < latest {
                begin(at: min(latest, loop.now() + 1_000_000_000), until: latest)
                return
            }
            work.run { [self] in
                await parts.begin()
                await poll()
                scheduleCounters()
            }
        }
    }

    private func scheduleCounters() {
        guard rules.counterInterval > .zero else { return }
        counterTimer = loop.schedule(after: rules.counterInterval.nanoseconds) { [self] in
            work.run { [self] in
                await poll()
                scheduleCounters()
            }
        }
    }

    private func receive(_ events: [DeviceEvent], isLost: Bool) {
        let now = loop.now()
        if isLost { pipeline.lose(now: now) }
        for event in events {
            if event.subsystem == "hwmon", event.action == "change" { alarmed(event.devicePath) }
            if let notice = DeviceNotice(event) { pipeline.receive(notice, now: now) }
        }
        schedule()
    }

    /// Has the pipeline go on when it wants to.
    private func schedule() {
        timer?.cancel()
        timer = nil
        guard let next = pipeline.next else { return }
        let now = loop.now()
        timer = loop.schedule(after: next > now ? next - now : 0) { [self] in
            timer = nil
            let due = pipeline.advance(now: loop.now())
            backlog.devices += due.devices
            backlog.reconciliation = due.reconciliation ?? backlog.reconciliation
            schedule()
            workOff()
        }
    }

    /// Does what is due, one after the other: what comes meanwhile waits.
    private func workOff() {
        guard !isWorking, !backlog.isEmpty else { return }
        isWorking = true
        work.run { [self] in
            while !backlog.isEmpty {
                let due = backlog
                backlog = HotplugPipeline.Work()
                await process(due)
            }
            isWorking = false
        }
    }

    private func process(_ due: HotplugPipeline.Work) async {
        var changes = HardwareChanges()
        var occasion = InventoryOccasion(due.reconciliation == nil ? .live : .rescan, at: wallClock)
        for device in due.devices {
            changes.add(device)
            if presence.isChanged(by: device) { changes.kinds.insert(.powerSupplies) }
            if case .went(let departure) = device.outcome { occasion.departures[device.notice.path] = departure }
        }
        if due.reconciliation == .loss {
            logger.notice("events of devices were lost, or too many; everything is looked at")
            changes = .everything
        }
        if due.reconciliation != nil, let found = await list() {
            if let known = listing { changes.formUnion(found.changes(since: known)) }
            listing = found
        }
        if !changes.isEmpty {
            await scan(changes, occasion)
            changed()
        }
        if due.reconciliation != nil { await parts.reconcile() }
        lookAgain(at: due.devices)
        let functions = due.devices.compactMap(\.recoveredFunction)
        if !functions.isEmpty { await parts.poll(only: Set(functions)) }
    }

    /// Has the pipeline come back to what has no attributes yet.
    private func lookAgain(at devices: [SettledDevice]) {
        let now = loop.now()
        for device in devices where device.outcome == .came && device.notice.isPart {
            if !parts.knows(device.notice.path) { pipeline.lookAgain(at: device, now: now) }
        }
        schedule()
    }

    /// Scans and compares; what a hanging bus withholds is tried again: by the next change, by SIGHUP, or after a pause.
    private func scan(_ wanted: HardwareChanges, _ occasion: InventoryOccasion) async {
        let missed = await hardware.rescan(wanted)
        var seen = wanted
        if !missed.isEmpty {
            logger.warning("some of the hardware could not be looked at, for a read hangs; trying again")
            seen.subtract(missed)
            timerless(after: Self.pause) { [self] in
                expect(missed)
                work.run { [self] in
                    await rescan()
                    changed()
                }
            }
        }
        if !seen.isEmpty { await parts.look(at: seen, occasion) }
    }

    private func list() async -> HardwareListing? {
        let sysfs = hardware.sysfs
        return try? await hardware.lanes.lane(for: .scan).run(deadline: .seconds(10)) {
            HardwareListing(reading: sysfs)
        }
    }

    private func timerless(after nanoseconds: UInt64, _ body: @escaping @Sendable () -> Void) {
        _ = loop.schedule(after: nanoseconds, body)
    }
}

extension SupplyPresence {
    fileprivate mutating func isChanged(by device: SettledDevice) -> Bool {
        let notice = device.notice
        let event = DeviceEvent(
            action: notice.action.rawValue, subsystem: notice.subsystem, devicePath: notice.path,
            properties: notice.properties)
        return isChanged(by: event)
    }
}

extension SettledDevice {
    /// The PCI function of which something other than its coming and going was said: it may have recovered from errors.
    fileprivate var recoveredFunction: PCIAddress? {
        guard notice.subsystem == "pci", outcome == .changed else { return nil }
        return PCIAddress(notice.path.split(separator: "/").last ?? "")
    }
}
