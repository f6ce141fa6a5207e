// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

struct HostileMachineTests {
    private let hostile: HostileMachine
    private let clock = ManualClock()

    init() throws { hostile = try HostileMachine() }

    private func hardware() async throws -> Hardware {
        let hardware = try Hardware(root: hostile.tree.root, clock: clock, fault: HostileMachine.fault)
        await hardware.rescan()
        return hardware
    }

    private func channel(_ hardware: Hardware, _ id: String) throws -> HwmonChannel {
        try #require(hardware.sensors.channel(HwmonChannel.ID(id)), "\(id)")
    }

    @Test(arguments: [
        (1, Quality.good), (2, .disabled), (3, .error), (4, .unavailable), (5, .absent), (6, .unavailable),
        (7, .denied),
        (8, .unsupported), (9, .absent), (10, .error), (11, .error), (12, .implausible), (14, .error), (15, .failed),
        (16, .disabled), (17, .good),
    ])
    func `each failing attribute has its own quality and hides no neighbour`(index: Int, quality: Quality) async throws
    {
        let hardware = try await hardware()
        let channel = try channel(hardware, "platform/strange.0/temp\(index)")
        let reading = try #require(hardware.sampler.sampleNow(channel, .all)).measurement
        #expect(reading.quality == quality)
        #expect((reading.value != nil) == (quality == .good || quality == .implausible), "0 never stands for unknown")
        hardware.close()
    }

