// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// One processor: what sits in a socket.
struct Processor {
    /// `CPU` and the number of its package, such as `CPU 0`.
    let id: PartID
    /// The kernel's number of the package.
    let package: Int
    /// The name that the processor gives itself.
    let model: String?
    let vendor: String?
    /// CIM's number of the family; 2 is Unknown, 1 Other.
    let family: UInt64
    /// What the family is called where CIM has no number for it.
    let otherFamily: String?
    let stepping: String?
    let cores: Int
    let threads: Int
    let onlineThreads: Int
    /// How many of the cores have a thread that is online.
    let onlineCores: Int
    /// Sizes in KiB, each level summed over the package; nil where not told.
    let l1DataCache: UInt64?
    let l1InstructionCache: UInt64?
    let l2Cache: UInt64?
    let l3Cache: UInt64?
    let minimumMHz: UInt64?
    let maximumMHz: UInt64?
    let microcode: String?
    let dataWidth: UInt64?
    /// CIM_Processor.Characteristics.
    let characteristics: [UInt64]
    /// The kinds of its cores on a hybrid processor, such as `performance` and `efficiency`.
    let coreTypes: [String]

    /// What the firmware says of its socket, where it can be told which one it is.
    var socket: ProcessorSocket?
    /// The highest clock of its threads just now.
    var currentMHz: UInt64?
    /// How often the package throttled since boot.
    var packageThrottleCount: UInt64?
    /// How often its cores throttled since boot, summed.
    var coreThrottleCount: UInt64?

    var isOnline: Bool { onlineThreads > 0 }
    var name: String { model ?? id.text }
    var health: Health { isOnline ? .good : .unknown }

    /// What stands on the chip.
    var label: ProductLabel {
        ProductLabel(
            manufacturer: socket?.manufacturer ?? vendor, model: model, serialNumber: socket?.serial, version: model,
            partNumber: socket?.partNumber)
    }
}

/// One core of a processor.
struct Core {
    /// Package, die and core by the kernel's numbers: a core's own number is unique only within them.
    let id: PartID
    let name: String
    let isOnline: Bool

    var health: Health { isOnline ? .good : .unknown }
}

extension Facets {
    /// Clocks and throttle counters.
    static let live = Facets(rawValue: 1)
}
