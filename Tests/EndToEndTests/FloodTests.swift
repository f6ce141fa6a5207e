// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// Thousands of devices at once, more than the daemon keeps in mind.
@Suite(.timeLimit(.minutes(5)))
struct FloodTests {
    private static let count = 2000
    private static let mebibyte = 1 << 20

    /// Disks as udev describes them, each with a name of its own.
    private static let disks = (0..<count).map { number in
        """
        P: /devices/pci0000:00/0000:00:1f.2/ata3/host2/target2:0:\(number)/2:0:\(number):0/block/sdq\(number)
        E: SUBSYSTEM=block
        E: DEVTYPE=disk
        E: MAJOR=65
        E: MINOR=\(number)
        E: ID_BUS=ata
        E: ID_SERIAL_SHORT=FLOOD\(number)
        E: ID_WWN_WITH_EXTENSION=\(wwn(number))
        A: dev=65:\(number)\\n
        A: size=2097152\\n

        """
    }.joined(separator: "\n")

    private static func wwn(_ number: Int) -> String { "0x5000c500\(String(number + 0x1000_0000, radix: 16))" }

    /// The names of all drives.
    private func drives(_ daemon: DaemonProcess) throws -> [String] {
        let connection = try daemon.connect()
        var reply = try connection.ask(.enumerate("BB_DriveView", first: 500))
        var names = reply.items.compactMap { $0["DeviceID"] }
        while reply.count("EndOfSequence") == 0 {
            reply = try connection.ask(.pull("BB_DriveView", reply.first("EnumerationContext"), max: 500))
            names += reply.items.compactMap { $0["DeviceID"] }
        }
        return names
    }

    /// What the kernel says that the daemon holds, which is the last of those that played its machine.
    private func resident(_ daemon: DaemonProcess) throws -> Int {
        var process = daemon.processIdentifier
        while let children = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8),
            let child = children.split(separator: " ").first.flatMap({ pid_t($0) })
        {
            process = child
        }
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }

    @Test(.enabled("needs umockdev and python3") { UdevTests.isAvailable })
    func `two thousand disks that come at once are all there, and nothing is kept of the flood`() throws {
        let directory = try TemporaryDirectory()
        let settings = try UdevTests.settings(
            directory.write(UdevTests.small, to: "small.umockdev"),
            coming: directory.write(Self.disks, to: "disks.umockdev")
        ).with { $0.hotplug = ["MaxPendingDevices=16"] }
        try DaemonProcess.run(settings) { daemon in
            #expect(try drives(daemon).isEmpty)
            let before = try resident(daemon)
            daemon.signal(SIGUSR1)
            var found: [String] = []
            for _ in 0..<600 {
                found = try drives(daemon)
                if found.count >= Self.count { break }
                usleep(200_000)
            }
            #expect(Set(found) == Set((0..<Self.count).map { "wwn-\(Self.wwn($0))" }))
            #expect(found.count == Self.count)
            #expect(daemon.errors.contains("events of devices were lost, or too many; everything is looked at"))
            #expect(try resident(daemon) - before < 64 * Self.mebibyte)
        }
    }
}
