// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_PCIDevice: every PCI function that is no bridge (`spec/hardware-classes.md` section 22).
func pciDeviceClass(_ functions: PCIFunctions, of system: ScopingSystem) -> some ResourceClass {
    Table(
        "CIM_PCIDevice", of: functions, extends: "CIM_PCIController", displayName: "PCI devices",
        summary: ["DeviceID", "ElementName", "VendorID", "PCIDeviceID", "EnabledState"],
        columns: Column.pciDevice("CIM_PCIDevice", of: system), where: { !functions.isBridge($0) },
        "A function of a PCI device. Bridges are instances of CIM_PCIBridge; virtual functions are shown by "
            + "BB_PCIVirtualFunctionView alone.")
}

extension Column where Part == PCIPart {
    /// What every CIM_PCIDevice tells, bridges too.
    static func pciDevice(_ className: String, of system: ScopingSystem) -> [Column] {
        logicalDevice(
            className, of: system, reads: [.state, .link], id: \.id, name: \.name, health: \.health,
            enabledState: \.enabledState)
            + numbers + registers + [
                .property(
                    "Availability", .uint16,
                    values: [
                        NamedValue(3, "Running/Full Power"), NamedValue(14, "Power Save - Low Power Mode"),
                        NamedValue(15, "Power Save - Standby"),
                    ],
                    reads: .state, "Whether the function sleeps."
                ) { Value($0.availability) },
                .property(
                    "ProtocolSupported", .uint16, values: [NamedValue(5, "PCI")], "What its bus speaks."
                ) { _ in .unsigned(5) },
                .property(
                    "Capabilities", .uint16, isArray: true, values: PCICapabilities.values,
                    reads: [.state, .link, .configuration],
                    "What the function can. Without privileges only what the kernel makes use of is known."
                ) { Value.numbers(PCICapabilities(of: $0).numbers, else: $0.reason) },
                .property(
                    "CapabilityDescriptions", .string, isArray: true, reads: [.state, .link, .configuration],
                    "What each of Capabilities is."
                ) { part in
                    .texts(PCICapabilities(of: part).descriptions, else: part.reason)
                },
            ]
    }

    private static var numbers: [Column] {
        [
            .property("BusNumber", .uint8, "The bus in the domain that DeviceID begins with.") {
                .unsigned(UInt64($0.function.address.bus))
            },
            .property("DeviceNumber", .uint8, "The device on the bus.") {
                .unsigned(UInt64($0.function.address.device))
            },
            .property("FunctionNumber", .uint8, "The function of the device.") {
                .unsigned(UInt64($0.function.address.function))
            },
            .property("VendorID", .uint16, "Who made the chip, by PCI-SIG's number.") { Value($0.identity.vendor) },
            .property("PCIDeviceID", .uint16, "Which of the vendor's chips it is.") { Value($0.identity.device) },
            .property("SubsystemVendorID", .uint16, "Who made the board, by PCI-SIG's number.") {
                Value($0.identity.subsystemVendor)
            },
            .property("SubsystemID", .uint16, "Which of the board maker's boards it is.") {
                Value($0.identity.subsystem)
            },
            .property("RevisionID", .uint8, "The revision of the chip.") { Value($0.function.revision) },
            .property(
                "ClassCode", .uint8,
                values: classCodes,
                "The upper byte of the class."
            ) { part in
                guard let code = part.identity.baseClass else { return .absent(.absent) }
                return classCodes.contains { $0.number == code } ? .unsigned(UInt64(code)) : .absent(.implausible)
            },
        ]
    }

