// SPDX-License-Identifier: Apache-2.0

/// A machine's hardware below one root.
///
/// Confined to the event loop.
///
/// Everything that reads hardware gets this through its `init`; there is one per daemon.
public final class Hardware {
    /// The attribute files.
    public let sysfs: Sysfs
    /// The worker threads, one per bus.
    public let lanes: LaneSet
    /// The clock of ages and deadlines.
    public let clock: any HardwareClock
    /// Reads sensors and remembers what it read.
    public let sampler: SensorSampler
    /// The sensors found by the last scan; empty before the first.
    public private(set) var sensors = SensorInventory()
    /// The processors found by the last scan; empty before the first.
    public private(set) var processors = CPUTopology()
    /// The drives found by the last scan; empty before the first.
    public private(set) var drives = DriveInventory()
    /// What identifies the machine, as of the last scan.
    public private(set) var system = SystemIdentity()
    /// The memory found by the last scan; empty before the first.
    public private(set) var memory = MemoryInventory()
    /// Batteries and adapters found by the last scan; none before the first.
    public private(set) var powerSupplies: [PowerSupply] = []
    /// The ports of network adapters found by the last scan; none before the first.
    public private(set) var networkPorts: [NetworkPort] = []
    /// Pieces of memory that the kernel switches on and off, as of the last scan; none before the first.
    public private(set) var memoryBlocks: [MemoryBlock] = []
    /// The PCI functions found by the last scan; empty before the first.
    public private(set) var pci = PCIInventory()
    /// What PCI functions are called.
    public let pciNames: PCINames
    /// What libsensors said of its configuration when it was loaded last.
    public private(set) var warnings: [String] = []

    private var revisions: [HardwareKinds: UInt64] = [:]
    private let skipsIsolatedProcessors: Bool
    private let library: SensorLibrary?
    private var libraryChips: [LibraryChip] = []

    /// Opens the tree at `root`; reads nothing yet.
    ///
    /// - Parameters:
    ///   - root: `/`, or the directory of a recorded machine.
    ///   - clock: the event loop's in the daemon.
    ///   - usesSensorLibrary: ask libsensors for labels and scaling; never done for a recorded machine.
    ///   - skipsIsolatedProcessors: leave out sensors whose reading would interrupt a processor that is kept free of the
    ///     kernel's work.
    ///   - fault: for tests: asked before each read with its path; an errno it returns is the read's result.
    public init(
        root: String, clock: any HardwareClock, laneLimit: Int = 64, cacheLimit: Int = 512,
        usesSensorLibrary: Bool = true, deadlines: SensorSampler.Deadlines = SensorSampler.Deadlines(),
        maximumAges: MaximumAges = MaximumAges(), skipsIsolatedProcessors: Bool = true,
        fault: (@Sendable (String) -> Int32?)? = nil
    ) throws(AttributeError) {
        let directory = try HardwareRoot(root, fault: fault)
        sysfs = Sysfs(directory)
        pciNames = PCINames(directory)
        lanes = LaneSet(clock: clock, limit: laneLimit)
        self.clock = clock
        library = directory.isLive && usesSensorLibrary ? SensorLibrary(lanes: lanes, sysfs: sysfs) : nil
        sampler = SensorSampler(
            sysfs: sysfs, lanes: lanes, clock: clock, cache: AttributeCache(limit: cacheLimit), library: library,
            deadlines: deadlines, maximumAges: maximumAges)
        self.skipsIsolatedProcessors = skipsIsolatedProcessors
    }

    /// The host's name, which is known before anything was scanned.
    public var hostName: String? { system.hostName ?? SystemIdentity.hostName(sysfs.stringIfPresent) }

    /// Whether this is the running machine rather than a recorded one.
    public var isLive: Bool { sysfs.root.isLive }

    /// How often a kind was found anew: whoever made something of it compares, and does it again only then.
    public func revision(of kind: HardwareKinds) -> UInt64 { revisions[kind, default: 0] }

