// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_PCIBridge: bridges between buses, ports of PCI Express, and those to a host or to other buses.
func pciBridgeClass(_ functions: PCIFunctions, of system: ScopingSystem) -> some ResourceClass {
    Table(
        "CIM_PCIBridge", of: functions, extends: "CIM_PCIDevice", displayName: "PCI bridges",
        summary: ["DeviceID", "ElementName", "BridgeType", "SecondaryBusNumber", "SubordinateBusNumber"],
        columns: Column.pciDevice("CIM_PCIBridge", of: system) + Column.pciBridge,
        where: { functions.isBridge($0) }, "A bridge from PCI to another bus, or a port of PCI Express.")
}

extension PCIPart {
    /// CIM_PCIBridge.BridgeType.
    var bridgeType: UInt64 {
        guard let subclass = identity.subclass, identity.isBridge else { return 128 }
        switch subclass & 0xFF {
        case 0x04, 0x09:
            if facts.configuration?.expressType == 7 { return 11 }
            return facts.isExpress == true || facts.configuration?.expressType != nil ? 10 : 4
        case let kind where kind <= 8: return UInt64(kind)
        default: return 128
        }
    }

    /// A register that only bridges between PCI buses have.
    fileprivate func window(_ value: (PCIConfiguration) -> UInt64?) -> Value {
        register { $0.headerType == 1 ? Value(value($0)) : nil }
    }
}

extension Column where Part == PCIPart {
    fileprivate static var pciBridge: [Column] {
        [
            .property(
                "BridgeType", .uint16,
                values: [
                    NamedValue(0, "Host"), NamedValue(1, "ISA"), NamedValue(2, "EISA"), NamedValue(3, "Micro Channel"),
                    NamedValue(4, "PCI"), NamedValue(5, "PCMCIA"), NamedValue(6, "NuBus"), NamedValue(7, "CardBus"),
                    NamedValue(8, "RACEway"), NamedValue(9, "AGP"), NamedValue(10, "PCIe"),
                    NamedValue(11, "PCIe-to-PCI"), NamedValue(128, "Other"),
                ],
                reads: [.state, .configuration], "What the bridge leads to."
            ) { .unsigned($0.bridgeType) },
            .property("PrimaryBusNumber", .uint8, reads: .configuration, "The bus above the bridge.") {
                $0.register { (1...2).contains($0.headerType) ? .unsigned(UInt64($0.byte(0x18))) : nil }
            },
            .property("SecondaryBusNumber", .uint8, reads: [.state, .configuration], "The bus below the bridge.") {
                part in
                if let bus = part.facts.secondaryBus { return .unsigned(UInt64(bus)) }
                return part.register { (1...2).contains($0.headerType) ? .unsigned(UInt64($0.byte(0x19))) : nil }
            },
            .property(
                "SubordinateBusNumber", .uint8, reads: .configuration, "The last of the buses below the bridge."
            ) { part in
                if let bus = part.facts.subordinateBus { return .unsigned(UInt64(bus)) }
                return part.register { (1...2).contains($0.headerType) ? .unsigned(UInt64($0.byte(0x1A))) : nil }
            },
            .property("SecondaryLatencyTimer", .uint8, reads: .configuration, "LatencyTimer for the bus below.") {
                $0.register { (1...2).contains($0.headerType) ? .unsigned(UInt64($0.byte(0x1B))) : nil }
            },
            .property("SecondaryStatusRegister", .uint16, reads: .configuration, "The status of the bus below.") {
                $0.window { UInt64($0.word(0x1E)) }
            },
        ] + windows
    }

    /// Addresses that the bridge passes on; a limit below its base passes none.
    private static var windows: [Column] {
        [
            .property("IOBase", .uint8, reads: .configuration, "Bits 15 to 12 of the first port, in its upper half.") {
                $0.window { UInt64($0.byte(0x1C) & 0xF0) }
            },
            .property("IOLimit", .uint8, reads: .configuration, "Bits 15 to 12 of the last port, in its upper half.") {
                $0.window { UInt64($0.byte(0x1D) & 0xF0) }
            },
            .property("IOBaseUpper16", .uint16, reads: .configuration, "The upper half of a base of 32 bits.") {
                $0.window { $0.byte(0x1C) & 0x0F == 1 ? UInt64($0.word(0x30)) : nil }
            },
            .property("IOLimitUpper16", .uint16, reads: .configuration, "The upper half of a limit of 32 bits.") {
                $0.window { $0.byte(0x1D) & 0x0F == 1 ? UInt64($0.word(0x32)) : nil }
            },
            .property("MemoryBase", .uint16, reads: .configuration, "Bits 31 to 20 of the first address.") {
                $0.window { UInt64($0.word(0x20) & 0xFFF0) }
            },
            .property("MemoryLimit", .uint16, reads: .configuration, "Bits 31 to 20 of the last address.") {
                $0.window { UInt64($0.word(0x22) & 0xFFF0) }
            },
            .property(
                "PrefetchMemoryBase", .uint16, reads: .configuration, "MemoryBase of what may be prefetched."
            ) { $0.window { UInt64($0.word(0x24) & 0xFFF0) } },
            .property(
                "PrefetchMemoryLimit", .uint16, reads: .configuration, "MemoryLimit of what may be prefetched."
            ) { $0.window { UInt64($0.word(0x26) & 0xFFF0) } },
            .property("PrefetchBaseUpper32", .uint32, reads: .configuration, "The upper half of a base of 64 bits.") {
                $0.window { $0.word(0x24) & 0x0F == 1 ? UInt64($0.long(0x28)) : nil }
            },
            .property("PrefetchLimitUpper32", .uint32, reads: .configuration, "The upper half of a limit of 64 bits.") {
                $0.window { $0.word(0x26) & 0x0F == 1 ? UInt64($0.long(0x2C)) : nil }
            },
        ]
    }
}
