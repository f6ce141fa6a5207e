// SPDX-License-Identifier: Apache-2.0

/// Gathers what is said of each device until no more comes for a moment (EVENTS.md 3.3, step 4).
///
/// A device is held back while what is above or below it is still talked of, so that a card and what is on it are
/// settled together.
struct DeviceCoalescer {
    private struct Pending {
        let wasThere: Bool
        var isThere: Bool
        /// Whether somebody said that it would go, and then that it went.
        var isOrderly = false
        var notice: DeviceNotice
        let first: UInt64
        var last: UInt64
    }

    private let window: UInt64
    private let patience: UInt64
    private var pending: [String: Pending] = [:]
    /// Devices that were told to stop some time ago, and are still there.
    private var stopped: Set<String> = []
    private static let stoppedLimit = 4096

    /// How many devices came and went within a moment.
    private(set) var blips: UInt64 = 0

    init(window: Duration, patience: Duration) {
        self.window = window.unsignedNanoseconds
        self.patience = max(patience, window).unsignedNanoseconds
    }

    /// How many devices are talked of.
    var count: Int { pending.count }

    /// When the next device may be settled; nil while nothing is pending.
    var next: UInt64? { pending.values.lazy.map(due).min() }

    mutating func add(_ notice: DeviceNotice, now: UInt64) {
        var device =
            pending[notice.path]
            ?? Pending(
                wasThere: notice.action != .add, isThere: notice.action != .add,
                isOrderly: stopped.remove(notice.path) != nil, notice: notice, first: now, last: now)
        device.last = now
        switch notice.action {
        case .add:
            device.isThere = true
            device.isOrderly = false
        case .remove: device.isThere = false
        case .offline: device.isOrderly = true
        case .online, .bind: device.isOrderly = false
        // Comes with every removal too, and tells something only when the device stays for a while.
        case .unbind, .change, .move: break
        }
        device.notice = DeviceNotice(
            notice.action, subsystem: notice.subsystem, path: notice.path, isPart: notice.isPart,
            properties: device.notice.properties.merging(notice.properties) { $1 })
        pending[notice.path] = device
    }

    /// Forgets what is talked of.
    mutating func removeAll() {
        pending = [:]
        stopped = []
    }

    /// Takes the devices that are settled, in the order of their paths: what is above comes first.
    mutating func settle(now: UInt64) -> [SettledDevice] {
        let held = pathsHeldBack(now: now)
        var settled: [SettledDevice] = []
        for (path, device) in pending where due(device) <= now {
            let isOverdue = now >= device.first.addingClamped(patience)
            guard isOverdue || !held.contains(path) && !ancestors(of: path).contains(where: busy(now: now)) else {
                continue
            }
            pending[path] = nil
            if let outcome = outcome(of: device) {
                settled.append(SettledDevice(outcome: outcome, notice: device.notice, settled: now))
            } else {
                blips += 1
            }
        }
        return settled.sorted { $0.notice.path < $1.notice.path }
    }

    private mutating func outcome(of device: Pending) -> SettledDevice.Outcome? {
        let path = device.notice.path
        switch (device.wasThere, device.isThere) {
        case (false, false): return nil
        case (false, true): return .came
        case (true, false): return .went(device.isOrderly ? .orderly : .surprise)
        case (true, true):
            if device.isOrderly || device.notice.action == .unbind, stopped.count < Self.stoppedLimit {
                stopped.insert(path)
            }
            return .changed
        }
    }

    private func due(_ device: Pending) -> UInt64 {
        min(device.last.addingClamped(window), device.first.addingClamped(patience))
    }

    /// Whether a device is still talked of.
    private func busy(now: UInt64) -> (String) -> Bool {
        { path in pending[path].map { due($0) > now } ?? false }
    }

    /// What is above a device that is still talked of.
    private func pathsHeldBack(now: UInt64) -> Set<String> {
        var held: Set<String> = []
        for (path, device) in pending where due(device) > now {
            for ancestor in ancestors(of: path) where !held.insert(ancestor).inserted { break }
        }
        return held
    }

    private func ancestors(of path: String) -> [String] { path.pathAncestors }
}

extension String {
    /// The paths above this one, the nearest first.
    var pathAncestors: [String] {
        var found: [String] = []
        var rest = self[...]
        while let slash = rest.lastIndex(of: "/"), slash != rest.startIndex {
            rest = rest[..<slash]
            found.append(String(rest))
        }
        return found
    }
}

extension UInt64 {
    /// The sum, or the greatest number.
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
