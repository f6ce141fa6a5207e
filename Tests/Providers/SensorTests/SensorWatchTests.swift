// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Logging
import MachineFixtures
import Monitoring
import ResourceModel
import SensorProvider
import Synchronization
import Testing

@testable import baseboardd

@Suite("The watch over a machine's sensors")
struct SensorWatchTests {
    private static let values = [
        "temp1_input": "50000", "temp1_max": "80000", "temp1_crit": "95000", "temp1_label": "Package id 0",
        "temp1_crit_alarm": "0", "fan1_input": "1200", "fan1_min": "600",
    ]
    private static let file = "sys/devices/platform/chip.0/hwmon/hwmon0/"

    private func makeWatch(
        _ machine: SensorMachine, _ recorder: WatchRecorder, pace: SensorPace = SensorPace(),
        isMarked: @escaping @Sendable (String, String) -> Bool = { _, _ in false },
        throttling: @escaping @Sendable () async -> ThrottleSample? = { nil }
    ) -> SensorWatch {
        SensorWatch(
            machine.provider, pace: pace, isMarked: isMarked, clock: machine.clock, throttling: throttling,
            store: recorder, logger: Logger(label: "test"), makeIncident: { "incident" })
    }

    @Test func `a temperature that passes its critical limit is an event with the second reading`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = WatchRecorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        #expect(recorder.take().isEmpty)
        try tree.change(Self.file + "temp1_input", to: "96000")
        machine.clock.advance(by: .seconds(60))
        #expect(recorder.take().isEmpty)
        // Looked at closely meanwhile.
        machine.clock.advance(by: .seconds(2))
        let event = try #require(recorder.take().first)
        #expect(event.kind == .overheat && event.transition == .asserted && event.severity == .critical)
        #expect(event.message == "Temperature of Package id 0 is 96.0 °C, above its critical limit of 95.0 °C.")
        #expect(event.part?.id == "platform/chip.0/temp1")
        #expect(event.part?.className == "CIM_NumericSensor")
    }

    @Test func `an alarm bit between two rounds is an excursion`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = WatchRecorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        try tree.change(Self.file + "temp1_crit_alarm", to: "1")
        machine.clock.advance(by: .seconds(60))
        #expect(recorder.take().map(\.kind) == [.excursion])
    }

    @Test func `the kernel's word has a chip read at once`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = WatchRecorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        try tree.change(Self.file + "temp1_input", to: "97000")
        try tree.change(Self.file + "temp1_crit_alarm", to: "1")
        machine.clock.advance(by: .seconds(1))
        watch.alarmChanged(ofChipAt: "/devices/platform/other.0/hwmon/hwmon1")
        #expect(recorder.take().isEmpty)
        watch.alarmChanged(ofChipAt: "/devices/platform/chip.0/hwmon/hwmon0")
        let events = recorder.take()
        #expect(events.map(\.kind) == [.overheat])
        #expect(events.map(\.observed) == [.push])
    }

    @Test func `a fan that stands is an event`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = WatchRecorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        try tree.change(Self.file + "fan1_input", to: "0")
        machine.clock.advance(by: .seconds(60))
        machine.clock.advance(by: .seconds(2))
        #expect(recorder.take().map(\.kind) == [.fanStopped])
    }

    @Test func `nothing wakes between two rounds while all is well`() async throws {
        let (machine, _) = try await SensorMachine.chip(Self.values)
        let watch = makeWatch(machine, WatchRecorder())
        await watch.start()
        let before = machine.clock.alarmCount
        machine.clock.advance(by: .seconds(59))
        #expect(machine.clock.alarmCount == before)
        machine.clock.advance(by: .seconds(1))
        #expect(machine.clock.alarmCount > before)
    }

    @Test func `whatever has limits is read by its cost while somebody waits for it, and in rounds else`() async throws
    {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = WatchRecorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        watch.expectInterest(true)
        try tree.change(Self.file + "temp1_crit_alarm", to: "1")
        machine.clock.advance(by: .seconds(2))
        #expect(recorder.take().map(\.kind) == [.excursion])
        watch.expectInterest(false)
        try tree.change(Self.file + "temp1_crit_alarm", to: "0")
        machine.clock.advance(by: .seconds(2))
        let before = machine.clock.alarmCount
        machine.clock.advance(by: .seconds(30))
        #expect(machine.clock.alarmCount == before)
    }

    @Test func `a sensor that the administrator names is read by its cost, by its name or its key`() async throws {
        for pattern in ["Package id 0", "platform/chip.0/temp1"] {
            let (machine, tree) = try await SensorMachine.chip(Self.values)
            let recorder = WatchRecorder()
            let watch = makeWatch(machine, recorder, isMarked: { $0 == pattern || $1 == pattern })
            await watch.start()
            try tree.change(Self.file + "temp1_crit_alarm", to: "1")
            try tree.change(Self.file + "fan1_input", to: "0")
            machine.clock.advance(by: .seconds(2))
            #expect(recorder.take().map(\.kind) == [.excursion])
            // The fan is nobody's, and waits for the round.
            machine.clock.advance(by: .seconds(2))
            #expect(recorder.take().isEmpty)
        }
    }

    @Test func `throttling is told in rounds, and when the kernel cools otherwise`() async throws {
        let (machine, _) = try await SensorMachine.chip(Self.values)
        let count = Mutex<UInt64>(0)
        let recorder = WatchRecorder()
        let part = EventPart(className: "CIM_Processor", id: "CPU 0", name: "CPU 0")
        let watch = makeWatch(
            machine, recorder,
            throttling: {
                ThrottleSample(counts: [ThrottleCount(part: part, count: count.withLock(\.self))])
            })
        await watch.start()
        count.withLock { $0 = 1 }
        machine.clock.advance(by: .seconds(60))
        #expect(recorder.take().map(\.message) == ["CPU 0 slowed itself down once because it was hot."])
        #expect(try await recorder.load().asserted.map(\.sensor) == ["CPU 0"])
        machine.clock.advance(by: .seconds(40))
        watch.coolingChanged()
        #expect(recorder.take().map(\.transition) == [.cleared])
        #expect(try await recorder.load().asserted.isEmpty)
    }

    @Test func `after a restart what held is not told again`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        try tree.change(Self.file + "temp1_input", to: "96000")
        let first = WatchRecorder()
        let before = makeWatch(machine, first)
        await before.start()
        machine.clock.advance(by: .seconds(2))
        #expect(first.take().map(\.kind) == [.overheat])
        await before.stop()
        let after = makeWatch(machine, first)
        await after.start()
        machine.clock.advance(by: .seconds(60))
        machine.clock.advance(by: .seconds(2))
        #expect(first.take().isEmpty)
        #expect(try await first.load().asserted.map(\.kind) == [.overheat])
    }
}
