// SPDX-License-Identifier: Apache-2.0

/// What changes of a drive while it stays: read from the kernel's memory, never from the drive.
public struct DriveState: Sendable, Hashable {
    /// The state of one way to the drive.
    public struct Path: Sendable, Hashable {
        /// The kernel's word: `running`, `offline`, `live`, `dead`; nil where it has none.
        public var state: String?
        /// Whether power management has put the device to sleep: `active`, `suspended`.
        public var power: String?
        /// Bits per second of the link now, of all lanes together.
        public var speed: UInt64?
        /// Bits per second that the link could have.
        public var maximumSpeed: UInt64?
        /// Lanes in use.
        public var width: Int?
        /// Lanes that there could be.
        public var maximumWidth: Int?
    }

    /// One for each of the drive's paths.
    public var paths: [Path] = []
    /// The devices that are built upon the drive: `dm-0`, `md1`.
    public var holders: [String] = []
    /// Commands that failed since the kernel found the drive, over all paths.
    public var errors: UInt64?
    /// Commands that got no answer in time.
    public var timeouts: UInt64?
    /// Commands that were sent.
    public var requests: UInt64?

    /// Nothing known.
    public init() {}

    /// Reads the state of a drive; some files, each a copy in memory, but for the link of a PCI function that is awake.
    public init(of drive: Drive, reading sysfs: Sysfs) {
        for path in drive.paths {
            var state = Path()
            state.state = sysfs.stringIfPresent(path.devicePath + "/state")
            state.power = sysfs.stringIfPresent(path.devicePath + "/power/runtime_status")
            if let link = path.link { state.read(link, sysfs) }
            paths.append(state)
        }
        func sum(_ name: String) -> UInt64? {
            let counts = drive.paths.compactMap { sysfs.integerIfPresent("\($0.devicePath)/\(name)") }
                .compactMap { UInt64(exactly: $0) }
            return counts.isEmpty ? nil : counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        }
        errors = sum("ioerr_cnt")
        timeouts = sum("iotmo_cnt")
        requests = sum("iorequest_cnt")
        var holders: Set<String> = []
        for node in drive.nodes {
            holders.formUnion(DriveScanner.entries(node.path + "/holders", sysfs))
            for entry in DriveScanner.entries(node.path, sysfs) where entry.hasPrefix(node.name) {
                holders.formUnion(DriveScanner.entries("\(node.path)/\(entry)/holders", sysfs))
            }
        }
        self.holders = holders.sorted(by: Sysfs.isOrderedNumerically)
    }
}

extension DriveState.Path {
    fileprivate mutating func read(_ link: DrivePath.Link, _ sysfs: Sysfs) {
        func rate(_ path: String) -> UInt64? { sysfs.stringIfPresent(path).flatMap(DriveState.bitsPerSecond) }
        switch link {
        case .ata(let folder):
            speed = rate(folder + "/sata_spd")
            maximumSpeed = rate(folder + "/hw_sata_spd_limit") ?? rate(folder + "/sata_spd_limit")
        case .sas(let phys):
            let rates = phys.compactMap { rate($0 + "/negotiated_linkrate") }
            speed = rates.isEmpty ? nil : rates.reduce(0, &+)
            let maxima = phys.compactMap { rate($0 + "/maximum_linkrate") }
            maximumSpeed = maxima.isEmpty ? nil : maxima.reduce(0, &+)
            width = rates.count
            maximumWidth = phys.count
        case .usb(let folder):
            // Megabits per second, 1.5 for the slowest.
            speed = sysfs.stringIfPresent(folder + "/speed").flatMap { DriveState.bitsPerSecond($0 + " Mbit") }
        case .pci(let folder):
            // These read registers, which would wake a function that sleeps.
            let status = sysfs.stringIfPresent(folder + "/power/runtime_status")
            if let status, status != "active", status != "unsupported" { return }
            if let state = sysfs.stringIfPresent(folder + "/power_state"), state != "D0", state != "unknown" { return }
            func lanes(_ name: String) -> Int? {
                sysfs.integerIfPresent(folder + "/" + name).flatMap { $0 > 0 && $0 <= 32 ? Int($0) : nil }
            }
            width = lanes("current_link_width")
            maximumWidth = lanes("max_link_width")
            speed = width.flatMap { width in rate(folder + "/current_link_speed").map { $0 * UInt64(width) } }
            maximumSpeed = maximumWidth.flatMap { width in
                rate(folder + "/max_link_speed").map { $0 * UInt64(width) }
            }
        }
    }
}

extension DriveState {
    /// `6.0 Gbps`, `12.0 Gbit`, `16.0 GT/s PCIe` or `480 Mbit` in bits per second; nil for `<unknown>`.
    static func bitsPerSecond(_ text: String) -> UInt64? {
        let words = text.split(separator: " ")
        guard words.count >= 2, let number = Double(words[0]), number > 0, number < 1_000_000 else { return nil }
        switch words[1].first {
        case "G": return UInt64(number * 1e9)
        case "M": return UInt64(number * 1e6)
        default: return nil
        }
    }
}
