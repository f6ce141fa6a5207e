// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ResourceModel

/// CIM_PCIController.Capabilities: what a function can, by CIM's numbers.
struct PCICapabilities {
    /// The meanings of the numbers.
    static let values = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "Supports 66MHz"),
        NamedValue(3, "Supports User Definable Features"), NamedValue(4, "Supports Fast Back-to-Back Transactions"),
        NamedValue(5, "PCI-X Capable"), NamedValue(6, "PCI Power Management Supported"),
        NamedValue(7, "Message Signaled Interrupts Supported"), NamedValue(8, "Parity Error Recovery Capable"),
        NamedValue(9, "AGP Supported"), NamedValue(10, "Vital Product Data Supported"),
        NamedValue(11, "Provides Slot Identification"), NamedValue(12, "Hot Swap Supported"),
        NamedValue(13, "Supports PCIe"), NamedValue(14, "Supports PCIe Gen 2"), NamedValue(15, "Supports PCIe Gen 3"),
    ]

    /// CIM's number for a capability of the configuration's list; MSI-X signals by message as MSI does.
    private static let numbers: [UInt8: UInt64] = [
        0x01: 6, 0x02: 9, 0x03: 10, 0x04: 11, 0x05: 7, 0x06: 12, 0x07: 5, 0x10: 13, 0x11: 7,
    ]

    /// In growing order; nil where nothing is known.
    let numbers: [UInt64]?

    /// What registers and files tell of a part.
    ///
    /// An unprivileged reader sees no list of capabilities; what the kernel uses of them, it sees.
    init(of part: PCIPart) {
        let facts = part.facts
        var found: Set<UInt64> = []
        if let configuration = facts.configuration {
            // Wires of conventional PCI, which PCI Express leaves at 0.
            if configuration.status & 0x20 != 0 { found.insert(2) }
            if configuration.status & 0x80 != 0 { found.insert(4) }
            for capability in configuration.capabilities ?? [] {
                if let number = Self.numbers[capability.id] { found.insert(number) }
            }
        }
        if facts.interrupts != nil { found.insert(7) }
        if facts.isExpress == true { found.insert(13) }
        if let speed = facts.link?.maximum.speed {
            if speed >= 5 { found.insert(14) }
            if speed >= 8 { found.insert(15) }
        }
        let isComplete = facts.configuration?.capabilities != nil
        numbers = found.isEmpty && !isComplete ? nil : found.sorted()
    }

    /// The numbers' meanings, in their order.
    var descriptions: [String]? {
        numbers?.map { number in Self.values.first { UInt64($0.number) == number }?.meaning ?? "Other" }
    }
}
