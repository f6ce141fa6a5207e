// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// A state directory on a file system that is full, and has room again.
struct FullDiskDeliveryTests {
    private static let unshare = BuildProducts.program("unshare") ?? "unshare"
    /// A mount namespace of its own, as root of a user namespace where we are nobody.
    private static let namespace = [unshare, "--mount"] + (getuid() == 0 ? [] : ["--user", "--map-root-user"])

    private static let canMount: Bool = {
        let command = "mount -t tmpfs tmpfs /mnt"
        let run = try? Execution.run(namespace[0], Array(namespace.dropFirst()) + ["/bin/sh", "-c", command])
        return run?.status == 0
    }()

    @Test(
        .enabled("there is no python3, or no file system may be mounted here") {
            BuildProducts.program("python3") != nil && canMount
        })
    func `a full disk refuses subscriptions, keeps deliveries going, and is forgotten once there is room`() throws {
        let directory = try TemporaryDirectory()
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        let state = directory.path + "/state"
        let settings = DaemonSettings.stateful.with {
            $0.hardwareRoot = RecordedMachine.virtualMachine.root
            $0.events = ["RetryMinimum=50ms", "RetryMaximum=200ms"]
            $0.wrapper =
                Self.namespace + [
                    "/bin/sh", "-c", "mount -t tmpfs -o size=4m,mode=0700 tmpfs \(state) && exec \"$@\"", "sh",
                ]
        }
        let daemon = try DaemonProcess(settings, in: directory)
        // The daemon's own view of its state directory.
        let inside = "/proc/\(daemon.processIdentifier)/root\(state)"
        try sink.answer(.unavailable)
        try daemon.subscribe(.subscribe(to: sink.address))
        for part in 1...3 { try daemon.rehearse(part: "\(part)") }
        let before = try daemon.log()
        try fill(inside + "/ballast")
        var refusal: Reply.FaultName?
        // What the journal of the database has room for already still goes.
        for _ in 0..<400 where refusal == nil {
            refusal = try daemon.connect().ask(.subscribe(to: sink.address, content: "")).fault
        }
        #expect(refusal == Reply.FaultName("QuotaLimit"))
        // What was written before the disk was full is delivered.
        try sink.answer(.acknowledgement)
        let events = try sink.wait(forEvent: try #require(before.last))
        #expect(Set(events).isSuperset(of: before))
        #expect(daemon.isRunning)
        #expect(unlink(inside + "/ballast") == 0)
        var event: String?
        for _ in 0..<1000 where event == nil {
            event = try daemon.connect(as: .admin).ask(.rehearse("rehearsal")).first("EventID")
            usleep(10000)
        }
        try sink.wait(forEvent: try #require(event))
        let other = try EventSinkProcess(in: try TemporaryDirectory())
        try daemon.subscribe(.subscribe(to: other.address))
        try other.wait(forEvent: try daemon.rehearse())
        #expect(try other.events() == daemon.log())
        try daemon.stop()
    }

    /// Leaves no room in the file system of a file.
    private func fill(_ file: String) throws {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open \(file)") }
        defer { close(descriptor) }
        for size in [65536, 4096, 512, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while write(descriptor, block, size) == size {}
        }
    }
}
