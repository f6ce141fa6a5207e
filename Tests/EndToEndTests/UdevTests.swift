// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// The live machine, played by umockdev: libsensors and libudev answer, and the kernel says what came and went.
struct UdevTests {
    private static let wrapper = BuildProducts.program("umockdev-wrapper")
    private static let python = BuildProducts.python ?? BuildProducts.program("python3")
    static let isAvailable = wrapper != nil && python != nil

    /// A daemon for the machine of these umockdev descriptions; the second one comes and goes by signals.
    static func settings(_ description: String, coming: String = "/dev/null") throws -> DaemonSettings {
        let wrapper = try #require(wrapper)
        let python = try #require(python)
        return DaemonSettings().with {
            $0.hardwareRoot = "/"
            $0.sensors = ["UseLibsensors=yes"]
            $0.wrapper = [
                wrapper, python, RecordedMachine.repository + "/Tests/EndToEndTests/Clients/umockdev_machine.py",
                description, coming,
            ]
        }
    }

    static let small = """
        P: /devices/platform/early.0
        E: SUBSYSTEM=platform

        P: /devices/platform/early.0/hwmon/hwmon0
        E: SUBSYSTEM=hwmon
        A: name=early\\n
        A: temp1_input=21000\\n
        L: device=../../../early.0

        """

    private static let late = """
        P: /devices/platform/late.0/hwmon/hwmon1
        E: SUBSYSTEM=hwmon
        A: name=late\\n
        A: fan1_input=1200\\n

        """

    @Test(.enabled("needs umockdev and python3") { isAvailable })
    func `a chip that is plugged in is found, and forgotten when it is pulled`() throws {
        let directory = try TemporaryDirectory()
        let settings = try Self.settings(
            directory.write(Self.small, to: "small.umockdev"),
            coming: directory.write(Self.late, to: "late.umockdev"))
        try DaemonProcess.run(settings) { daemon in
            let all = Message.enumerate("BB_SensorView", first: 100)
            func chips(_ reply: Reply) -> [String] { reply.items.compactMap { $0["Chip"] }.sorted() }
            #expect(chips(try daemon.connect().ask(all)) == ["early"])
            daemon.signal(SIGUSR1)
            let after = try daemon.poll(all) { chips($0) != ["early"] }
            #expect(chips(after) == ["early", "late"])
            #expect(after.items.first { $0["Chip"] == "late" }?["Reading"].flatMap(Double.init) == 1200)
            daemon.signal(SIGUSR2)
            #expect(chips(try daemon.poll(all) { chips($0).count == 1 }) == ["early"])
        }
    }

    private static let disk = """
        P: /devices/pci0000:00/0000:00:1f.2/ata3/host2/target2:0:0/2:0:0:0/block/sdq
        E: SUBSYSTEM=block
        E: DEVTYPE=disk
        E: MAJOR=65
        E: MINOR=0
        E: ID_BUS=ata
        E: ID_MODEL=LATE_DISK
        E: ID_MODEL_ENC=LATE\\x20DISK\\x20
        E: ID_SERIAL_SHORT=LATE1
        E: ID_WWN_WITH_EXTENSION=0x5000c500a1b2c3d4
        A: dev=65:0\\n
        A: size=2097152\\n
        A: queue/rotational=1\\n

        """

    @Test(.enabled("needs umockdev and python3") { isAvailable })
    func `a disk that is plugged in shows what udev knows of it, and goes when it is pulled`() throws {
        let directory = try TemporaryDirectory()
        let settings = try Self.settings(
            directory.write(Self.small, to: "small.umockdev"),
            coming: directory.write(Self.disk, to: "disk.umockdev"))
        try DaemonProcess.run(settings) { daemon in
            let all = Message.enumerate("BB_DriveView", first: 100)
            #expect(try daemon.connect().ask(all).items.isEmpty)
            daemon.signal(SIGUSR1)
            let after = try daemon.poll(all) { !$0.items.isEmpty }
            #expect(after.items.map { $0["DeviceID"] } == ["wwn-0x5000c500a1b2c3d4"])
            #expect(after.items.first?["Model"] == "LATE DISK" && after.items.first?["SerialNumber"] == "LATE1")
            #expect(after.items.first?["Size"] == "1073741824")
            daemon.signal(SIGUSR2)
            #expect(try daemon.poll(all) { $0.items.isEmpty }.items.isEmpty)
        }
    }

    @Test(
        .enabled("needs umockdev, python3 and ../shared/fixtures") {
            isAvailable && SharedFixtures.directory != nil
        })
    func `the lab guest's sensors are those that the sensors command printed there`() throws {
        let folder = try #require(SharedFixtures.directory) + "/lab-guest"
        let printed = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: folder + "/lab.sensors.json")))
        let chips = try #require(printed as? [String: [String: Any]])
        var expected: [String: Double] = [:]
        for (chip, features) in chips {
            for (label, value) in features {
                guard let values = value as? [String: Double] else { continue }
                for (name, number) in values where name.hasSuffix("_input") || name == "power1_average" {
                    let channel = name.prefix { $0 != "_" }
                    expected["\(chip.prefix { $0 != "-" }) \(channel) \(label)"] = number
                }
            }
        }
        #expect(expected.count >= 15)
        try DaemonProcess.run(try Self.settings(folder + "/lab.umockdev")) { daemon in
            let reply = try daemon.connect().ask(.enumerate("BB_SensorView", first: 100))
            var shown: [String: Double] = [:]
            for item in reply.items {
                guard let chip = item["Chip"], let channel = item["Channel"], let name = item["ElementName"] else {
                    continue
                }
                // Without a label `sensors` prints the channel, we the chip before it.
                let label = name == "\(chip) \(channel)" ? channel : name
                shown["\(chip) \(channel) \(label)"] = item["Reading"].flatMap(Double.init)
            }
            #expect(shown == expected)
        }
    }
}
