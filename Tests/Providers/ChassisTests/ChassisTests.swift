// SPDX-License-Identifier: Apache-2.0

import CPUProvider
import ChassisProvider
import FanProvider
import HardwareAccess
import MachineFixtures
import MemoryProvider
import PowerSupplyProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import SensorProvider
import Testing

struct ChassisTests {
    /// Everything of a machine, composed as the daemon does.
    struct Machine {
        let hardware: Hardware
        let devices: [any Provider]
        let chassis: ChassisProvider

        init(_ machine: RecordedMachine) async throws {
            self.init(try await Hardware.scanned(machine.root))
        }

        init(_ tree: MachineTree) async throws {
            self.init(try await Hardware.scanned(tree))
        }

        private init(_ hardware: Hardware) {
            self.hardware = hardware
            let system = ScopingSystem(name: hardware.system.hostName ?? "localhost")
            let fans = FanProvider(hardware, of: system)
            let processors = CPUProvider(hardware, of: system)
            let memory = MemoryProvider(hardware, of: system)
            let supplies = PowerSupplyProvider(hardware, of: system)
            devices = [
                processors, memory, fans, supplies,
                SensorProvider(hardware, of: system, settings: MemorySettings(), watching: [fans.tachometers]),
            ]
            chassis = ChassisProvider(
                hardware, of: system, devices: devices.flatMap(\.resourceClasses), packages: [supplies.packages],
                realizing: [processors.realizations, memory.realizations])
        }

        func rescan() async throws {
            await hardware.rescan()
            for provider in devices + [chassis] { await provider.rescan() }
        }

        /// The identifiers of all logical devices, by class.
        func logicalDevices() async throws -> Set<[String]> {
            var found: Set<[String]> = []
            for each in devices.flatMap(\.resourceClasses) where each.schema.superclasses.contains("CIM_LogicalDevice")
            {
                for part in try await each.parts() { found.insert([each.schema.className, part.text]) }
            }
            return found
        }

        /// The class and DeviceID of each device that CIM_SystemDevice ties.
        func tiedDevices() async throws -> [[String]] {
            try await chassis.instances("CIM_SystemDevice").map { tie in
                guard case .reference(let reference)? = tie["PartComponent"],
                    case .text(let id)? = reference.selectors.first(where: { $0.name == "DeviceID" })?.value
                else { return [] }
                return [reference.resourceURI.className.map(String.init) ?? "", id]
            }
        }
    }

    @Test(arguments: RecordedMachine.allCases)
    func `the system keeps every promise`(machine: RecordedMachine) async throws {
        let machine = try await Machine(machine)
        #expect(await Conformance.violations(of: machine.chassis) == [])
    }

    @Test(arguments: RecordedMachine.allCases)
    func `the system has each of its devices once`(machine: RecordedMachine) async throws {
        let machine = try await Machine(machine)
        let tied = try await machine.tiedDevices()
        #expect(Set(tied).count == tied.count)
        #expect(Set(tied) == (try await machine.logicalDevices()))
    }

    private static let associations = ["CIM_ComputerSystemPackage", "CIM_Realizes", "CIM_Container"]

    @Test(arguments: RecordedMachine.allCases)
    func `both ends of each tie are found by their keys`(machine: RecordedMachine) async throws {
        let machine = try await Machine(machine)
        let classes = machine.devices.flatMap(\.resourceClasses) + machine.chassis.resourceClasses
        let ties = try await machine.chassis.instances("CIM_SystemDevice")
        let others = try await Self.associations.asyncFlatMap { try await machine.chassis.instances($0) }
        #expect(!others.isEmpty)
        for tie in ties + others {
            for role in tie.schema.keyProperties.map(\.name) {
                guard case .reference(let reference)? = tie[role] else {
                    Issue.record("no \(role)")
                    continue
                }
                let name = reference.resourceURI.className.map(String.init)
                let owner = try #require(classes.first { $0.schema.className == name })
                let keys = owner.schema.keyProperties.map { key in
                    reference.selectors.first { $0.name == key.name }?.value
                }
                #expect(try await owner.find(keys) != nil, "\(reference)")
            }
        }
    }

