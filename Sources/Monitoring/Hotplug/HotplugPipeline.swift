// SPDX-License-Identifier: Apache-2.0

/// Decides when to look at which device, by what the kernel says and what it may not have said (EVENTS.md 3.3).
///
/// A value: words and times in, work out; times are monotonic nanoseconds. Whoever owns it advances it at `next` and
/// does the work.
public struct HotplugPipeline: Sendable {
    /// Why everything is to be looked at.
    public enum Reconciliation: Sendable, Hashable {
        /// Words were lost.
        case loss
        /// It is time again.
        case routine
    }

    /// What is to be looked at.
    public struct Work: Sendable, Hashable {
        /// Devices that are settled, or were not complete the last time.
        public var devices: [SettledDevice] = []
        /// Why everything is to be looked at beside them; nil where it is not.
        public var reconciliation: Reconciliation?

        /// Whether there is nothing to do.
        public var isEmpty: Bool { devices.isEmpty && reconciliation == nil }
    }

    private let settings: HotplugSettings
    private var coalescer: DeviceCoalescer
    private var unsettled: [String: (device: SettledDevice, at: UInt64)] = [:]
    private var lost: (first: UInt64, at: UInt64)?
    private var routine: UInt64?

    /// How often words were lost, or were too many to be kept.
    public private(set) var losses: UInt64 = 0
    /// How many devices came and went within a moment, and so were never told of.
    public var blips: UInt64 { coalescer.blips }

    /// A pipeline that nothing was said to yet.
    public init(_ settings: HotplugSettings = HotplugSettings(), now: UInt64) {
        self.settings = settings
        coalescer = DeviceCoalescer(window: settings.window, patience: settings.patience)
        routine = nextRoutine(after: now)
    }

    /// When to advance next; nil for when something is said.
    public var next: UInt64? {
        [coalescer.next, unsettled.values.lazy.map(\.at).min(), lost?.at, routine].compactMap(\.self).min()
    }

    /// Of how many devices something is kept.
    public var count: Int { coalescer.count + unsettled.count }

    /// Takes a word.
    public mutating func receive(_ notice: DeviceNotice, now: UInt64) {
        // A new word supersedes a second look at what was said before.
        unsettled[notice.path] = nil
        coalescer.add(notice, now: now)
        guard coalescer.count > settings.pendingLimit else { return }
        // Looking at everything is cheaper than remembering what.
        coalescer.removeAll()
        lose(now: now)
    }

    /// Takes that words were lost.
    public mutating func lose(now: UInt64) {
        losses &+= 1
        let first = lost?.first ?? now
        let latest = first.addingClamped(settings.lossPatience.unsignedNanoseconds)
        lost = (first, min(now.addingClamped(settings.lossPause.unsignedNanoseconds), latest))
    }

    /// Takes that a device which came has no part yet: it is looked at again, for a while.
    ///
    /// - Returns: false once that has lasted for too long.
    @discardableResult
    public mutating func lookAgain(at device: SettledDevice, now: UInt64) -> Bool {
        guard unsettled.count < settings.pendingLimit, !settings.retries.isEmpty,
            now < device.settled.addingClamped(settings.settling.unsignedNanoseconds)
        else { return false }
        let delay = settings.retries[min(device.attempts, settings.retries.count - 1)]
        var device = device
        device.attempts += 1
        unsettled[device.notice.path] = (device, now.addingClamped(delay.unsignedNanoseconds))
        return true
    }

    /// Takes the work that is due.
    public mutating func advance(now: UInt64) -> Work {
        var work = Work(devices: coalescer.settle(now: now))
        for (path, waiting) in unsettled where waiting.at <= now {
            unsettled[path] = nil
            work.devices.append(waiting.device)
        }
        work.devices.sort { $0.notice.path < $1.notice.path }
        if let due = lost?.at, due <= now {
            lost = nil
            work.reconciliation = .loss
        } else if let due = routine, due <= now {
            work.reconciliation = .routine
        }
        if work.reconciliation != nil { routine = nextRoutine(after: now) }
        return work
    }

    private func nextRoutine(after now: UInt64) -> UInt64? {
        let interval = settings.reconcileInterval.unsignedNanoseconds
        return interval == 0 ? nil : now.addingClamped(interval)
    }
}
