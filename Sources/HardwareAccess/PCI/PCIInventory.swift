// SPDX-License-Identifier: Apache-2.0

/// The PCI functions of a machine, their bridges and slots, as found by scans.
public struct PCIInventory: Sendable {
    /// All functions, virtual ones too, in the order of their addresses.
    public private(set) var all: [PCIFunction]
    /// The slots in the order of their names.
    public private(set) var slots: [PCISlot]

    private var positions: [PCIAddress: Int] = [:]
    private var below: [PCIAddress: [PCIAddress]] = [:]
    /// Slots by domain and bus.
    private var slotsOnBus: [UInt64: [PCISlot]] = [:]

    /// A machine without PCI, as before the first scan.
    public init() { self.init([], slots: []) }

    init(_ functions: [PCIFunction], slots: [PCISlot]) {
        all = functions
        self.slots = slots
        index()
    }

    /// The function at an address.
    public func function(_ address: PCIAddress) -> PCIFunction? { positions[address].map { all[$0] } }

    /// The functions right below a bridge, in order.
    public func children(of address: PCIAddress) -> [PCIAddress] { below[address] ?? [] }

    /// The slots that hold the card which the function at an address is part of: one, or one by several names.
    public func slots(holding address: PCIAddress) -> [PCISlot] {
        (slotsOnBus[Self.bus(address.domain, address.bus)] ?? []).filter { $0.holds(address) }
    }

    /// The slot that holds the card which a function belongs to: its own, or that of the nearest bridge above it.
    public func slot(of function: PCIFunction) -> PCISlot? {
        for address in [function.address] + PCIFunction.ancestors(in: function.path).reversed() {
            if let slot = slots(holding: address).first { return slot }
        }
        return nil
    }

    /// The function at the other end of a function's link.
    ///
    /// Bridges alternate on the way down: a port that leads down, the upstream port of a switch, its downstream ports.
    /// A port that leads down looks at what is below it, all others at the port above them.
    public func linkPartner(of function: PCIFunction) -> PCIFunction? {
        if leadsDown(function) {
            return children(of: function.address).lazy.compactMap { self.function($0) }.first {
                $0.physicalFunction == nil
            }
        }
        return function.parent.flatMap { self.function($0) }
    }

    /// Whether a bridge's link is the one below it: a root port, or the downstream port of a switch.
    public func leadsDown(_ function: PCIFunction) -> Bool {
        function.identity.isBusBridge && PCIFunction.ancestors(in: function.path).count.isMultiple(of: 2)
    }

    /// Takes over what a look at single functions found; false where all is as it was.
    mutating func merge(_ change: PCIChange) -> Bool {
        var isChanged = false
        var functions = all
        if !change.gone.isEmpty {
            functions.removeAll { change.gone.contains($0.address) }
            isChanged = functions.count != all.count
        }
        let found = Dictionary(change.found.map { ($0.address, $0) }, uniquingKeysWith: { $1 })
        for position in functions.indices {
            guard let new = found[functions[position].address], new != functions[position] else { continue }
            functions[position] = new
            isChanged = true
        }
        let new = found.values.filter { positions[$0.address] == nil }
        if !new.isEmpty {
            functions = (functions + new).sorted { $0.address < $1.address }
            isChanged = true
        }
        if slots != change.slots {
            slots = change.slots
            isChanged = true
        }
        guard isChanged else { return false }
        all = functions
        index()
        return true
    }

    private mutating func index() {
        positions = Dictionary(all.enumerated().map { ($1.address, $0) }, uniquingKeysWith: { first, _ in first })
        below = [:]
        for function in all {
            if let parent = function.parent { below[parent, default: []].append(function.address) }
        }
        slotsOnBus = Dictionary(grouping: slots) { Self.bus($0.domain, $0.bus) }
    }

    private static func bus(_ domain: UInt32, _ bus: UInt8) -> UInt64 { UInt64(domain) << 8 | UInt64(bus) }
}

/// What became of single functions, and all slots.
struct PCIChange: Sendable {
    var found: [PCIFunction] = []
    var gone: Set<PCIAddress> = []
    var slots: [PCISlot] = []
}
