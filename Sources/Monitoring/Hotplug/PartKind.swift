// SPDX-License-Identifier: Apache-2.0

/// A kind of part that an inventory holds; the names are those of the store.
public enum PartKind: String, Sendable, Hashable, CaseIterable {
    /// A disk.
    case drive
    /// A function of a PCI device, or a bridge.
    case pciFunction
    /// What is in a processor's socket.
    case processor
    /// A logical processor, as the kernel numbers it.
    case thread
    /// A memory module.
    case memoryModule
    /// A piece of memory that the kernel switches on and off.
    case memoryBlock
    /// A port of a network.
    case networkPort
    /// A chip with sensors.
    case sensorChip
    /// A power supply, battery or adapter.
    case powerSupply

    /// What people call one.
    var word: String {
        switch self {
        case .drive: "Drive"
        case .pciFunction: "PCI function"
        case .processor: "Processor"
        case .thread: "Logical processor"
        case .memoryModule: "Memory module"
        case .memoryBlock: "Memory block"
        case .networkPort: "Network port"
        case .sensorChip: "Sensor chip"
        case .powerSupply: "Power supply"
        }
    }

    /// What people call several.
    var words: String { word + "s" }

    /// Whether they come and go in crowds, which are told of in one event.
    var isCrowd: Bool { self == .thread || self == .memoryBlock }
}
