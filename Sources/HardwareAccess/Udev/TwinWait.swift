// SPDX-License-Identifier: Apache-2.0

/// Holds what the kernel said until udev says it too, and lets it pass when udev stays silent (EVENTS.md 3.3).
///
/// udev's words come after its rules, with all that identifies a device; the kernel's come without, and at once. A udev
/// that hangs, or ends, must not hide a disk that was pulled.
struct TwinWait {
    private var waiting: [UInt64: (event: DeviceEvent, until: UInt64)] = [:]
    private let patience: UInt64
    private let limit: Int

    /// - Parameters:
    ///   - patience: how long to wait, in nanoseconds.
    ///   - limit: how many words are kept.
    init(patience: UInt64, limit: Int) {
        self.patience = patience
        self.limit = limit
    }

    /// When the next word is to pass; nil while none waits.
    var next: UInt64? { waiting.values.lazy.map(\.until).min() }

    /// Takes a word of the kernel; false where there is no room for it.
    mutating func hold(_ event: DeviceEvent, now: UInt64) -> Bool {
        guard waiting.count < limit || waiting[event.sequence] != nil else { return false }
        waiting[event.sequence] = (event, now + patience)
        return true
    }

    /// Takes that udev said the same.
    mutating func release(_ event: DeviceEvent) { waiting[event.sequence] = nil }

    /// Takes the words that waited for long enough, in the kernel's order.
    mutating func pass(now: UInt64) -> [DeviceEvent] {
        let due = waiting.filter { $0.value.until <= now }
        for sequence in due.keys { waiting[sequence] = nil }
        return due.sorted { $0.key < $1.key }.map(\.value.event)
    }

    /// Forgets what waits: everything is looked at anyway.
    mutating func removeAll() { waiting = [:] }
}
