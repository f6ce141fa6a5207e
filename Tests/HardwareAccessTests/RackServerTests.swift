// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

struct RackServerTests {
    private func machine(_ machine: RecordedMachine = .rackServer) async throws -> Hardware {
        let hardware = try Hardware(root: machine.root, clock: ManualClock())
        await hardware.rescan()
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

    @Test func `the rack server has all its sensors, fans and drives`() async throws {
        let hardware = try await machine()
        let channels = Array(hardware.sensors.channels)
        // 206 hwmon channels that measure, and two zones that no chip shows.
        #expect(channels.count(where: { $0.kind != .pwm }) == 208)
        #expect(channels.count(where: { $0.kind == .fan }) == 14)
        #expect(channels.count(where: { $0.kind == .pwm }) == 10)
        for channel in channels {
            let sample = try #require(hardware.sampler.sampleNow(channel, .all))
            // An empty file stands for ENODATA.
            let isDisabled = channel.id.description.hasSuffix("2-004c/temp2")
            #expect(
                isDisabled || [.good, .implausible, .failed].contains(sample.measurement.quality), "\(channel.id)")
        }
        hardware.close()
    }

    @Test func `values come in SI units with limits and hysteresis`() async throws {
        let hardware = try await machine()
        func sample(_ id: String) throws -> ChannelSample {
            let channel = try #require(hardware.sensors.channel(HwmonChannel.ID(id)), "\(id)")
            return try #require(hardware.sampler.sampleNow(channel, .all))
        }
        let system = try sample("platform/nct6775.656/temp1")
        #expect(system.measurement.value == 31)
        #expect(system.rawMeasurement.value == 31_000)
        #expect(system.limit(.maximum) == nil, "0 was never programmed")
        let module = try sample("pci0000:00/0000:00:0f.0/i2c-1/1-0018/temp1")
        #expect(module.limit(.maximum) == 85)
        #expect(module.limit(.critical) == 95)
        #expect(try sample("platform/nct6775.656/in1").limit(.maximum) == nil, "0 to 0 was never programmed")
        #expect(try sample("platform/nct6775.656/in3").limit(.minimum) == 2.976)
        #expect(try sample("platform/nct6775.656/temp5").measurement.quality == .implausible)
        #expect(try sample("platform/nct6775.656/fan5").measurement.goodValue == 0, "standing still is a speed")
        #expect(try sample("platform/nct6775.656/intrusion0").flag(.alarm) == true)
        let meter = try sample("LNXSYSTM:00/LNXSYBUS:00/ACPI000D:00/power1")
        #expect(meter.measurement.value == 412)
        let supply = try sample("pci0000:00/0000:00:0f.1/i2c-2/i2c-3/3-0058/in1")
        #expect(supply.measurement.quality == .good, "the mains input is a voltage too")
        let drive = try sample("pci0000:00/0000:00:1d.0/0000:01:00.0/nvme/temp2")
        #expect(drive.limit(.maximum) == nil && drive.limit(.minimum) == nil, "placeholders are no limits")
        let faulty = try sample("pci0000:00/0000:00:0f.1/i2c-2/2-0020/fan4")
        #expect(faulty.measurement.quality == .failed && faulty.measurement.value == nil)
        hardware.close()
    }

    @Test func `a thermal zone with a hwmon channel gives it its trips and is no second sensor`() async throws {
        let hardware = try await machine()
        let zone = try #require(hardware.sensors.channel(HwmonChannel.ID("virtual/acpitz/temp1")))
        #expect(zone.trips.map(\.type) == ["critical"] || zone.trips.contains { $0.type == "critical" })
        #expect(hardware.sensors.chips.count(where: { $0.name == "acpitz" }) == 1)
        let zones = hardware.sensors.chips.filter { $0.name == "x86_pkg_temp" }
        #expect(zones.map(\.id.description) == ["virtual/thermal/x86_pkg_temp", "virtual/thermal/x86_pkg_temp.2"])
        let last = try #require(zones.last?.channels.first)
        #expect(hardware.sampler.sampleNow(last, .all)?.measurement.value == 59)
        #expect(hardware.sensors.coolingDevices.contains { $0.id == "cooling/Processor.2" })
        hardware.close()
    }

    @Test func `the virtual machine has processors and a name but no sensors`() async throws {
        let hardware = try await machine(.virtualMachine)
        #expect(hardware.sensors.chips.isEmpty)
        #expect(hardware.system.isVirtual)
        #expect(hardware.system.hostName == "vm")
        #expect(hardware.processors.threadCount == 2)
        hardware.close()
    }

    @Test func `placeholders of the firmware are no names`() async throws {
        let server = try await machine()
        #expect(server.system.product.vendor == "Example Systems")
        #expect(server.system.product.serial == nil, "an unprivileged reader learns none")
        #expect(server.system.sku == nil && server.system.family == nil)
        #expect(server.system.chassis.assetTag == "RACK-07-U21")
        #expect(server.system.chassisType == 23)
        let desktop = try await machine(.desktopHybrid)
        #expect(desktop.system.product.serial == nil)
        #expect(desktop.system.uuid == nil, "a UUID that many boards share identifies none")
        #expect(desktop.system.board.name == "ES-Z790")
        server.close()
        desktop.close()
    }

    @Test func `cores are counted per package and die, throttling by the worst sibling`() async throws {
        let hardware = try await machine()
        let packages = hardware.processors.packages
        #expect(packages.map(\.id) == [0, 1])
        #expect(packages.map(\.cores.count) == [12, 12])
        #expect(packages.map(\.threads.count) == [24, 24])
        let first = try #require(packages.first)
        #expect(first.modelName == "Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz")
        #expect(first.family == 6 && first.model == 106 && first.stepping == 6)
        #expect(first.microcode == "0xd0003e7")
        #expect(first.baseFrequency == 2_100_000 && first.maximumFrequency == 3_300_000)
        #expect(first.caches.count(where: { $0.level == 3 }) == 1)
        #expect(first.caches.first { $0.level == 3 }?.size == 18432 << 10)
        #expect(Set(packages.flatMap(\.cores).map(\.id)).count == 24)
        let throttled = try #require(packages.flatMap(\.cores).first { $0.threads.contains { $0.number == 17 } })
        #expect(CPUTopology.throttleCounts(of: throttled, reading: hardware.sysfs)?.core == 128)
        hardware.close()
    }

    @Test func `an offline processor stays, and the two kinds of cores are told apart`() async throws {
        let hardware = try await machine(.desktopHybrid)
        let package = try #require(hardware.processors.package(0))
        #expect(hardware.processors.threadCount == 20 && package.onlineThreadCount == 19)
        #expect(package.cores.count(where: { $0.kind == .performance }) == 6)
        #expect(package.cores.count(where: { $0.kind == .efficiency }) >= 7)
        let offline = try #require(hardware.processors.threads.first { !$0.isOnline })
        #expect(offline.number == 17)
        #expect(CPUTopology.currentFrequency(of: offline, reading: hardware.sysfs) == nil)
        hardware.close()
    }
}
