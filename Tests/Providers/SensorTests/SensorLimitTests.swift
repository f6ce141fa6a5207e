// SPDX-License-Identifier: Apache-2.0

import MachineFixtures
import ProviderTesting
import ResourceModel
import Testing

struct SensorLimitTests {
    private static let all = [
        "temp1_input": "50000", "temp1_lcrit": "-20000", "temp1_min": "-10000", "temp1_max": "80000",
        "temp1_crit": "95000", "temp1_emergency": "110000", "temp1_max_hyst": "75000", "temp1_crit_hyst": "92000",
    ]

    @Test func `each limit of the hardware has its place`() async throws {
        let (machine, _) = try await SensorMachine.chip(Self.all)
        let sensor = try await machine.numeric("platform/chip.0/temp1")
        #expect(sensor["LowerThresholdCritical"] == .signed(-20_000))
        #expect(sensor["LowerThresholdNonCritical"] == .signed(-10_000))
        #expect(sensor["UpperThresholdNonCritical"] == .signed(80_000))
        #expect(sensor["UpperThresholdCritical"] == .signed(95_000))
        #expect(sensor["UpperThresholdFatal"] == .signed(110_000))
        #expect(sensor.isAbsent("LowerThresholdFatal"))
        #expect(sensor["Hysteresis"] == .unsigned(5000), "hwmon tells where the alarm ends, CIM how far below")
        #expect(sensor["EnabledThresholds"] == .array([0, 1, 2, 3, 5].map { .unsigned($0) }))
        #expect(sensor["SettableThresholds"] == .array((0...5).map { .unsigned($0) }))
        #expect(
            sensor["PossibleStates"]
                == .array(
                    [
                        "Unknown", "Normal", "Fault", "Lower Non-Critical", "Upper Non-Critical", "Lower Critical",
                        "Upper Critical", "Upper Fatal",
                    ].map { .string($0) }))
        let view = try await machine.view("platform/chip.0/temp1")
        #expect(view["UpperThresholdCritical"] == .real(95))
        #expect(view["UpperThresholdCriticalSource"] == .string("hardware"))
        #expect(view["Hysteresis"] == .real(5))
        #expect(view.isAbsent("LowerThresholdFatal") && view.isAbsent("LowerThresholdFatalSource"))
    }

    @Test(arguments: [
        ("111000", "Upper Fatal", UInt64(30)), ("110000", "Upper Critical", 25), ("95001", "Upper Critical", 25),
        ("95000", "Upper Non-Critical", 10), ("80001", "Upper Non-Critical", 10), ("80000", "Normal", 5),
        ("-10000", "Normal", 5), ("-10001", "Lower Non-Critical", 10), ("-20001", "Lower Critical", 25),
    ])
    func `the state names the worst limit passed`(raw: String, state: String, health: UInt64) async throws {
        let (machine, _) = try await SensorMachine.chip(Self.all.merging(["temp1_input": raw]) { $1 })
        let sensor = try await machine.numeric("platform/chip.0/temp1")
        #expect(sensor["CurrentState"] == .string(state))
        #expect(sensor["HealthState"] == .unsigned(health))
        #expect(try await machine.view("platform/chip.0/temp1")["State"] == .string(state))
    }

    @Test(arguments: [
        ["temp1_max": "65261850", "temp1_min": "-273150"], ["temp1_max": "0"], ["temp1_crit": "0"],
        ["temp1_min": "0", "temp1_max": "0"], ["temp1_min": "127000", "temp1_max": "127000"],
        ["temp1_max": "", "temp1_crit": "none"], ["temp1_crit": "99999999999999999999"],
    ])
    func `a limit that was never programmed is absent`(values: [String: String]) async throws {
        let (machine, _) = try await SensorMachine.chip(values.merging(["temp1_input": "41000"]) { $1 })
        let sensor = try await machine.numeric("platform/chip.0/temp1")
        #expect(sensor["EnabledThresholds"] == .array([]))
        #expect(sensor["CurrentState"] == .string("Normal"))
        #expect(sensor["CurrentReading"] == .signed(41_000))
    }

    @Test func `a stopped fan has no lower limit of 0`() async throws {
        let (machine, _) = try await SensorMachine.chip(["fan1_input": "0", "fan1_min": "0"])
        let sensor = try await machine.numeric("platform/chip.0/fan1")
        #expect(sensor["CurrentReading"] == .signed(0))
        #expect(sensor["EnabledThresholds"] == .array([]))
        #expect(sensor["CurrentState"] == .string("Normal"))
    }

    @Test func `the placeholders of the recorded server's drives and boards are no limits`() async throws {
        let machine = try await SensorMachine(RecordedMachine.rackServer)
        let nvme = "pci0000:00/0000:00:1d.0/0000:01:00.0/nvme/"
        let drive = try await machine.numeric(nvme + "temp2")
        #expect(drive["EnabledThresholds"] == .array([]))
        let composite = try await machine.numeric(nvme + "temp1")
        #expect(composite["UpperThresholdNonCritical"] == .signed(74_850))
        #expect(composite["UpperThresholdCritical"] == .signed(79_850))
        #expect(composite["LowerThresholdNonCritical"] == .signed(-150))
        let module = try await machine.numeric("pci0000:00/0000:00:1f.4/i2c-0/0-001f/temp1")
        #expect(module["EnabledThresholds"] == .array([]))
        #expect(module["CurrentState"] == .string("Normal"))
        let hot = try await machine.numeric("pci0000:00/0000:00:0f.0/i2c-1/1-001b/temp1")
        #expect(hot["CurrentState"] == .string("Upper Non-Critical"))
        #expect(hot["Hysteresis"] == .unsigned(6000))
    }

    @Test func `thermal zones show once, with their trips as limits`() async throws {
        let machine = try await SensorMachine(RecordedMachine.desktopHybrid)
        let zones = try await machine.provider.instances("BB_SensorView").filter {
            $0["DeviceID"]?.stringValue?.hasPrefix("virtual/") == true
        }
        #expect(
            Set(zones.compactMap { $0["DeviceID"]?.stringValue }) == [
                "virtual/acpitz/temp1", "virtual/acpitz/temp2", "virtual/iwlwifi_1/temp1",
                "virtual/thermal/INT3400 Thermal/temp", "virtual/thermal/x86_pkg_temp/temp",
            ])
        let first = try await machine.numeric("virtual/acpitz/temp1")
        #expect(first["CurrentReading"] == .signed(27_800))
        #expect(first["UpperThresholdFatal"] == .signed(105_000))
        let package = try await machine.view("virtual/thermal/x86_pkg_temp/temp")
        #expect(package["Source"] == .string("thermal"))
        #expect(package["Reading"] == .real(43))
        #expect(package.isAbsent("UpperThresholdFatal"), "trips of 0 were never set")
    }

    @Test func `a hot trip is critical and a critical one fatal, behind the chip's own limits`() async throws {
        let tree = MachineTree()
        let zone = "sys/devices/virtual/thermal/thermal_zone0"
        for (file, value) in [
            "type": "soc", "temp": "50000", "trip_point_0_type": "passive", "trip_point_0_temp": "80000",
            "trip_point_1_type": "hot", "trip_point_1_temp": "90000", "trip_point_2_type": "critical",
            "trip_point_2_temp": "100000",
        ] { try tree.write(zone + "/" + file, value) }
        try tree.link("sys/class/thermal/thermal_zone0", "../../devices/virtual/thermal/thermal_zone0")
        let machine = try await SensorMachine(tree)
        let sensor = try await machine.numeric("virtual/thermal/soc/temp")
        #expect(sensor["ElementName"] == .string("soc"))
        #expect(sensor["UpperThresholdCritical"] == .signed(90_000))
        #expect(sensor["UpperThresholdFatal"] == .signed(100_000))
        #expect(sensor.isAbsent("UpperThresholdNonCritical"))
    }
}
