// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

@testable import baseboardd

@Suite("Names and asset tags that operators set, over those of the hardware")
struct OperatorLabelTests {
    private static let anna = Principal(name: "anna", role: .operator)

    private struct Machine {
        let settings = MemorySettings()
        let providers: [any Provider]

        init(_ machine: RecordedMachine = .rackServer) async throws {
            providers = InstalledProviders.all(try await Hardware.scanned(machine.root), settings: settings)
        }

        func resourceClass(_ name: String) throws -> any ResourceClass {
            try #require(providers.lazy.compactMap { $0.resourceClass(name) }.first, "\(name)")
        }

        func read(_ name: String, _ part: PartID, _ property: String) async throws -> Value? {
            try await resourceClass(name).instance(part)[property]
        }

        func put(_ name: String, _ part: PartID, _ changes: [PropertyChange]) async throws {
            try await resourceClass(name).write(changes, to: part, by: OperatorLabelTests.anna)
        }
    }

    @Test(
        "both faces of a part have the name that either was given, and the hardware's again when it is taken back",
        arguments: [
            ("CIM_NumericSensor", "BB_SensorView"), ("CIM_Fan", "BB_FanView"), ("CIM_DiskDrive", "BB_DriveView"),
            ("CIM_Processor", "BB_ProcessorView"), ("CIM_PhysicalMemory", "BB_MemoryView"),
            ("CIM_PCIDevice", "BB_PCIDeviceView"),
        ])
    func faces(_ standard: String, _ view: String) async throws {
        // The one of the machines whose firmware tells its modules to all.
        let machine = try await Machine(view == "BB_MemoryView" ? .desktopHybrid : .rackServer)
        let part = try #require(try await machine.resourceClass(standard).parts().first)
        let others = try await machine.resourceClass(standard).parts().dropFirst()
        let hardware = try #require(try await machine.read(standard, part, "ElementName"))
        #expect(try await machine.read(view, part, "ElementName") == hardware)
        try await machine.put(view, part, [PropertyChange("ElementName", .string("Front <left>"))])
        #expect(try await machine.read(standard, part, "ElementName") == .string("Front <left>"))
        #expect(try await machine.read(view, part, "ElementName") == .string("Front <left>"))
        for other in others.prefix(3) {
            #expect(try await machine.read(standard, other, "ElementName") != .string("Front <left>"))
        }
        try await machine.put(standard, part, [PropertyChange("ElementName", .absent(.absent))])
        #expect(try await machine.read(view, part, "ElementName") == hardware)
        try await machine.put(standard, part, [PropertyChange("ElementName", .string("x"))])
        try await machine.put(standard, part, [PropertyChange("ElementName", .string(""))])
        #expect(try await machine.read(standard, part, "ElementName") == hardware)
    }

    @Test("the chassis has one asset tag, whichever class is asked")
    func assetTag() async throws {
        let machine = try await Machine()
        let chassis = try #require(try await machine.resourceClass("CIM_Chassis").parts().first)
        let system = try #require(try await machine.resourceClass("BB_SystemView").parts().first)
        let hardware = try await machine.read("BB_SystemView", system, "AssetTag")
        #expect(try await machine.read("CIM_Chassis", chassis, "OtherIdentifyingInfo") == hardware)
        try await machine.put("CIM_Chassis", chassis, [PropertyChange("OtherIdentifyingInfo", .string("IT-4711"))])
        #expect(try await machine.read("BB_SystemView", system, "AssetTag") == .string("IT-4711"))
        try await machine.put("BB_SystemView", system, [PropertyChange("AssetTag", .string("IT-4712"))])
        #expect(try await machine.read("CIM_Chassis", chassis, "OtherIdentifyingInfo") == .string("IT-4712"))
        try await machine.put("CIM_Chassis", chassis, [PropertyChange("ElementName", .string("Rack 3"))])
        #expect(try await machine.read("CIM_Chassis", chassis, "OtherIdentifyingInfo") == .string("IT-4712"))
        #expect(try await machine.read("CIM_Chassis", chassis, "ElementName") == .string("Rack 3"))
        try await machine.put("BB_SystemView", system, [PropertyChange("AssetTag", .absent(.absent))])
        #expect(try await machine.read("CIM_Chassis", chassis, "OtherIdentifyingInfo") == hardware)
    }

    @Test("a module of memory has a name and an asset tag of its own")
    func modules() async throws {
        let machine = try await Machine(.desktopHybrid)
        let parts = try await machine.resourceClass("CIM_PhysicalMemory").parts()
        let module = try #require(parts.first)
        try await machine.put("BB_MemoryView", module, [PropertyChange("AssetTag", .string("M-1"))])
        #expect(try await machine.read("CIM_PhysicalMemory", module, "OtherIdentifyingInfo") == .string("M-1"))
        #expect(
            try await machine.read("CIM_PhysicalMemory", try #require(parts.last), "OtherIdentifyingInfo")
                != .string("M-1"))
    }

    @Test("a label and a limit are set in one go; what is wrong with one leaves both as they were")
    func together() async throws {
        let machine = try await Machine()
        let sensor = try #require(
            try await machine.resourceClass("BB_SensorView").parts().first { $0.text.contains("temp") })
        let before = try await machine.read("BB_SensorView", sensor, "UpperThresholdCritical")
        for name in [String(repeating: "x", count: 257), "a\nb", "a\u{0}"] {
            await #expect(throws: ProviderError.self) {
                try await machine.put(
                    "BB_SensorView", sensor,
                    [
                        PropertyChange("UpperThresholdCritical", .real(199)),
                        PropertyChange("ElementName", .string(name)),
                    ])
            }
        }
        #expect(try await machine.read("BB_SensorView", sensor, "UpperThresholdCritical") == before)
        await #expect(throws: ProviderError.self) {
            try await machine.put(
                "BB_SensorView", sensor,
                [
                    PropertyChange("ElementName", .string("Inlet")),
                    PropertyChange("UpperThresholdCritical", .real(.infinity)),
                ])
        }
        #expect(try await machine.read("BB_SensorView", sensor, "ElementName") != .string("Inlet"))
        try await machine.put(
            "BB_SensorView", sensor,
            [PropertyChange("ElementName", .string("Inlet")), PropertyChange("UpperThresholdCritical", .real(199))])
        #expect(try await machine.read("CIM_NumericSensor", sensor, "ElementName") == .string("Inlet"))
        #expect(try await machine.read("CIM_NumericSensor", sensor, "UpperThresholdCritical") == .signed(199_000))
    }

    @Test("what is not there cannot be named; what is labelled keeps every promise of its class")
    func promises() async throws {
        let machine = try await Machine()
        await #expect(throws: ProviderError.notFound) {
            try await machine.put("BB_SensorView", PartID("nothing"), [PropertyChange("ElementName", .string("x"))])
        }
        for provider in machine.providers { #expect(await Conformance.violations(of: provider) == []) }
    }
}
