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

    private final class Recorder: EventRecorder {
        private let events = Mutex<[Event]>([])

        func record(_ more: [Event]) async { events.withLock { $0 += more } }

        func take() -> [Event] {
            events.withLock { events in
                defer { events = [] }
                return events
            }
        }
    }

    private func makeWatch(
        _ machine: SensorMachine, _ recorder: Recorder, _ store: any MonitoringStore = KeptConditions()
    ) -> SensorWatch {
        SensorWatch(
            machine.provider, clock: machine.clock, recorder: recorder, store: store, logger: Logger(label: "test"),
            makeIncident: { "incident" })
    }

    @Test func `a temperature that passes its critical limit is an event with the second reading`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = Recorder()
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
        let recorder = Recorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        try tree.change(Self.file + "temp1_crit_alarm", to: "1")
        machine.clock.advance(by: .seconds(60))
        #expect(recorder.take().map(\.kind) == [.excursion])
    }

    @Test func `the kernel's word has a chip read at once`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        let recorder = Recorder()
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
        let recorder = Recorder()
        let watch = makeWatch(machine, recorder)
        await watch.start()
        try tree.change(Self.file + "fan1_input", to: "0")
        machine.clock.advance(by: .seconds(60))
        machine.clock.advance(by: .seconds(2))
        #expect(recorder.take().map(\.kind) == [.fanStopped])
    }

    @Test func `nothing wakes between two rounds while all is well`() async throws {
        let (machine, _) = try await SensorMachine.chip(Self.values)
        let watch = makeWatch(machine, Recorder())
        await watch.start()
        let before = machine.clock.alarmCount
        machine.clock.advance(by: .seconds(59))
        #expect(machine.clock.alarmCount == before)
        machine.clock.advance(by: .seconds(1))
        #expect(machine.clock.alarmCount > before)
    }

    @Test func `what is watched closely is read between the rounds`() async throws {
        let (machine, _) = try await SensorMachine.chip(Self.values)
        let watch = makeWatch(machine, Recorder())
        await watch.start()
        watch.watchClosely([PartID("platform/chip.0/temp1")])
        let before = machine.clock.alarmCount
        machine.clock.advance(by: .seconds(2))
        #expect(machine.clock.alarmCount > before)
    }

    @Test func `after a restart what held is not told again`() async throws {
        let (machine, tree) = try await SensorMachine.chip(Self.values)
        try tree.change(Self.file + "temp1_input", to: "96000")
        let store = KeptConditions()
        let first = Recorder()
        let before = makeWatch(machine, first, store)
        await before.start()
        machine.clock.advance(by: .seconds(2))
        #expect(first.take().map(\.kind) == [.overheat])
        await before.stop()
        let second = Recorder()
        let after = makeWatch(machine, second, store)
        await after.start()
        machine.clock.advance(by: .seconds(60))
        machine.clock.advance(by: .seconds(2))
        #expect(second.take().isEmpty)
        #expect(try await store.load().map(\.kind) == [.overheat])
    }
}

/// Keeps what holds for a test's watches.
private final class KeptConditions: MonitoringStore {
    private let conditions = Mutex<[AssertedCondition]>([])

    func load() async throws(MonitoringStoreError) -> [AssertedCondition] { conditions.withLock { $0 } }

    func save(_ kept: [AssertedCondition]) async throws(MonitoringStoreError) { conditions.withLock { $0 = kept } }
}
