// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

struct RackServerTests {
    private func machine(_ machine: RecordedMachine = .rackServer) async throws -> Hardware {
        let hardware = try Hardware(root: machine.root, clock: ManualClock())
        try await hardware.rescan()
        return hardware
    }

    @Test(arguments: RecordedMachine.allCases)
    func `every key is unique and finds its part`(recorded: RecordedMachine) async throws {
        let hardware = try await machine(recorded)
        let channels = Array(hardware.sensors.channels)
        #expect(Set(channels.map(\.id)).count == channels.count)
        #expect(Set(hardware.sensors.chips.map(\.id)).count == hardware.sensors.chips.count)
        for channel in channels {
            #expect(hardware.sensors.channel(channel.id) == channel)
            #expect(!channel.id.description.contains("hwmon"))
        }
        hardware.close()
    }

    @Test func `the rack server has 200 sensors and 19 fans with 8 drives`() async throws {
        let hardware = try await machine()
        let channels = Array(hardware.sensors.channels)
        #expect(channels.count(where: { $0.kind != .pwm }) == 200)
        #expect(channels.count(where: { $0.kind == .fan }) == 19)
        #expect(channels.count(where: { $0.kind == .pwm }) == 8)
        for channel in channels {
            let sample = try #require(hardware.sampler.sampleNow(channel, .all))
            #expect([.good, .implausible, .failed].contains(sample.measurement.quality), "\(channel.id)")
        }
        hardware.close()
    }

    @Test func `values come in SI units with limits and hysteresis`() async throws {
        let hardware = try await machine()
        func sample(_ id: String) throws -> ChannelSample {
            let channel = try #require(hardware.sensors.channel(HwmonChannel.ID(id)), "\(id)")
            return try #require(hardware.sampler.sampleNow(channel, .all))
        }
        let chassis = try sample("platform/nct6775.656/temp1")
        #expect(chassis.measurement.value == 31)
        #expect(chassis.rawMeasurement.value == 31_000)
        #expect(chassis.limit(.maximum) == 80)
        #expect(chassis.hysteresis(of: .maximum) == 5)
        #expect(chassis.limit(.critical) == nil)
        #expect(try sample("platform/nct6775.656/in1").limit(.maximum) == nil, "0 to 0 was never programmed")
        #expect(try sample("platform/nct6775.656/in3").limit(.minimum) == 2.976)
        #expect(try sample("platform/nct6775.656/temp4").measurement.quality == .implausible)
        #expect(try sample("platform/nct6775.656/fan3").measurement.goodValue == 0, "standing still is a speed")
        #expect(try sample("platform/nct6775.656/intrusion1").flag(.alarm) == true)
        let meter = try sample("LNXSYSTM:00/LNXSYBUS:00/ACPI000D:00/power1")
        #expect(meter.measurement.value == 283)
        let drive = try sample("pci0000:30/0000:31:00.0/nvme/temp2")
        #expect(drive.limit(.maximum) == nil && drive.limit(.minimum) == nil, "placeholders are no limits")
        let faulty = try sample("pci0000:00/0000:00:1f.4/i2c-0/0-0020/fan12")
        #expect(faulty.measurement.quality == .failed && faulty.measurement.value == nil)
        hardware.close()
    }

    @Test func `a thermal zone with a hwmon channel gives it its trips and is no second sensor`() async throws {
        let hardware = try await machine()
        let zone = try #require(hardware.sensors.channel(HwmonChannel.ID("virtual/acpitz/temp1")))
        #expect(zone.trips == [TripPoint(type: "critical", temperature: 110_000, hysteresis: 0)])
        #expect(hardware.sensors.chips.count(where: { $0.name == "acpitz" }) == 1)
        let zones = hardware.sensors.chips.filter { $0.name == "x86_pkg_temp" }
        #expect(zones.map(\.id.description) == ["virtual/thermal/x86_pkg_temp", "virtual/thermal/x86_pkg_temp.2"])
        let second = try #require(zones.last?.channels.first)
        #expect(hardware.sampler.sampleNow(second, .all)?.measurement.value == 49)
        #expect(hardware.sensors.coolingDevices.map(\.id) == ["cooling/Processor", "cooling/Processor.2"])
        hardware.close()
    }

    @Test func `the virtual machine has processors and a name but no sensors`() async throws {
        let hardware = try await machine(.virtualMachine)
        #expect(hardware.sensors.chips.isEmpty)
        #expect(hardware.system.isVirtual)
        #expect(hardware.system.hostName == "guest")
        #expect(hardware.processors.packages.count == 2)
        hardware.close()
    }

    @Test func `placeholders of the firmware are no names`() async throws {
        let server = try await machine()
        #expect(server.system.product.vendor == "Example Systems")
        #expect(server.system.product.serial == "RS2224X0017")
        #expect(server.system.chassis.assetTag == nil)
        #expect(server.system.chassisType == 23)
        #expect(server.system.operatingSystem == "Debian GNU/Linux 12 (bookworm)")
        let desktop = try await machine(.desktopHybrid)
        #expect(desktop.system.product.vendor == nil)
        #expect(desktop.system.product.serial == nil)
        #expect(desktop.system.uuid == nil)
        #expect(desktop.system.board.name == "Z690-E")
        server.close()
        desktop.close()
    }

    @Test func `cores are counted per package and die, throttling by the worst sibling`() async throws {
        let hardware = try await machine()
        let packages = hardware.processors.packages
        #expect(packages.map(\.id) == [0, 1])
        #expect(packages.map(\.cores.count) == [10, 10])
        #expect(packages.map(\.threads.count) == [20, 20])
        #expect(packages[0].modelName == "Intel(R) Xeon(R) Silver 4310T CPU @ 2.30GHz")
        #expect(packages[0].family == 6 && packages[0].model == 106 && packages[0].stepping == 6)
        #expect(packages[0].microcode == "0xd0003b9")
        #expect(packages[0].baseFrequency == 2_300_000 && packages[0].maximumFrequency == 3_400_000)
        #expect(packages[0].caches.count(where: { $0.level == 3 }) == 1)
        #expect(packages[0].caches.first { $0.level == 3 }?.size == 15360 << 10)
        #expect(Set(packages.flatMap(\.cores).map(\.id)).count == 20)
        let throttled = try #require(packages[1].cores.first { $0.threads.contains { $0.number == 12 } })
        #expect(CPUTopology.throttleCounts(of: throttled, reading: hardware.sysfs)?.core == 3)
        #expect(CPUTopology.currentFrequency(of: throttled, reading: hardware.sysfs) == 1_700_000)
        hardware.close()
    }

    @Test func `an offline processor stays, and the two kinds of cores are told apart`() async throws {
        let hardware = try await machine(.desktopHybrid)
        let package = try #require(hardware.processors.package(0))
        #expect(package.threads.count == 20 && package.onlineThreadCount == 19)
        #expect(package.cores.count == 14 && package.onlineCoreCount == 13)
        #expect(package.cores.count(where: { $0.kind == .performance }) == 6)
        #expect(package.cores.count(where: { $0.kind == .efficiency }) == 7)
        let offline = try #require(package.threads.first { !$0.isOnline })
        #expect(offline.number == 19)
        #expect(CPUTopology.currentFrequency(of: offline, reading: hardware.sysfs) == nil)
        hardware.close()
    }
}
