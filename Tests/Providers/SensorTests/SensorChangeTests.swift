// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// Hardware that comes, goes, hangs and changes its numbers.
struct SensorChangeTests {
    private static func twins(_ tree: MachineTree, first: String, second: String) throws {
        try tree.chip(first, "twin", device: "platform/twin.0", ["temp1_input": "20000"])
        try tree.chip(second, "twin", device: "platform/twin.1", ["temp1_input": "21000", "temp1_label": "Outlet"])
    }

    private func ids(_ machine: SensorMachine) async throws -> [String] {
        try await machine.provider.resourceClass("BB_SensorView")?.parts().map(\.text) ?? []
    }

    @Test func `chips of one name have sensors of their own, the same after a renumbering`() async throws {
        let tree = MachineTree()
        try Self.twins(tree, first: "hwmon0", second: "hwmon1")
        let machine = try await SensorMachine(tree)
        #expect(try await ids(machine) == ["platform/twin.0/temp1", "platform/twin.1/temp1"])
        try tree.remove("sys")
        try Self.twins(tree, first: "hwmon9", second: "hwmon2")
        try await machine.rescan()
        #expect(try await ids(machine) == ["platform/twin.0/temp1", "platform/twin.1/temp1"])
        #expect(try await machine.view("platform/twin.0/temp1")["Reading"] == .real(20))
        #expect(try await machine.view("platform/twin.1/temp1")["Reading"] == .real(21))
    }

    @Test func `names and labels of any bytes are readable texts`() async throws {
        let hostile = try HostileMachine()
        try hostile.tree.remove(HostileMachine.fifo)
        let machine = try await SensorMachine(hostile.tree, fault: HostileMachine.fault)
        let view = try await machine.view("platform/bytes.0/temp1")
        #expect(view["ElementName"] == .string("\u{FFFD}(A B"))
        #expect(view["Chip"] == .string("b\u{FFFD}["))
        #expect(view["Reading"] == .real(10))
    }

    @Test func `a sensor is called by its label, else by chip and channel`() async throws {
        let tree = MachineTree()
        try Self.twins(tree, first: "hwmon0", second: "hwmon1")
        let machine = try await SensorMachine(tree)
        #expect(try await machine.numeric("platform/twin.0/temp1")["ElementName"] == .string("twin temp1"))
        #expect(try await machine.numeric("platform/twin.1/temp1")["ElementName"] == .string("Outlet"))
    }

    @Test func `a channel that goes and comes is listed while it is there`() async throws {
        let (machine, tree) = try await SensorMachine.chip(["temp1_input": "41000", "temp2_input": "42000"])
        let file = "sys/devices/platform/chip.0/hwmon/hwmon0/temp2_input"
        let id = "platform/chip.0/temp2"
        var generations = [try #require(machine.generation(of: "CIM_NumericSensor"))]

        try tree.remove(file)
        let gone = try await machine.view(id)
        #expect(gone.isAbsent("Reading") && gone["Quality"] == .string("absent"), "until the scan its place is empty")
        #expect(try await machine.view("platform/chip.0/temp1")["Reading"] == .real(41))
        try await machine.rescan()
        generations.append(try #require(machine.generation(of: "CIM_NumericSensor")))
        #expect(try await ids(machine) == ["platform/chip.0/temp1"])
        await #expect(throws: ProviderError.notFound) { try await machine.view(id) }
        await #expect(throws: ProviderError.notFound) { try await machine.numeric(id) }

        try tree.write(file, "43000")
        try await machine.rescan()
        generations.append(try #require(machine.generation(of: "CIM_NumericSensor")))
        #expect(try await machine.view(id)["Reading"] == .real(43))
        #expect(generations == generations.sorted() && Set(generations).count == 3)
    }

    @Test func `what an operator set waits for a sensor that went`() async throws {
        let (machine, tree) = try await SensorMachine.chip(["temp1_input": "41000"])
        let id = "platform/chip.0/temp1"
        try await machine.put("CIM_NumericSensor", id, ["UpperThresholdCritical": .signed(70_000)])
        try tree.remove("sys/class/hwmon/hwmon0")
        try await machine.rescan()
        await #expect(throws: ProviderError.notFound) {
            try await machine.put("CIM_NumericSensor", id, ["UpperThresholdCritical": .signed(60_000)])
        }
        try tree.link("sys/class/hwmon/hwmon0", "../../../sys/devices/platform/chip.0/hwmon/hwmon0")
        try await machine.rescan()
        #expect(try await machine.numeric(id)["UpperThresholdCritical"] == .signed(70_000))
    }

    @MainActor
    @Test(.timeLimit(.minutes(1)))
    func `a driver that hangs delays its own chip alone, and heals`() async throws {
        let hostile = try HostileMachine()
        let machine = try await SensorMachine(hostile.tree)
        // The hanging turn's alarm comes after those of the scan.
        let scanned = machine.clock.alarmCount
        let hung = Task { @MainActor in try await machine.view("platform/hung.0/temp1") }
        await machine.clock.alarmsSet(scanned + 1)
        #expect(try await machine.view("platform/twin.0/temp1")["Reading"] == .real(20))
        #expect(try await machine.numeric("platform/strange.0/temp1")["CurrentReading"] == .signed(41_000))
        machine.clock.advance(by: .seconds(2))
        let stalled = try await hung.value
        #expect(stalled.isAbsent("Reading"))
        #expect(stalled["Quality"] == .string("unavailable"))
        #expect(stalled["State"] == .string("Unknown"))

        // Nobody waits a second time, and by and by it is an error.
        for _ in 0..<5 {
            machine.clock.advance(by: .seconds(600))
            _ = try await machine.view("platform/hung.0/temp1")
        }
        #expect(try await machine.view("platform/hung.0/temp1")["Quality"] == .string("error"))

        while (try? hostile.tree.answerFIFO(HostileMachine.fifo, "55000")) == nil { await Task.yield() }
        try hostile.tree.remove(HostileMachine.fifo)
        try hostile.tree.write(HostileMachine.fifo, "56000")
        while machine.hardware.lanes.lane(for: BusKey("recorded-hwmon3")).isStalled { await Task.yield() }
        machine.clock.advance(by: .seconds(600))
        let healed = try await machine.view("platform/hung.0/temp1")
        #expect(healed["Reading"] == .real(56) && healed["Quality"] == .string("good"))
    }
}
