// SPDX-License-Identifier: Apache-2.0

import HardwareAccess

/// Paths of devices as the inventory compares them.
struct PCITopology {
    private let functions: Set<PCIAddress>

    init(_ inventory: PCIInventory) { functions = Set(inventory.all.map(\.address)) }

    /// A path in which functions of a card hang on its first one: pulling a card takes all of them.
    func path(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if let address = PCIAddress(part), address.function != 0,
                let first = PCIAddress("\(part.dropLast())0"), functions.contains(first)
            {
                parts.append("\(part.dropLast())0")
            }
            parts.append(part)
        }
        return parts.joined(separator: "/")
    }

    /// A place without numbers of buses, which shift when a bridge comes: `pci0000:00/1d.0/00.0`.
    static func place(_ path: String) -> String {
        var names = path.split(separator: "/")
        if names.starts(with: ["sys", "devices"]) { names.removeFirst(2) }
        return names.map { name in
            PCIAddress(name) == nil ? String(name) : String(name.suffix(4))
        }.joined(separator: "/")
    }
}
