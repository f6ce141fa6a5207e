// SPDX-License-Identifier: Apache-2.0

import Dispatch
import HardwareAccess
import MachineFixtures
import PowerSupplyProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct PowerSupplyTests {
    private static let system = ScopingSystem(name: "machine")
    private static let battery = "sys/devices/LNXSYSTM:00/PNP0C0A:00/power_supply/BAT0/"

    private func supplies(_ machine: RecordedMachine) async throws -> PowerSupplyProvider {
        PowerSupplyProvider(try await Hardware.scanned(machine.root), of: Self.system)
    }

    private func supplies(
        _ tree: MachineTree, clock: ManualClock = ManualClock(), fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> PowerSupplyProvider {
        PowerSupplyProvider(try await Hardware.scanned(tree, clock: clock, fault: fault), of: Self.system)
    }

    private func tree(_ files: [String: String] = [:], without: Set<String> = []) throws -> MachineTree {
        let tree = MachineTree()
        let usual = [
            "type": "Battery", "status": "Discharging", "present": "1", "technology": "Li-ion",
            "energy_full_design": "50000000", "energy_full": "45000000", "energy_now": "30000000",
            "power_now": "10000000", "voltage_min_design": "12000000", "voltage_now": "12400000", "capacity": "66",
            "capacity_level": "Normal", "manufacturer": "Maker", "model_name": "Model", "serial_number": "1",
            "cycle_count": "12",
        ]
        for (name, value) in usual.merging(files, uniquingKeysWith: { $1 }) where !without.contains(name) {
            try tree.write(Self.battery + name, value)
        }
        try tree.link("sys/class/power_supply/BAT0", "../../../" + Self.battery.dropLast())
        return tree
    }

    @Test(arguments: RecordedMachine.allCases)
    func `batteries keep every promise`(machine: RecordedMachine) async throws {
        #expect(await Conformance.violations(of: try await supplies(machine)) == [])
    }

    @Test func `the laptop has one battery: neither the mouse's nor an empty bay is another`() async throws {
        let provider = try await supplies(.laptop)
        #expect(try await provider.instances("CIM_Battery").count == 1)
        let battery = try await provider.instance("CIM_Battery", "BAT0")
        let expected: [String: Value] = [
            "SystemName": .string("machine"), "ElementName": .string("EB-TM13"), "BatteryStatus": .unsigned(11),
            "ChargingStatus": .unsigned(3), "Chemistry": .unsigned(8), "DesignCapacity": .unsigned(57000),
            "FullChargeCapacity": .unsigned(53010), "RemainingCapacity": .unsigned(36040),
            "DesignVoltage": .unsigned(15440), "EstimatedChargeRemaining": .unsigned(68),
            "EstimatedRunTime": .unsigned(300), "TimeToFullCharge": .absent(.absent),
            "RechargeCount": .absent(.absent), "HealthPercent": .unsigned(93), "HealthState": .unsigned(5),
            "EnabledState": .unsigned(2),
        ]
        for (name, value) in expected { #expect(battery[name] == value, "\(name)") }
        let view = try await provider.instance("BB_BatteryView", "BAT0")
        let made = ResourceModel.Timestamp(microseconds: 1_686_268_800_000_000)
        #expect(made.description == "2023-06-09T00:00:00Z")
        let flat: [String: Value] = [
            "Kind": .string("Battery"), "DevicePath": .string("LNXSYSTM:00/LNXSYBUS:00/PNP0C0A:00"),
            "Manufacturer": .string("Example Cells"), "Model": .string("EB-TM13"), "SerialNumber": .string("4711"),
            "Technology": .string("Li-poly"), "Status": .string("Discharging"), "Charge": .unsigned(68),
            "Power": .unsigned(7208), "Voltage": .unsigned(15912), "CycleCount": .absent(.absent),
            "ChargeStart": .unsigned(40), "ChargeEnd": .unsigned(80), "IsOnExternalPower": .boolean(false),
            "ManufactureDate": .dateTime(made),
        ]
        for (name, value) in flat { #expect(view[name] == value, "\(name)") }
        let packages = provider.packages.packages
        #expect(packages.map(\.tag) == [PartID("BAT0")])
        #expect(packages.first?.type == .battery && packages.first?.label.serialNumber == "4711")
        #expect(packages.first?.realizes == Self.system.device("CIM_Battery", PartID("BAT0")))
    }

    @Test(arguments: [RecordedMachine.rackServer, .desktopHybrid, .virtualMachine])
    func `a machine without batteries has none`(machine: RecordedMachine) async throws {
        let provider = try await supplies(machine)
        #expect(try await provider.instances("CIM_Battery").isEmpty)
        #expect(provider.packages.packages.isEmpty)
    }

    @Test(arguments: [
        ("Full", "Full", 3, 4), ("Charging", "Normal", 6, 2), ("Charging", "High", 7, 2), ("Charging", "Low", 8, 2),
        ("Charging", "Critical", 9, 2), ("Discharging", "Normal", 11, 3), ("Discharging", "Low", 4, 3),
        ("Discharging", "Critical", 5, 3), ("Not charging", "Full", 3, 4), ("Not charging", "Normal", 11, 4),
        ("Unknown", "Unknown", 2, 0), ("nonsense", "", 2, 0),
    ])
    func `what the kernel says of the charge has CIM's numbers`(
        status: String, level: String, number: UInt64, charging: UInt64
    ) async throws {
        let provider = try await supplies(try tree(["status": status, "capacity_level": level]))
        let battery = try await provider.instance("CIM_Battery", "BAT0")
        #expect(battery["BatteryStatus"] == .unsigned(number) && battery["ChargingStatus"] == .unsigned(charging))
    }

    @Test(
        arguments: [
            ("Li-ion", 6, nil), ("Li-poly", 8, nil), ("NiMH", 5, nil), ("NiCd", 4, nil), ("LiFe", 1, "LiFe"),
            ("Unknown", 2, nil),
        ] as [(String, UInt64, String?)])
    func `what it is made of has CIM's numbers`(technology: String, number: UInt64, other: String?) async throws {
        let provider = try await supplies(try tree(["technology": technology]))
        let battery = try await provider.instance("CIM_Battery", "BAT0")
        #expect(battery["Chemistry"] == .unsigned(number))
        #expect(battery["OtherChemistryDescription"] == Value(other))
    }

    @Test func `a battery that counts charge is shown in energy`() async throws {
        let tree = try tree(
            [
                "charge_full_design": "4000000", "charge_full": "3600000", "charge_now": "1800000",
                "current_now": "-900000", "status": "Charging", "voltage_min_design": "11100000",
            ], without: ["energy_full_design", "energy_full", "energy_now", "power_now"])
        let battery = try await supplies(tree).instance("CIM_Battery", "BAT0")
        #expect(battery["DesignCapacity"] == .unsigned(44400) && battery["FullChargeCapacity"] == .unsigned(39960))
        #expect(battery["RemainingCapacity"] == .unsigned(19980) && battery["HealthPercent"] == .unsigned(90))
        let view = try await supplies(tree).instance("BB_BatteryView", "BAT0")
        #expect(view["Power"] == .unsigned(11160), "whether it flows in or out says the status")
        #expect(view["TimeToFull"] == .unsigned(19980 * 60 / 11160))
        #expect(view["RunTime"] == .absent(.absent))
    }

    @Test func `what no battery can hold is absent`() async throws {
        let greatest = "9223372036854775807"
        let tree = try tree([
            "energy_full_design": greatest, "energy_full": "-5", "energy_now": "x", "power_now": "0",
            "voltage_now": "-1", "voltage_min_design": "0", "capacity": "101", "cycle_count": "-1",
            "charge_control_end_threshold": "1000", "manufacture_year": "2023", "manufacture_month": "2",
            "manufacture_day": "30", "temp": "999999", "time_to_empty_now": greatest,
        ])
        let provider = try await supplies(tree)
        #expect(await Conformance.violations(of: provider) == [])
        let battery = try await provider.instance("CIM_Battery", "BAT0")
        for name in [
            "DesignCapacity", "FullChargeCapacity", "RemainingCapacity", "DesignVoltage", "EstimatedChargeRemaining",
            "RechargeCount", "HealthPercent", "EstimatedRunTime",
        ] { #expect(battery.isAbsent(name), "\(name)") }
        let view = try await provider.instance("BB_BatteryView", "BAT0")
        for name in ["ManufactureDate", "Temperature", "ChargeEnd"] { #expect(view.isAbsent(name), "\(name)") }
    }

    @Test func `one file that fails leaves the others`() async throws {
        let provider = try await supplies(try tree()) { path in
            path.hasSuffix("voltage_now") ? 61 : path.hasSuffix("energy_now") ? 19 : nil
        }
        let battery = try await provider.instance("CIM_Battery", "BAT0")
        #expect(battery.isAbsent("RemainingCapacity"))
        #expect(battery["DesignCapacity"] == .unsigned(50000) && battery["HealthState"] == .unsigned(5))
    }

    @Test func `a battery that was taken out is lost, and gone with the next scan`() async throws {
        let tree = try tree()
        let hardware = try await Hardware.scanned(tree)
        let provider = PowerSupplyProvider(hardware, of: Self.system)
        try tree.change(Self.battery + "present", to: "0")
        let battery = try await provider.instance("CIM_Battery", "BAT0")
        #expect(battery["OperationalStatus"] == .array([.unsigned(13)]) && battery["EnabledState"] == .unsigned(6))
        await hardware.rescan(HardwareChanges(.powerSupplies))
        await provider.rescan()
        #expect(try await provider.instances("CIM_Battery").isEmpty)
    }

    @Test func `a controller that hangs withholds its batteries alone, and is to be asked again`() async throws {
        let tree = MachineTree()
        let kind = "sys/class/power_supply/BAT0/type"
        try tree.write(kind, "Battery")
        try tree.write("proc/sys/kernel/hostname", "hung")
        let clock = ManualClock()
        let gate = DispatchSemaphore(value: 0)
        let hardware = try Hardware(root: tree.root, clock: clock, usesSensorLibrary: false) { path in
            if path == kind { gate.wait() }
            return nil
        }
        #expect(hardware.hostName == "hung", "known before any scan")
        async let scan = hardware.rescan()
        // One for the scan, one for the batteries.
        await clock.alarmsSet(2)
        clock.advance(by: .seconds(11))
        #expect(await scan == HardwareChanges(.powerSupplies))
        #expect(hardware.powerSupplies.isEmpty && hardware.revision(of: .system) == 1)
        // The controller answers at last, then and from now on.
        for _ in 0..<2 { gate.signal() }
        let lane = hardware.lanes.lane(for: .acpi)
        while lane.isStalled { await Task.yield() }
        #expect(await hardware.rescan(HardwareChanges(.powerSupplies)).isEmpty)
        #expect(hardware.powerSupplies.map(\.id) == ["BAT0"])
        hardware.close()
    }

    @Test(arguments: [("Good", 5), ("Overheat", 10), ("Cold", 10), ("Dead", 25), ("Unknown", 5)])
    func `a battery is as well as it says`(health: String, state: UInt64) async throws {
        let provider = try await supplies(try tree(["health": health]))
        #expect(try await provider.instance("CIM_Battery", "BAT0")["HealthState"] == .unsigned(state))
    }

    @Test func `a reading is shared for two seconds`() async throws {
        let tree = try tree()
        let clock = ManualClock()
        let provider = try await supplies(tree, clock: clock)
        func charge() async throws -> Value? {
            try await provider.instance("BB_BatteryView", "BAT0", only: ["Charge"])["Charge"]
        }
        #expect(try await charge() == .unsigned(66))
        try tree.change(Self.battery + "capacity", to: "65")
        #expect(try await charge() == .unsigned(66))
        clock.advance(by: .seconds(2))
        #expect(try await charge() == .unsigned(65))
    }

    @Test func `of the events of readings only those that tell another presence count`() {
        var presence = SupplyPresence()
        func isChanged(_ action: String, _ present: String?, _ name: String = "BAT0") -> Bool {
            presence.isChanged(
                by: DeviceEvent(
                    action: action, subsystem: "power_supply", devicePath: "/devices/" + name,
                    properties: present.map { ["POWER_SUPPLY_PRESENT": $0] } ?? [:]))
        }
        #expect(isChanged("change", "1"), "the first word of it")
        #expect(!isChanged("change", "1") && !isChanged("change", nil))
        #expect(isChanged("change", "1", "BAT1") && !isChanged("change", "1"))
        #expect(isChanged("change", "0") && !isChanged("change", "0") && isChanged("change", "1"))
        #expect(!isChanged("remove", nil) && isChanged("change", "1"), "another battery in the same place")
    }

    @Test func `a battery that came shows, and a reading's event asks for nothing`() async throws {
        let tree = MachineTree()
        let hardware = try await Hardware.scanned(tree)
        let provider = PowerSupplyProvider(hardware, of: Self.system)
        let batteries = try #require(provider.resourceClass("CIM_Battery"))
        let generations = (batteries.generation, provider.packages.generation)
        for (name, value) in ["type": "Battery", "capacity": "1", "status": "Charging"] {
            try tree.write("sys/class/power_supply/BAT1/" + name, value)
        }
        var changes = HardwareChanges()
        changes.add(DeviceEvent(action: "change", subsystem: "power_supply", devicePath: "/x/BAT1"))
        #expect(changes.isEmpty)
        changes.add(DeviceEvent(action: "add", subsystem: "power_supply", devicePath: "/x/BAT1"))
        #expect(changes.kinds == .powerSupplies)
        await hardware.rescan(changes)
        await provider.rescan()
        #expect(try await batteries.parts() == [PartID("BAT1")])
        #expect(batteries.generation > generations.0 && provider.packages.generation > generations.1)
        try tree.remove("sys/class/power_supply/BAT1")
        await hardware.rescan(HardwareChanges(.powerSupplies))
        await provider.rescan()
        #expect(try await batteries.parts() == [])
        await #expect(throws: ProviderError.notFound) { try await batteries.instance(PartID("BAT1")) }
    }

    @Test func `supplies of a hostile machine keep every promise`() async throws {
        let tree = try tree(["model_name": "x", "serial_number": "To be filled by O.E.M."])
        try tree.write(Self.battery + "manufacturer", bytes: [0x41, 0xFF, 0x07, 0x1B, 0x0A])
        try tree.link("sys/class/power_supply/loop", "loop")
        try tree.link("sys/class/power_supply/nowhere", "../../devices/nowhere")
        try tree.link("sys/class/power_supply/outside", "/etc")
        try tree.write("sys/class/power_supply/odd/type", "Flux")
        try tree.fifo("sys/class/power_supply/BAT7/type")
        try tree.write("sys/class/power_supply/BAT8/type", "Battery")
        let provider = try await supplies(tree)
        #expect(await Conformance.violations(of: provider) == [])
        #expect(
            try await provider.instances("BB_BatteryView").map { $0["DeviceID"] } == [.string("BAT0"), .string("BAT8")])
        let view = try await provider.instance("BB_BatteryView", "BAT0")
        #expect(view["Manufacturer"] == .string("A\u{FFFD}"))
        #expect(view.isAbsent("Model") && view.isAbsent("SerialNumber"))
        let silent = try await provider.instance("CIM_Battery", "BAT8")
        #expect(silent["HealthState"] == .unsigned(0) && silent["BatteryStatus"] == .unsigned(2))
    }
}
