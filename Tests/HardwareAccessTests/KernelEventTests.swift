// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import HardwareAccess
import Synchronization
import Testing

/// The kernel's own words, of loop devices that a test makes and takes away; only where it may.
struct KernelEventTests {
    /// Makes and takes away loop devices of numbers that nobody else uses.
    private final class LoopControl {
        private static let add: UInt = 0x4C80
        private static let remove: UInt = 0x4C81

        private let descriptor: Int32

        init?() {
            descriptor = open("/dev/loop-control", O_RDWR | O_CLOEXEC)
            if descriptor < 0 { return nil }
        }

        deinit { close(descriptor) }

        func add(_ number: Int32) -> Bool { ioctl(descriptor, Self.add, number) >= 0 }
        func remove(_ number: Int32) -> Bool { ioctl(descriptor, Self.remove, number) >= 0 }
    }

    private static let first: Int32 = 900

    /// Whether the kernel makes a loop device here, and says so to this namespace.
    static let isAvailable: Bool = {
        guard let control = LoopControl(), control.add(first) else { return false }
        return control.remove(first)
    }()

    /// Waits on a condition that another thread fulfils.
    private final class Gate: Sendable {
        private let ends: (read: Int32, write: Int32)

        init() {
            var ends: [Int32] = [-1, -1]
            _ = pipe(&ends)
            self.ends = (ends[0], ends[1])
        }

        deinit {
            close(ends.read)
            close(ends.write)
        }

        func open() {
            var byte: UInt8 = 0
            _ = write(ends.write, &byte, 1)
        }

        /// False after ten seconds.
        func pass() -> Bool {
            var descriptor = pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 10_000) == 1 else { return false }
            var byte: UInt8 = 0
            return read(ends.read, &byte, 1) == 1
        }
    }

    @Test(.enabled(if: isAvailable, "needs /dev/loop-control, and the right to make loop devices"))
    func `a block device that comes and goes is heard of, with or without udev`() throws {
        let control = try #require(LoopControl())
        let gate = Gate()
        let heard = Mutex<[String]>([])
        let number = Self.first + 1
        var settings = DeviceMonitor.Settings(subsystems: ["block"])
        settings.patience = .milliseconds(200)
        let monitor = try #require(
            DeviceMonitor(settings) { event in
                guard event.devicePath == "/devices/virtual/block/loop\(number)", event.action != "change" else {
                    return
                }
                heard.withLock { $0.append(event.action) }
                gate.open()
            })
        #expect(control.add(number))
        #expect(gate.pass())
        #expect(control.remove(number))
        #expect(gate.pass())
        #expect(heard.withLock(\.self) == ["add", "remove"])
        monitor.stop()
    }

    @Test(.enabled(if: isAvailable, "needs /dev/loop-control, and the right to make loop devices"))
    func `a receiver that is too slow for its buffer learns that words were lost, and goes on to hear`() throws {
        let control = try #require(LoopControl())
        let busy = Gate()
        let lost = Gate()
        let last = Gate()
        let isFirst = Atomic(true)
        var settings = DeviceMonitor.Settings(subsystems: ["block"], bufferSize: 4096)
        settings.patience = .milliseconds(200)
        let number = Self.first + 2
        let monitor = try #require(
            DeviceMonitor(settings, lost: { lost.open() }) { event in
                // The thread stands still while the kernel goes on to speak.
                if isFirst.exchange(false, ordering: .relaxed) { _ = busy.pass() }
                if event.devicePath == "/devices/virtual/block/loop\(number + 1)", event.action == "remove" {
                    last.open()
                }
            })
        for _ in 0..<100 {
            #expect(control.add(number) && control.remove(number))
        }
        busy.open()
        #expect(lost.pass())
        #expect(control.add(number + 1) && control.remove(number + 1))
        #expect(last.pass())
        monitor.stop()
    }

    @Test(
        .enabled(
            if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/sbin/ip"),
            "needs root and iproute2, for a network namespace of its own"))
    func `an interface of a network namespace is heard of there`() throws {
        let script = """
            exec 3< <(exec "$0" monitor net)
            read -r line <&3 && [ "$line" = ready ] || exit 1
            ip link add bbtest0 type ifb 2>/dev/null || ip link add bbtest0 type veth 2>/dev/null \\
                || { kill $!; echo none; exit 0; }
            cat <&3
            """
        let text = try ProbeProcess.output(
            of: "/usr/bin/unshare", ["-n", "bash", "-c", script, try ProbeProcess.path()])
        guard text != "none\n" else { return }
        #expect(text.hasPrefix("event add net /devices/virtual/net/"), "\(text)")
    }
}