    /// Finds anew what may have changed: everything at start and on reload, what udev names after a hotplug.
    ///
    /// Walks directories on the `scan` lane; what is known stays as it was when that lane hangs.
    ///
    /// - Returns: what could not be looked at, to be asked for again; empty when all went well.
    @discardableResult
    public func rescan(
        _ changes: HardwareChanges = .everything, deadline: Duration = .seconds(30)
    ) async -> HardwareChanges {
        if let library, changes.kinds.contains(.sensors) {
            // Without libsensors the machine still has native names and values.
            if let loaded = try? await library.load() {
                libraryChips = loaded.chips
                warnings = loaded.warnings
            }
        }
        let sysfs = sysfs
        let chips = libraryChips
        let pciNames = pciNames
        let processors = processors
        let scan = try? await lanes.lane(for: .scan).run(deadline: deadline) {
            HardwareScan(changes, reading: sysfs, library: chips, names: pciNames, knowing: processors)
        }
        guard let scan else { return changes }
        take(over: scan)
        guard let names = scan.powerSupplyNames else { return HardwareChanges() }
        // An embedded controller that hangs withholds its batteries, and nothing else.
        let supplies =
            names.isEmpty
            ? []
            : try? await lanes.lane(for: .acpi).run(deadline: min(deadline, .seconds(10))) {
                names.compactMap { PowerSupply($0, reading: sysfs) }
            }
        guard let supplies else { return HardwareChanges(.powerSupplies) }
        powerSupplies = supplies
        revisions[.powerSupplies, default: 0] += 1
        return HardwareChanges()
    }

    /// Replaces what was scanned; other scans may have ended since this one began, so nothing older is looked at.
    private func take(over found: HardwareScan) {
        if let found = found.processors {
            processors = found
            revisions[.processors, default: 0] += 1
        }
        if let found = found.sensors {
            sensors = skipsIsolatedProcessors ? found.leavingOut(isolatedIn: processors) : found
            sampler.replaceInventory(sensors)
            revisions[.sensors, default: 0] += 1
        }
        if let found = found.drives(replacing: drives), found != drives || revision(of: .drives) == 0 {
            drives = found
            revisions[.drives, default: 0] += 1
        }
        if let found = found.system {
            system = found
            revisions[.system, default: 0] += 1
        }
        if let found = found.memory {
            memory = found
            revisions[.memory, default: 0] += 1
        }
        if let found = found.networkPorts {
            networkPorts = found
            revisions[.networkPorts, default: 0] += 1
        }
        if let found = found.memoryBlocks {
            memoryBlocks = found
            revisions[.memoryBlocks, default: 0] += 1
        }
        if let found = found.pci {
            pci = found
            revisions[.pci, default: 0] += 1
        } else if let change = found.pciChange, pci.merge(change) {
            revisions[.pci, default: 0] += 1
        }
    }

    /// Ends all worker threads.
    public func close() { lanes.close() }
}

/// What one scan found; what was not looked for is nil.
private struct HardwareScan: Sendable {
    var sensors: SensorInventory?
    var processors: CPUTopology?
    var system: SystemIdentity?
    var pci: PCIInventory?
    var pciChange: PCIChange?
    var memory: MemoryInventory?
    var networkPorts: [NetworkPort]?
    var memoryBlocks: [MemoryBlock]?
    private var drives: DriveInventory?
    private var changedDrives: [String: Drive?] = [:]
    /// What is to be asked for, on a lane that may be slow.
    var powerSupplyNames: [String]?

    init(
        _ changes: HardwareChanges, reading sysfs: Sysfs, library: [LibraryChip], names: PCINames,
        knowing known: CPUTopology
    ) {
        let kinds = changes.kinds
        if kinds.contains(.sensors) { sensors = SensorScanner(sysfs, library: library).scan() }
        if kinds.contains(.processors) { processors = CPUTopology(reading: sysfs, knowing: known) }
        if kinds.contains(.pci) {
            pci = PCIScanner(sysfs, names: names).scan()
        } else if !changes.functions.isEmpty {
            pciChange = PCIScanner(sysfs, names: names).look(at: changes.functions)
        }
        let table = kinds.isDisjoint(with: [.system, .memory]) ? nil : SMBIOSTable(reading: sysfs)
        if kinds.contains(.system) { system = SystemIdentity(reading: sysfs, table: table) }
        if kinds.contains(.memory) { memory = MemoryInventory(reading: sysfs, table: table) }
        if kinds.contains(.powerSupplies) { powerSupplyNames = PowerSupply.names(reading: sysfs) }
        if kinds.contains(.networkPorts) { networkPorts = NetworkPort.scan(reading: sysfs) }
        if kinds.contains(.memoryBlocks) { memoryBlocks = MemoryBlock.scan(reading: sysfs) }
        if kinds.contains(.drives) {
            drives = DriveInventory(reading: sysfs)
        } else if !changes.drives.isEmpty {
            changedDrives = DriveScanner(sysfs).scan(changes.drives)
        }
    }

    /// The drives: all found anew, or those that were looked at merged into what is known by now.
    func drives(replacing known: DriveInventory) -> DriveInventory? {
        if let drives { return drives }
        return changedDrives.isEmpty ? nil : known.replacing(changedDrives)
    }
}