    @Test func `the ties follow the hardware`() async throws {
        let tree = MachineTree()
        try tree.chip("hwmon0", "chip", device: "platform/chip.0", ["temp1_input": "41000", "fan1_input": "900"])
        let machine = try await Machine(tree)
        let ties = try #require(machine.chassis.resourceClass("CIM_SystemDevice"))
        #expect(
            Set(try await machine.tiedDevices()) == [
                ["CIM_NumericSensor", "platform/chip.0/temp1"], ["CIM_NumericSensor", "platform/chip.0/fan1"],
                ["CIM_Fan", "platform/chip.0/fan1"],
            ])
        let generation = ties.generation
        let lost = try #require(try await ties.parts().first { $0.text.contains("temp1") })
        try tree.remove("sys/devices/platform/chip.0/hwmon/hwmon0/temp1_input")
        try tree.write("sys/devices/platform/chip.0/hwmon/hwmon0/intrusion0_alarm", "0")
        try await machine.rescan()
        #expect(ties.generation > generation)
        #expect(
            Set(try await machine.tiedDevices()) == [
                ["CIM_NumericSensor", "platform/chip.0/fan1"], ["CIM_Fan", "platform/chip.0/fan1"],
                ["CIM_Sensor", "platform/chip.0/intrusion0"],
            ])
        await #expect(throws: ProviderError.notFound) { try await ties.instance(lost) }
    }

    // MARK: Identity

    @Test func `the firmware's placeholders are no identity`() async throws {
        let machine = try await Machine(RecordedMachine.rackServer)
        let view = try await machine.chassis.instance("BB_SystemView", "rack-server")
        let expected: [String: Value] = [
            "Manufacturer": .string("Example Systems"), "Model": .string("Rackstation 2200"),
            "BoardManufacturer": .string("Example Systems"), "BoardModel": .string("ES-X12D"),
            "BoardVersion": .string("1.02"), "ChassisManufacturer": .string("Example Systems"),
            "ChassisType": .unsigned(23), "AssetTag": .string("RACK-07-U21"),
            "FirmwareVendor": .string("Example Systems"), "FirmwareVersion": .string("R2E-1.8b"),
            "FirmwareReleaseDate": .dateTime(try #require(Timestamp("2024-03-14T00:00:00Z" as String))),
            "IsVirtual": .boolean(false),
        ]
        for (name, value) in expected { #expect(view[name] == value, "\(name)") }
        for name in ["Family", "SKU", "Version"] { #expect(view.isAbsent(name), "\(name)") }
        #expect(view["SerialNumber"] == .absent(.denied) && view["UUID"] == .absent(.denied))
        let system = try await machine.chassis.instance("CIM_ComputerSystem", "rack-server")
        #expect(system["OtherIdentifyingInfo"] == .array([]))
        #expect(system["IdentifyingDescriptions"] == .array([]))
        #expect(system["NameFormat"] == .string("HostName"))
    }

    @Test func `a desktop that was never branded keeps what is true`() async throws {
        let machine = try await Machine(RecordedMachine.desktopHybrid)
        let view = try await machine.chassis.instance("BB_SystemView", "desktop-hybrid")
        #expect(view["Manufacturer"] == .string("Example Systems"))
        #expect(view["BoardModel"] == .string("ES-Z790"))
        for name in ["Model", "Version", "SKU", "Family", "ChassisManufacturer", "AssetTag"] {
            #expect(view.isAbsent(name), "\(name)")
        }
        #expect(view["SerialNumber"]?.isAbsent == true)
    }

    @Test func `a guest says that it is virtual`() async throws {
        let machine = try await Machine(RecordedMachine.virtualMachine)
        let view = try await machine.chassis.instance("BB_SystemView", "vm")
        #expect(view["IsVirtual"] == .boolean(true))
        #expect(view["Manufacturer"] == .string("QEMU"))
        #expect(view.isAbsent("BoardModel"))
    }

    @Test func `a board without DMI is known by its device tree`() async throws {
        let tree = MachineTree()
        try tree.write("proc/sys/kernel/hostname", "pi")
        try tree.write("proc/device-tree/model", bytes: Array("Raspberry Pi 4 Model B Rev 1.4\0".utf8))
        try tree.write("proc/device-tree/compatible", bytes: Array("raspberrypi,4-model-b\0brcm,bcm2711\0".utf8))
        try tree.write("proc/device-tree/serial-number", bytes: Array("100000001234abcd\0".utf8))
        let machine = try await Machine(tree)
        #expect(await Conformance.violations(of: machine.chassis) == [])
        let view = try await machine.chassis.instance("BB_SystemView", "pi")
        #expect(view["Manufacturer"] == .string("raspberrypi"))
        #expect(view["Model"] == .string("Raspberry Pi 4 Model B Rev 1.4"))
        #expect(view["SerialNumber"] == .string("100000001234abcd"))
        let system = try await machine.chassis.instance("CIM_ComputerSystem", "pi")
        #expect(system["OtherIdentifyingInfo"] == .array([.string("100000001234abcd")]))
        #expect(system["IdentifyingDescriptions"] == .array([.string("CIM:Model:SerialNumber")]))
    }

    @Test(arguments: ["256", "4294967295", "9223372036854775807", "-3", "tower"])
    func `a kind of enclosure that is no byte is none`(type: String) async throws {
        let tree = MachineTree()
        try tree.write("sys/class/dmi/id/chassis_type", type)
        let machine = try await Machine(tree)
        #expect(try await machine.chassis.instance("BB_SystemView", "localhost").isAbsent("ChassisType"))
    }

    @Test func `the parts of a hostile machine keep every promise`() async throws {
        let hostile = try HostileMachine()
        let machine = try await Machine(hostile.tree)
        #expect(await Conformance.violations(of: machine.chassis) == [])
        for provider in machine.devices where provider is MemoryProvider || provider is PowerSupplyProvider {
            #expect(await Conformance.violations(of: provider) == [])
        }
    }

    @Test func `a machine of which nothing is known is one system all the same`() async throws {
        let tree = MachineTree()
        let machine = try await Machine(tree)
        #expect(await Conformance.violations(of: machine.chassis) == [])
        let systems = try await machine.chassis.instances("CIM_ComputerSystem")
        #expect(systems.map { $0["Name"] } == [.string("localhost")])
        for name in ["CIM_Card", "CIM_BIOSElement"] {
            #expect(try await machine.chassis.instances(name).isEmpty, "\(name)")
        }
        let chassis = try await machine.chassis.instances("CIM_Chassis")
        #expect(chassis.count == 1, "a machine is in something")
        #expect(chassis.first?.isAbsent("Manufacturer") == true)
    }
}

extension Array {
    fileprivate func asyncFlatMap<T>(_ transform: (Element) async throws -> [T]) async throws -> [T] {
        var all: [T] = []
        for element in self { all += try await transform(element) }
        return all
    }
}