    @Test func `a limit that fails leaves the value alone`() async throws {
        let hardware = try await hardware()
        let sample = try #require(hardware.sampler.sampleNow(try channel(hardware, "platform/strange.0/temp1"), .all))
        #expect(sample.measurement.value == 41 && sample.limit(.critical) == nil)
        let last = try #require(hardware.sampler.sampleNow(try channel(hardware, "platform/strange.0/temp17"), .all))
        #expect(last.limit(.maximum) == nil && last.limit(.critical) == nil)
        #expect(
            hardware.sensors.chips.flatMap(\.channels).count(where: { $0.chip.description == "platform/strange.0" })
                == 17)
        hardware.close()
    }

    @Test func `a device that is gone asks for a rescan`() async throws {
        let hardware = try await hardware()
        #expect(!hardware.sampler.needsRescan)
        _ = hardware.sampler.sampleNow(try channel(hardware, "platform/strange.0/temp9"), .measurements)
        #expect(hardware.sampler.needsRescan)
        hardware.close()
    }

    @Test func `two chips of one name and two nodes of one device have keys of their own`() async throws {
        let hardware = try await hardware()
        let keys = hardware.sensors.chips.map(\.id.description)
        #expect(Set(keys).count == keys.count)
        #expect(
            Set(keys).isSuperset(of: [
                "platform/twin.0", "platform/twin.1", "platform/shared.0:twin", "platform/shared.0:other",
                "platform/shared.0:twin.2",
            ]))
        hardware.close()
    }

    @Test func `names that are not UTF-8 are made readable`() async throws {
        let hardware = try await hardware()
        let chip = try #require(hardware.sensors.chip(HwmonChip.ID("platform/bytes.0")))
        #expect(chip.name == "b\u{FFFD}[")
        #expect(chip.channels.first?.label == "\u{FFFD}(A B")
        #expect(hardware.system.board.name == "B\u{FFFD}(\u{FFFD}")
        #expect(hardware.system.product.name == nil, "a link out of the tree leads nowhere")
        hardware.close()
    }

    @Test func `a driver that hangs stalls its own bus only, and heals`() async throws {
        let hardware = try await hardware()
        let sampler = hardware.sampler
        let hung = try channel(hardware, "platform/hung.0/temp1")
        #expect(sampler.sampleNow(hung, .measurements) == nil, "never read on the event loop")
        // How many lanes a scan takes is no business of this test.
        let alarms = clock.alarmCount + 1
        async let first = outcomeOfStall(alarms)
        let sample = await sampler.sample(hung, .measurements)
        await first
        #expect(sample.measurement.quality == .unavailable && sample.measurement.value == nil)
        let neighbour = try channel(hardware, "platform/twin.0/temp1")
        #expect(sampler.sampleNow(neighbour, .measurements)?.measurement.value == 20)
        let lane = hardware.lanes.lane(for: BusKey("recorded-hwmon3"))
        #expect(lane.isStalled)
        // Refused at once while the thread is parked: no second reader. By and by it counts as an error.
        for _ in 0..<5 {
            clock.advance(by: .seconds(600))
            _ = await sampler.sample(hung, .measurements)
        }
        #expect(sampler.lastSample(hung).measurement.quality == .error)
        // The driver answers at last.
        try hostile.tree.answerFIFO(HostileMachine.fifo, "55000")
        while lane.isStalled { await Task.yield() }
        try hostile.tree.remove(HostileMachine.fifo)
        try hostile.tree.write(HostileMachine.fifo, "56000")
        clock.advance(by: .seconds(600))
        #expect(await sampler.sample(hung, .measurements).measurement.value == 56)
        hardware.close()
    }

    private func outcomeOfStall(_ alarms: Int) async {
        await clock.alarmsSet(alarms)
        clock.advance(by: .seconds(3))
    }

    @Test func `a bus fault keeps the last value for two tries, then is an error, then a failure`() async throws {
        let tree = MachineTree()
        try tree.chip("hwmon0", "flaky", device: "platform/flaky.0", ["temp1_input": "30000"])
        let failing = Flag()
        let hardware = try Hardware(root: tree.root, clock: clock) { path in
            failing.isSet && path.hasSuffix("temp1_input") ? 5 : nil
        }
        await hardware.rescan()
        let channel = try channel(hardware, "platform/flaky.0/temp1")
        func next() throws -> Quality {
            clock.advance(by: .seconds(60))
            return try #require(hardware.sampler.sampleNow(channel, .measurements)).measurement.quality
        }
        #expect(try next() == .good)
        failing.set(true)
        #expect(try [next(), next(), next(), next(), next()] == [.stale, .stale, .error, .error, .failed])
        failing.set(false)
        #expect(try next() == .good)
        hardware.close()
    }

    @Test func `renumbered chips keep their keys and values`() async throws {
        let hardware = try await hardware()
        let before = Set(hardware.sensors.channels.map(\.id))
        let tree = hostile.tree
        try tree.remove("sys/class/hwmon/hwmon1")
        try tree.remove("sys/devices/platform/twin.0/hwmon/hwmon1")
        try tree.chip("hwmon40", "twin", device: "platform/twin.0", ["temp1_input": "26000"])
        let channel = try channel(hardware, "platform/twin.0/temp1")
        #expect(hardware.sampler.sampleNow(channel, .measurements)?.measurement.quality == .absent)
        await hardware.rescan()
        #expect(Set(hardware.sensors.channels.map(\.id)) == before)
        let same = try self.channel(hardware, "platform/twin.0/temp1")
        #expect(hardware.sampler.sampleNow(same, .measurements)?.measurement.value == 26)
        hardware.close()
    }

    @Test func `vanished files and directories are absent, not fatal`() async throws {
        let hardware = try await hardware()
        let channel = try channel(hardware, "platform/twin.1/temp1")
        #expect(hardware.sampler.sampleNow(channel, .measurements)?.measurement.value == 21)
        try hostile.tree.remove("sys/devices/platform/twin.1")
        clock.advance(by: .seconds(1))
        await hardware.rescan()
        #expect(hardware.sensors.channel(channel.id) == nil)
        #expect(hardware.sampler.sampleNow(channel, .measurements)?.measurement.quality == .absent)
        hardware.close()
    }

    @Test func `nonsense about processors makes no processors of it`() async throws {
        let hardware = try await hardware()
        #expect(hardware.processors.threadCount <= 4)
        hardware.close()
    }
}
