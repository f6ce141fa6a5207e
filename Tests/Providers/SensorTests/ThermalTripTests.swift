// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Logging
import MachineFixtures
import Monitoring
import ResourceModel
import SensorProvider
import Testing

@testable import baseboardd

/// What the kernel says of the trips of thermal zones.
struct ThermalTripTests {
    private static let zone = "sys/devices/virtual/thermal/thermal_zone7/"
    private static let sensor = "virtual/thermal/acpitz/temp"

    private struct Bench {
        let tree = MachineTree()
        let machine: SensorMachine
        let recorder = WatchRecorder()
        let watch: SensorWatch

        init() async throws {
            for (name, text) in [
                "type": "acpitz", "temp": "50000", "trip_point_0_type": "critical", "trip_point_0_temp": "105000",
                "trip_point_1_type": "hot", "trip_point_1_temp": "95000", "trip_point_2_type": "passive",
                "trip_point_2_temp": "85000", "trip_point_2_hyst": "2000", "trip_point_3_type": "active",
                "trip_point_3_temp": "60000",
            ] { try tree.write(ThermalTripTests.zone + name, text) }
            try tree.link("sys/class/thermal/thermal_zone7", "../../devices/virtual/thermal/thermal_zone7")
            machine = try await SensorMachine(tree)
            watch = SensorWatch(
                machine.provider, clock: machine.clock, store: recorder, logger: Logger(label: "test"),
                makeIncident: { "incident" })
            await watch.start()
        }

        func set(_ millidegrees: Int) throws {
            try tree.change(ThermalTripTests.zone + "temp", to: "\(millidegrees)")
            machine.clock.advance(by: .seconds(1))
        }
    }

    @Test func `the sensor of a zone is found by the kernel's number, with all trips under theirs`() async throws {
        let bench = try await Bench()
        let sensor = try #require(bench.machine.provider.sensor(ofZone: 7))
        #expect(sensor.id.description == Self.sensor)
        #expect(sensor.trips.map(\.number) == [0, 1, 2, 3] && sensor.trips.map(\.temperature) == [105, 95, 85, 60])
        #expect(bench.machine.provider.sensor(ofZone: 6) == nil)
    }

    @Test(arguments: [(0, 106_000, EventSeverity.fatal), (1, 96_000, .critical)])
    func `a critical or hot trip is an overheat at once, told once, and over after the trip is left`(
        trip: Int, temperature: Int, severity: EventSeverity
    ) async throws {
        let bench = try await Bench()
        // What the sensor reads may be older than the kernel's word.
        bench.watch.tripChanged(zone: 7, trip: trip, isPassed: true, temperature: Double(temperature) / 1000)
        let told = bench.recorder.take()
        #expect(told.map(\.kind) == [.overheat] && told.map(\.severity) == [severity])
        #expect(told.first?.observed == .push && told.first?.part?.id == Self.sensor)
        #expect(told.first?.reading?.observed == Double(temperature) / 1000)
        try bench.set(temperature)
        bench.watch.tripChanged(zone: 7, trip: trip, isPassed: true, temperature: nil)
        bench.machine.clock.advance(by: .seconds(60))
        #expect(bench.recorder.take().isEmpty)
        try bench.set(50_000)
        bench.watch.tripChanged(zone: 7, trip: trip, isPassed: false, temperature: 50)
        for _ in 0..<20 { bench.machine.clock.advance(by: .seconds(2)) }
        #expect(bench.recorder.take().map(\.transition) == [.cleared])
    }

    @Test func `a passive trip is throttling until it is left`() async throws {
        let bench = try await Bench()
        try bench.set(86_000)
        bench.watch.tripChanged(zone: 7, trip: 2, isPassed: true, temperature: 86)
        let told = bench.recorder.take()
        #expect(told.map(\.kind) == [.throttling] && told.map(\.severity) == [.warning])
        #expect(
            told.first?.message == "Temperature of acpitz is above 85.0 °C, where the kernel slows the machine down.")
        try bench.set(83_500)
        bench.machine.clock.advance(by: .seconds(60))
        #expect(bench.recorder.take().isEmpty)
        bench.watch.tripChanged(zone: 7, trip: 2, isPassed: false, temperature: 82.9)
        #expect(bench.recorder.take().map(\.transition) == [.cleared])
    }

    @Test func `a word that was lost is made up for by what the sensor reads`() async throws {
        let bench = try await Bench()
        try bench.set(97_000)
        bench.watch.tripChanged(zone: 7, trip: 1, isPassed: true, temperature: 97)
        bench.watch.tripChanged(zone: 7, trip: 2, isPassed: true, temperature: 97)
        #expect(bench.recorder.take().map(\.kind) == [.overheat, .throttling])
        try bench.set(50_000)
        bench.watch.forgetTrips()
        for _ in 0..<50 { bench.machine.clock.advance(by: .seconds(2)) }
        let told = bench.recorder.take()
        #expect(Set(told.map(\.kind)) == [.overheat, .throttling] && told.allSatisfy { $0.transition == .cleared })
        #expect(told.count == 2)
    }

    @Test func `zones and trips that nobody knows are passed over`() async throws {
        let bench = try await Bench()
        bench.watch.tripChanged(zone: 99, trip: 0, isPassed: true, temperature: 200)
        bench.watch.tripChanged(zone: 7, trip: 99, isPassed: true, temperature: nil)
        bench.watch.tripChanged(zone: 7, trip: 3, isPassed: true, temperature: 61)
        #expect(bench.recorder.take().isEmpty)
    }
}
