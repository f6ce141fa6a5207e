// SPDX-License-Identifier: Apache-2.0

/// What is read of a PCI function when somebody asks, a group at a time.
public struct PCIFunctionFacts: Sendable, Hashable {
    /// The groups.
    public struct Groups: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt32

        /// Groups by their bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Power, driver and where the function belongs: memory of the kernel.
        public static let state = Groups(rawValue: 1)
        /// Speed and width of the link: registers, so only of what is awake.
        public static let link = Groups(rawValue: 2)
        /// Errors counted since boot: memory of the kernel.
        public static let errors = Groups(rawValue: 4)
        /// The configuration: registers, so only of what is awake.
        public static let configuration = Groups(rawValue: 8)
        /// The Linux devices behind the function: directories.
        public static let devices = Groups(rawValue: 16)

        /// All of them.
        public static let all: Groups = [.state, .link, .errors, .configuration, .devices]
    }

    /// How a function's interrupts come.
    public struct Interrupts: Sendable, Hashable {
        /// `msi` or `msix`.
        public let mode: String
        /// How many are set up.
        public let count: Int
    }

    /// Whether it sleeps.
    public internal(set) var power: PCIPowerState?
    /// The driver that is bound to it.
    public internal(set) var driver: String?
    /// How often drivers enabled it; 0 where none did.
    public internal(set) var enableCount: Int64?
    /// The memory node that it is near to; nil on machines of one node.
    public internal(set) var numaNode: Int64?
    /// The processors that it is near to, such as `0-11,24-35`.
    public internal(set) var localProcessors: String?
    /// The group that the IOMMU isolates it with.
    public internal(set) var iommuGroup: Int64?
    /// What firmware calls it, such as `Onboard LAN`.
    public internal(set) var label: String?
    /// Firmware's number of it among those on the board.
    public internal(set) var boardIndex: Int64?
    /// Whether its power may be cut while nobody uses it.
    public internal(set) var allowsPowerCut: Bool?
    /// Message signalled interrupts that are set up.
    public internal(set) var interrupts: Interrupts?
    /// How many virtual functions it could have; nil without SR-IOV.
    public internal(set) var virtualFunctionLimit: Int64?
    /// How many virtual functions it has.
    public internal(set) var virtualFunctionCount: Int64?
    /// The bus below a bridge, told by its directory.
    public internal(set) var secondaryBus: UInt8?
    /// The last of the buses below a bridge.
    public internal(set) var subordinateBus: UInt8?
    /// Whether it is on a PCI Express link.
    public internal(set) var isExpress: Bool?
    /// Its link; nil where it has none or sleeps.
    public internal(set) var link: PCILink?
    /// Errors that were corrected.
    public internal(set) var correctableErrors: PCIErrorCounts?
    /// Errors that were not corrected and harmed a transaction only.
    public internal(set) var nonfatalErrors: PCIErrorCounts?
    /// Errors after which the link was not reliable any more.
    public internal(set) var fatalErrors: PCIErrorCounts?
    /// Corrected errors of all that is below a root port.
    public internal(set) var rootCorrectableErrors: Int64?
    /// Errors of all that is below a root port that harmed a transaction only.
    public internal(set) var rootNonfatalErrors: Int64?
    /// Errors of all that is below a root port after which a link was not reliable.
    public internal(set) var rootFatalErrors: Int64?
    /// Its configuration; nil where it sleeps or may not be read.
    public internal(set) var configuration: PCIConfiguration?
    /// Its devices in Linux, such as `eth0`.
    public internal(set) var linuxDevices: [String]?

    /// Nothing read.
    public init() {}

    /// Reads some groups; for a lane.
    ///
    /// - Parameter partner: the function at the other end of the link.
    public init(
        _ groups: Groups, of function: PCIFunction, partner: PCIFunction?, reading sysfs: Sysfs
    ) {
        let path = function.path
        let power = PCIPowerState(path, reading: sysfs)
        self.power = power
        if groups.contains(.state) { readState(function, sysfs) }
        if groups.contains(.link) || groups.contains(.configuration) || groups.contains(.state) {
            isExpress = PCILink.exists(path, reading: sysfs)
        }
        if groups.contains(.link), power.isAwake, isExpress == true {
            // The other end is never asked while it sleeps.
            let other = partner.flatMap { PCIPowerState($0.path, reading: sysfs).isAwake ? $0 : nil }
            link = PCILink(
                current: PCILink.current(path, reading: sysfs), maximum: PCILink.maximum(path, reading: sysfs),
                partner: other.map { PCILink.maximum($0.path, reading: sysfs) }, isActive: power.isActive)
        }
        if groups.contains(.errors) { readErrors(path, sysfs) }
        if groups.contains(.configuration), power.isAwake {
            configuration = PCIConfiguration(path, reading: sysfs)
            subordinateBus = Self.number(path + "/subordinate_bus_number", sysfs).flatMap { UInt8(exactly: $0) }
        }
        if groups.contains(.devices) { linuxDevices = LinuxDevices.names(below: path, reading: sysfs) }
    }

    private mutating func readState(_ function: PCIFunction, _ sysfs: Sysfs) {
        let path = function.path
        driver = sysfs.linkName(path + "/driver")
        enableCount = Self.number(path + "/enable", sysfs)
        numaNode = Self.number(path + "/numa_node", sysfs)
        localProcessors = sysfs.stringIfPresent(path + "/local_cpulist")
        iommuGroup = sysfs.linkName(path + "/iommu_group").flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
        label = sysfs.stringIfPresent(path + "/label")
        boardIndex =
            Self.number(path + "/acpi_index", sysfs) ?? Self.number(path + "/index", sysfs)
        allowsPowerCut = sysfs.integerIfPresent(path + "/d3cold_allowed").map { $0 != 0 }
        let vectors = (try? sysfs.list(path + "/msi_irqs", limit: 4096)) ?? []
        if let first = vectors.first, let mode = sysfs.stringIfPresent(path + "/msi_irqs/" + first) {
            interrupts = Interrupts(mode: mode, count: vectors.count)
        }
        virtualFunctionLimit = Self.number(path + "/sriov_totalvfs", sysfs)
        if virtualFunctionLimit != nil {
            // Not the file sriov_numvfs, which waits for a driver that is being bound.
            virtualFunctionCount = Int64(((try? sysfs.list(path, limit: 4_096)) ?? []).count { $0.hasPrefix("virtfn") })
        }
        if function.identity.isBusBridge {
            // Not the file secondary_bus_number, which reads a register and so wakes the bridge.
            secondaryBus = (try? sysfs.list(path + "/pci_bus", limit: 1))?.first.flatMap { name in
                name.split(separator: ":").last.flatMap { UInt32(hex: $0, digits: 2...2) }
            }.map { UInt8(truncatingIfNeeded: $0) }
        }
    }

    private mutating func readErrors(_ path: String, _ sysfs: Sysfs) {
        correctableErrors = PCIErrorCounts(path + "/aer_dev_correctable", reading: sysfs)
        nonfatalErrors = PCIErrorCounts(path + "/aer_dev_nonfatal", reading: sysfs)
        fatalErrors = PCIErrorCounts(path + "/aer_dev_fatal", reading: sysfs)
        rootCorrectableErrors = Self.number(path + "/aer_rootport_total_err_cor", sysfs)
        rootNonfatalErrors = Self.number(path + "/aer_rootport_total_err_nonfatal", sysfs)
        rootFatalErrors = Self.number(path + "/aer_rootport_total_err_fatal", sysfs)
    }

    /// A number that counts something; -1 and the like stand for none.
    private static func number(_ path: String, _ sysfs: Sysfs) -> Int64? {
        sysfs.integerIfPresent(path).flatMap { $0 >= 0 ? $0 : nil }
    }
}
