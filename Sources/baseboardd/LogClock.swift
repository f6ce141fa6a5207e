// SPDX-License-Identifier: Apache-2.0

import CLinux
import EventLog
import Glibc
import ResourceModel

/// The event log's time: the system's, with what the kernel knows of it.
struct LogClock: EventLogClock {
    private let bootID = readBootID()

    func wallClock() -> Timestamp { Self.now() }

    /// The wall clock.
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec / 1000))
    }

    func recordingClock() -> RecordingClock {
        var state = timex()
        // Asks and changes nothing. TIME_ERROR says that nobody keeps the clock right, -1 that a sandbox forbids to ask
        // (adjtimex(2)).
        let isSynchronized = (TIME_OK..<TIME_ERROR).contains(adjtimex(&state))
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return RecordingClock(
            state: isSynchronized ? .synchronized : .unsynchronized, bootID: bootID,
            monotonic: UInt64(clamping: now.tv_sec) * 1_000_000_000 + UInt64(clamping: now.tv_nsec))
    }

    /// The kernel's name for this boot (random(4)); empty where it has none.
    private static func readBootID() -> String {
        let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { Glibc.close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 36) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, 36))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
