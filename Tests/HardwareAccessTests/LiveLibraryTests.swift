// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// libsensors and libudev for real, on a machine that umockdev replays.
struct LiveLibraryTests {
    static let isAvailable =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/umockdev-run") && SharedFixtures.directory != nil

    @Test(.enabled(if: isAvailable, "needs umockdev and ../shared/fixtures"))
    func `libsensors gives the lab guest the values the sensors command printed there`() throws {
        let directory = try #require(SharedFixtures.directory)
        let text = try ProbeProcess.output(
            of: "/usr/bin/umockdev-run", ["-d", directory + "/lab-guest/lab.umockdev", "--", try ProbeProcess.path()])
        let lines = text.split(separator: "\n").map(String.init)
        for line in [
            "chip i2c-1/1-002e adt7475 adt7475-i2c-1-2e i2c-1", "channel fan3 3461.0 3461 good kernel -",
            "channel temp2 41.0 41000 good kernel Board Temp", "channel in2 0.0 0 good library +3.3V",
            "channel temp1 49.85 49850 good kernel Composite", "channel power1 120.0 120000000 good kernel -",
            "chip virtual/acpitz acpitz acpitz-acpi-0 acpi", "channel in0 12.4 12400 good kernel -",
            "chip i2c-1/1-0048 lm75 lm75-i2c-1-48 i2c-1", "channel temp2 55.0 55000 good kernel -",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        let names = try String(contentsOfFile: directory + "/lab-guest/lab.sensors.txt", encoding: .utf8)
            .split(separator: "\n\n").compactMap { $0.split(separator: "\n").first.map(String.init) }
        for name in names { #expect(lines.contains { $0.hasPrefix("chip ") && $0.contains(" \(name) ") }, "\(name)") }
    }

    @Test(.enabled(if: isAvailable, "needs umockdev and ../shared/fixtures"))
    func `the lab guest has a battery and an adapter`() throws {
        let directory = try #require(SharedFixtures.directory)
        let text = try ProbeProcess.output(
            of: "/usr/bin/umockdev-run",
            ["-d", directory + "/lab-guest/lab.umockdev", "--", try ProbeProcess.path(), "inventory"])
        let lines = text.split(separator: "\n").map(String.init)
        let acpi = "LNXSYSTM:00/LNXSYBUS:00"
        #expect(lines.contains("supply BAT0 Battery LAB-BBU Full 48000 - \(acpi)/PNP0C0A:00 acpi"), "\(text)")
        #expect(lines.contains("supply AC0 Mains - - - true \(acpi)/ACPI0003:00 acpi"), "\(text)")
        #expect(lines.contains("system RackStation 9000 BSN1"), "\(text)")
        #expect(lines.contains("memory - - -"), "\(text)")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/umockdev-run"), "needs umockdev"))
    func `udev tells of memory modules where the firmware's table is root's`() throws {
        let tree = MachineTree()
        try tree.write(
            "dmi.umockdev",
            """
            P: /devices/virtual/dmi/id
            E: MEMORY_ARRAY_NUM_DEVICES=2
            E: MEMORY_DEVICE_0_LOCATOR=A1
            E: MEMORY_DEVICE_0_SERIAL_NUMBER=00AB12
            E: MEMORY_DEVICE_0_SIZE=17179869184
            E: MEMORY_DEVICE_0_TYPE=DDR4
            E: MEMORY_DEVICE_1_LOCATOR=A2
            E: MEMORY_DEVICE_1_PRESENT=0
            E: SUBSYSTEM=dmi
            A: sys_vendor=ACME\\n

            """)
        let text = try ProbeProcess.output(
            of: "/usr/bin/umockdev-run",
            ["-d", tree.root + "/dmi.umockdev", "--", try ProbeProcess.path(), "inventory"])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.contains("memory udev 2 17179869184"), "\(text)")
        #expect(lines.contains("module A1 17179869184 26 00AB12"), "\(text)")
    }

    @Test(.enabled(if: isAvailable, "needs umockdev and ../shared/fixtures"))
    func `libudev gives the lab guest's drives their names, as the links below by-id have them`() throws {
        let directory = try #require(SharedFixtures.directory)
        let recording = directory + "/lab-guest/lab.umockdev"
        let text = try ProbeProcess.output(
            of: "/usr/bin/umockdev-run", ["-d", recording, "--", try ProbeProcess.path(), "drives"])
        let drives = text.split(separator: "\n").filter { $0.hasPrefix("drive ") }.map { line in
            line.dropFirst("drive ".count).split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(
            drives.map { Array($0.prefix(7)) } == [
                ["nvme-QEMU_NVMe_Ctrl_LABNVME0", "NVMe", "-", "QEMU NVMe Ctrl", "LABNVME0", "7.2.22", "-"],
                ["wwn-0x5000c50015ea71ac", "virtio", "QEMU", "QEMU HARDDISK", "LABSAS0", "2.5+", "5000c50015ea71ac"],
                ["wwn-0x5000c500a1b2c3d4", "SATA", "-", "QEMU HARDDISK", "LABATA0", "2.5+", "5000c500a1b2c3d4"],
                ["usb-QEMU_QEMU_HARDDISK_LABUSB0-0:0", "USB", "QEMU", "QEMU HARDDISK", "LABUSB0", "2.5+", "-"],
                // The serial number of a virtio disk is udev's alone: its attribute asks the hypervisor.
                ["virtio-LABVIRT0", "virtio", "-", "-", "LABVIRT0", "-", "-"],
            ])
        let links = try String(contentsOfFile: recording, encoding: .utf8)
        for drive in drives { #expect(links.contains("S: disk/by-id/\(drive[0])\n"), "\(drive[0])") }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/umockdev-wrapper"), "needs umockdev"))
    func `libudev's monitor hears of a new chip, and of nothing else`() throws {
        let script = RecordedMachine.repository + "/Tests/Fixtures/replay-uevent"
        let text = try ProbeProcess.output(
            of: "/usr/bin/umockdev-wrapper", [script, try ProbeProcess.path(), "monitor", "hwmon"])
        #expect(text == "ready\nevent add hwmon /devices/platform/late.0/hwmon/hwmon0\n")
    }
}
