// SPDX-License-Identifier: Apache-2.0

import CPUProvider
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct CPUTests {
    private func processors(_ machine: RecordedMachine) async throws -> CPUProvider {
        CPUProvider(try await Hardware.scanned(machine.root), of: ScopingSystem(name: "machine"))
    }

    private func processors(
        _ tree: MachineTree, clock: ManualClock = ManualClock(), fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> CPUProvider {
        CPUProvider(
            try await Hardware.scanned(tree, clock: clock, fault: fault), of: ScopingSystem(name: "machine"))
    }

    @Test(arguments: RecordedMachine.allCases)
    func `processors keep every promise`(machine: RecordedMachine) async throws {
        #expect(await Conformance.violations(of: try await processors(machine)) == [])
    }

    @Test func `each socket has its thermometer and its cores`() async throws {
        let hardware = try await Hardware.scanned(RecordedMachine.rackServer.root)
        let provider = CPUProvider(hardware, of: ScopingSystem(name: "machine"))
        let ties = provider.thermometers.ties()
        #expect(
            ties.map { $0.element.selectors.first { $0.name == "DeviceID" }?.value } == [
                .text("CPU 0"), .text("CPU 1"),
            ])
        let names = ties.compactMap { tie in
            hardware.sensors.channels.first { $0.id.description == tie.sensor.text }?.label
        }
        #expect(names == ["Package id 0", "Package id 1"])
        let components = try await provider.instances("CIM_ConcreteComponent")
        #expect(components.count == 24, "12 cores each")
        let cores = try await provider.instances("CIM_ProcessorCore").compactMap { $0["InstanceID"]?.stringValue }
        #expect(Set(components.map { "\($0["PartComponent"] as Any)" }).count == Set(cores).count)
    }

    @Test func `the server has two sockets, alike but for their throttling`() async throws {
        let provider = try await processors(.rackServer)
        let views = try await provider.instances("BB_ProcessorView")
        #expect(views.map { $0["DeviceID"] } == [.string("CPU 0"), .string("CPU 1")])
        let expected: [String: Value] = [
            "Manufacturer": .string("GenuineIntel"), "Model": .string("Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz"),
            "NumberOfCores": .unsigned(12), "NumberOfThreads": .unsigned(24), "NumberOfEnabledCores": .unsigned(12),
            "NumberOfEnabledThreads": .unsigned(24), "CoreTypes": .array([]),
            "L1DataCacheSize": .unsigned(12 * 48), "L1InstructionCacheSize": .unsigned(12 * 32),
            "L2CacheSize": .unsigned(12 * 1280), "L3CacheSize": .unsigned(18432), "MinClockSpeed": .unsigned(800),
            "MaxClockSpeed": .unsigned(3300), "HealthState": .unsigned(5),
        ]
        for view in views {
            for (name, value) in expected { #expect(view[name] == value, "\(name)") }
            guard case .unsigned(let clock)? = view["CurrentClockSpeed"] else {
                Issue.record("no clock")
                continue
            }
            #expect((800...3300).contains(clock))
        }
        // Siblings count the same throttling: 7 once, not twice; the second socket's cores 128.
        #expect(views.map { $0["CoreThrottleCount"] } == [.unsigned(7), .unsigned(128)])
        #expect(views.map { $0["PackageThrottleCount"] } == [.unsigned(0), .unsigned(133)])
        let cim = try await provider.instances("CIM_Processor")
        #expect(cim.map { $0["Family"] } == [.unsigned(179), .unsigned(179)])
        #expect(cim.allSatisfy { $0["CPUStatus"] == .unsigned(1) && $0["NumberOfEnabledCores"] == .unsigned(12) })
        #expect(try await provider.instances("CIM_ProcessorCore").count == 24)
    }

    @Test func `the desktop has cores of two kinds, one of them offline`() async throws {
        let provider = try await processors(.desktopHybrid)
        let view = try await provider.instance("BB_ProcessorView", "CPU 0")
        #expect(view["NumberOfThreads"] == .unsigned(20))
        #expect(view["NumberOfEnabledThreads"] == .unsigned(19))
        #expect(view["NumberOfCores"] == .unsigned(14))
        #expect(view["NumberOfEnabledCores"] == .unsigned(13))
        #expect(view["CoreTypes"] == .array([.string("efficiency"), .string("performance")]))
        let cores = try await provider.instances("CIM_ProcessorCore")
        #expect(cores.count == 14)
        #expect(cores.count { $0["CoreEnabledState"] == .unsigned(4) } == 1)
        #expect(cores.count { $0["EnabledState"] == .unsigned(3) && $0["HealthState"] == .unsigned(0) } == 1)
    }

    @Test func `a guest without clock control has no clocks and no throttling`() async throws {
        let provider = try await processors(.virtualMachine)
        let view = try await provider.instance("BB_ProcessorView", "CPU 0")
        #expect(view["NumberOfThreads"] == .unsigned(2))
        for property in [
            "MinClockSpeed", "MaxClockSpeed", "CurrentClockSpeed", "PackageThrottleCount", "CoreThrottleCount",
        ] { #expect(view.isAbsent(property), "\(property)") }
        #expect(try await provider.instances("CIM_Processor").count == 1)
    }

    @Test(arguments: RecordedMachine.allCases)
    func `each processor has its chip, in the same order`(machine: RecordedMachine) async throws {
        let provider = try await processors(machine)
        let cpus = try await provider.instances("CIM_Processor")
        let chips = try await provider.instances("CIM_Chip")
        #expect(chips.map { $0["Tag"] } == cpus.map { $0["DeviceID"] })
        #expect(chips.map { $0["Version"] } == cpus.map { $0["ElementName"] })
        #expect(
            provider.realizations.links().map(\.second.selectors.last)
                == cpus.map { cpu in
                    cpu["DeviceID"]?.stringValue.map { Selector("DeviceID", $0) }
                })
    }

    @Test func `the firmware's socket is a processor's where both count as many`() async throws {
        let desktop = try await processors(.desktopHybrid)
        let chip = try await desktop.instance("CIM_Chip", "CPU 0")
        #expect(chip["Manufacturer"] == .string("Intel(R) Corporation") && chip["FormFactor"] == .unsigned(23))
        #expect(chip["CanBeFRUed"] == .boolean(true) && chip.isAbsent("SerialNumber"))
        #expect(try await desktop.instance("BB_ProcessorView", "CPU 0")["Socket"] == .string("LGA1700"))
        let soldered = try await processors(.laptop).instance("CIM_Chip", "CPU 0")
        #expect(soldered["FormFactor"] == .unsigned(21) && soldered["CanBeFRUed"] == .boolean(false))
        let server = try await processors(.rackServer).instance("CIM_Chip", "CPU 0")
        #expect(server["Manufacturer"] == .string("GenuineIntel") && server["FormFactor"] == .unsigned(0))
        let tree = try tree()
        var table = FirmwareTable()
        for socket in ["CPU1", "CPU2"] {
            table.add(4, [1, 3] + [UInt8](repeating: 0, count: 18) + [0x41, 0x40, 0], strings: [socket])
        }
        try table.write(to: tree)
        #expect(try await processors(tree).instance("BB_ProcessorView", "CPU 0").isAbsent("Socket"))
        var single = FirmwareTable()
        for (socket, status) in [("CPU1", UInt8(0x41)), ("CPU2", 0)] {
            single.add(4, [1, 3] + [UInt8](repeating: 0, count: 18) + [status, 0x40, 0], strings: [socket])
        }
        try single.write(to: tree)
        let view = try await processors(tree).instance("BB_ProcessorView", "CPU 0")
        #expect(view["Socket"] == .string("CPU1"), "an empty socket counts no processor")
    }

    // MARK: A processor made for the test

    private static let base = "sys/devices/system/cpu/"

    private func tree(_ files: [String: String] = [:]) throws -> MachineTree {
        let tree = MachineTree()
        var all = ["present": "0-3", "online": "0-3"]
        for cpu in 0..<4 {
            all["cpu\(cpu)/topology/physical_package_id"] = "0"
            all["cpu\(cpu)/topology/core_id"] = "\(cpu / 2)"
            all["cpu\(cpu)/cpufreq/scaling_cur_freq"] = "\(1_000_000 + cpu * 100_000)"
            all["cpu\(cpu)/thermal_throttle/core_throttle_count"] = "\(cpu)"
            all["cpu\(cpu)/thermal_throttle/package_throttle_count"] = "9"
        }
        for (file, value) in all.merging(files, uniquingKeysWith: { $1 }) { try tree.write(Self.base + file, value) }
        return tree
    }

    @Test func `the clock is the highest and throttling the greatest of siblings, summed over cores`() async throws {
        let tree = try tree()
        let view = try await processors(tree).instance("BB_ProcessorView", "CPU 0")
        #expect(view["CurrentClockSpeed"] == .unsigned(1300))
        #expect(view["CoreThrottleCount"] == .unsigned(1 + 3))
        #expect(view["PackageThrottleCount"] == .unsigned(9))
    }

    @Test func `counts too large for their sum stay at the most that there is`() async throws {
        var files: [String: String] = [:]
        for cpu in 0..<4 {
            files["cpu\(cpu)/topology/core_id"] = "\(cpu)"
            files["cpu\(cpu)/thermal_throttle/core_throttle_count"] = "9223372036854775807"
        }
        let view = try await processors(try tree(files)).instance("BB_ProcessorView", "CPU 0")
        #expect(view["CoreThrottleCount"] == .unsigned(.max))
    }

    @Test func `cores that are counted anew in each die are cores of their own`() async throws {
        // As old kernels show two dies in one package: core ids repeat, only siblings share a core.
        var files: [String: String] = [:]
        for cpu in 0..<4 {
            files["cpu\(cpu)/topology/core_id"] = "\(cpu % 2)"
            files["cpu\(cpu)/topology/thread_siblings_list"] = "\(cpu)"
        }
        let provider = try await processors(try tree(files))
        let view = try await provider.instance("BB_ProcessorView", "CPU 0")
        #expect(view["NumberOfCores"] == .unsigned(4) && view["NumberOfThreads"] == .unsigned(4))
        let cores = try await provider.instances("CIM_ProcessorCore").map { $0["InstanceID"]?.stringValue }
        #expect(cores == ["cpu/0/0/0", "cpu/0/0/1", "cpu/0/1/0", "cpu/0/1/1"])
    }

    @Test func `clocks are shared for a second`() async throws {
        let tree = try tree()
        let clock = ManualClock()
        let provider = try await processors(tree, clock: clock)
        func speed() async throws -> Value? {
            try await provider.instance("CIM_Processor", "CPU 0", only: ["CurrentClockSpeed"])["CurrentClockSpeed"]
        }
        #expect(try await speed() == .unsigned(1300))
        try tree.change(Self.base + "cpu2/cpufreq/scaling_cur_freq", to: "2500000")
        #expect(try await speed() == .unsigned(1300))
        clock.advance(by: .seconds(1))
        #expect(try await speed() == .unsigned(2500))
    }

    @Test func `one file that fails leaves the others`() async throws {
        let tree = try tree()
        let provider = try await processors(tree) { path in
            path.hasSuffix("cpu3/cpufreq/scaling_cur_freq") || path.hasSuffix("package_throttle_count") ? 5 : nil
        }
        let view = try await provider.instance("BB_ProcessorView", "CPU 0")
        #expect(view["CurrentClockSpeed"] == .unsigned(1200))
        #expect(view["CoreThrottleCount"] == .unsigned(4))
        #expect(view.isAbsent("PackageThrottleCount"))
        #expect(view["NumberOfThreads"] == .unsigned(4))
    }

    @Test func `what no processor can be is absent`() async throws {
        let greatest = "9223372036854775807"
        let tree = try tree([
            "cpu0/cpufreq/scaling_cur_freq": greatest, "cpu0/cpufreq/cpuinfo_max_freq": greatest,
            "cpu0/cpufreq/cpuinfo_min_freq": "-5", "cpu0/cache/index0/level": "3",
            "cpu0/cache/index0/type": "Unified", "cpu0/cache/index0/size": "9007199254740991K",
            "cpu0/thermal_throttle/core_throttle_count": greatest,
            "cpu2/thermal_throttle/core_throttle_count": greatest,
        ])
        let provider = try await processors(tree)
        #expect(await Conformance.violations(of: provider) == [])
        let view = try await provider.instance("BB_ProcessorView", "CPU 0")
        for property in ["CurrentClockSpeed", "MaxClockSpeed", "MinClockSpeed"] {
            #expect(view.isAbsent(property), "\(property)")
        }
    }

    @Test func `processors of a hostile machine keep every promise`() async throws {
        let hostile = try HostileMachine()
        #expect(await Conformance.violations(of: try await processors(hostile.tree)) == [])
    }

    @Test func `a thread that goes offline shows at the next scan`() async throws {
        let tree = try tree()
        let hardware = try await Hardware.scanned(tree)
        let provider = CPUProvider(hardware, of: ScopingSystem(name: "machine"))
        for cpu in 0..<4 { try tree.write(Self.base + "cpu\(cpu)/online", cpu < 2 ? "1" : "0") }
        try tree.write(Self.base + "online", "0-1")
        await hardware.rescan()
        await provider.rescan()
        let view = try await provider.instance("BB_ProcessorView", "CPU 0")
        #expect(view["NumberOfThreads"] == .unsigned(4) && view["NumberOfEnabledThreads"] == .unsigned(2))
        #expect(view["NumberOfCores"] == .unsigned(2) && view["NumberOfEnabledCores"] == .unsigned(1))
        #expect(view["CurrentClockSpeed"] == .unsigned(1100), "an offline thread has no clock")
    }
}