    /// What only the configuration tells; absent while the function sleeps.
    private static var registers: [Column] {
        [
            .property("CommandRegister", .uint16, reads: .configuration, "How the function takes part in the bus.") {
                $0.register { .unsigned(UInt64($0.command)) }
            },
            .property("CacheLineSize", .uint8, reads: .configuration, "The cache line in units of 4 bytes.") {
                $0.register { .unsigned(UInt64($0.byte(0x0C))) }
            },
            .property("LatencyTimer", .uint8, reads: .configuration, "How many clocks it may keep the bus.") {
                $0.register { .unsigned(UInt64($0.byte(0x0D))) }
            },
            .property(
                "DeviceSelectTiming", .uint16,
                values: [
                    NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "Fast"), NamedValue(3, "Medium"),
                    NamedValue(4, "Slow"), NamedValue(5, "Reserved"),
                ],
                reads: [.state, .configuration], "How fast it answers on a bus of conventional PCI."
            ) { part in
                guard part.facts.isExpress == false else { return .absent(.absent) }
                return part.register { .unsigned(UInt64($0.status >> 9 & 3) + 2) }
            },
            .property(
                "InterruptPin", .uint16,
                values: [
                    NamedValue(0, "None"), NamedValue(1, "INTA#"), NamedValue(2, "INTB#"), NamedValue(3, "INTC#"),
                    NamedValue(4, "INTD#"), NamedValue(5, "Unknown"),
                ],
                reads: .configuration, "The wire of its interrupt."
            ) { $0.register { .unsigned(min(5, UInt64($0.byte(0x3D)))) } },
            .property("SelfTestEnabled", .boolean, reads: .configuration, "Whether it can test itself.") {
                $0.register { .boolean($0.byte(0x0F) & 0x80 != 0) }
            },
            .property(
                "BaseAddress", .uint32, isArray: true, reads: .configuration,
                "Its base address registers; one of 64 bits takes two of them."
            ) {
                $0.register { configuration in
                    let count = [0: 6, 1: 2][configuration.headerType] ?? 0
                    return .array((0..<count).map { .unsigned(UInt64(configuration.long(0x10 + $0 * 4))) })
                }
            },
            .property(
                "ExpansionROMBaseAddress", .uint32, reads: .configuration, "Where its ROM is; absent without one."
            ) {
                $0.register { configuration in
                    let places: [UInt8: Int] = [0: 0x30, 1: 0x38]
                    let base = places[configuration.headerType].map { configuration.long($0) & 0xFFFF_F800 } ?? 0
                    return base == 0 ? .absent(.absent) : .unsigned(UInt64(base))
                }
            },
            .property("MinGrantTime", .uint8, reads: .configuration, "How long it likes to keep the bus, in 250 ns.") {
                $0.register { $0.headerType == 0 ? .unsigned(UInt64($0.byte(0x3E))) : nil }
            },
            .property("MaxLatency", .uint8, reads: .configuration, "How often it needs the bus, in 250 ns.") {
                $0.register { $0.headerType == 0 ? .unsigned(UInt64($0.byte(0x3F))) : nil }
            },
        ]
    }
}

extension Value {
    /// Numbers, or the reason that there are none.
    static func numbers(_ numbers: [UInt64]?, else reason: ResourceModel.Quality = .absent) -> Value {
        numbers.map { .array($0.map(Value.unsigned)) } ?? .absent(reason)
    }

    /// Texts, or the reason that there are none.
    static func texts(_ texts: [String]?, else reason: ResourceModel.Quality = .absent) -> Value {
        texts.map { .array($0.map(Value.string)) } ?? .absent(reason)
    }
}

/// CIM's names, and those of PCI-SIG for numbers that were reserved when CIM took them.
private let classCodes = [
    NamedValue(0, "Pre 2.0"), NamedValue(1, "Mass Storage"), NamedValue(2, "Network"),
    NamedValue(3, "Display"), NamedValue(4, "Multimedia"), NamedValue(5, "Memory"), NamedValue(6, "Bridge"),
    NamedValue(7, "Simple Communications"), NamedValue(8, "Base Peripheral"), NamedValue(9, "Input"),
    NamedValue(10, "Docking Station"), NamedValue(11, "Processor"), NamedValue(12, "Serial Bus"),
    NamedValue(13, "Wireless"), NamedValue(14, "Intelligent I/O"), NamedValue(15, "Satellite Communication"),
    NamedValue(16, "Encryption/Decryption"), NamedValue(17, "Data Acquisition and Signal Processing"),
    NamedValue(18, "Processing Accelerator"), NamedValue(19, "Non-Essential Instrumentation"),
    NamedValue(64, "Co-Processor"), NamedValue(255, "Other"),
]
