// SPDX-License-Identifier: Apache-2.0

/// What identifies the machine: firmware strings, names, kernel.
///
/// An immutable value.
///
/// Strings the maker left as placeholders are `nil`. Serial numbers and the UUID need privileges.
public struct SystemIdentity: Sendable, Hashable {
    /// A group of the firmware's strings.
    public struct Part: Sendable, Hashable {
        /// Who made it.
        public let vendor: String?
        /// The product's name.
        public let name: String?
        /// The product's version.
        public let version: String?
        /// The serial number, where the daemon may read it.
        public let serial: String?
        /// The operator's tag.
        public let assetTag: String?
    }

    /// The whole system.
    public let product: Part
    /// The main board.
    public let board: Part
    /// The case.
    public let chassis: Part
    /// The SMBIOS code of the kind of case, such as 23 for a rack mount chassis.
    public let chassisType: Int?
    /// The maker's order number.
    public let sku: String?
    /// The family of products.
    public let family: String?
    /// The SMBIOS UUID in lower case, where the daemon may read it.
    public let uuid: String?
    /// The same as 32 hexadecimal digits in the order in which the firmware stores its bytes.
    public let platformGUID: String?
    /// How high the case is, in units of 1.75 inches.
    public let chassisHeight: Int?
    /// How many power cords the case has.
    public let powerCordCount: Int?
    /// Whether the case has a lock.
    public let hasChassisLock: Bool?
    /// Whether the board hosts others.
    public let isHostingBoard: Bool?
    /// Whether the board can be replaced.
    public let isBoardReplaceable: Bool?
    /// The sockets for processors in the firmware's order, where the daemon may read its table.
    public let sockets: [ProcessorSocket]
    /// Who made the firmware.
    public let firmwareVendor: String?
    /// The firmware's version.
    public let firmwareVersion: String?
    /// The firmware's date as the maker writes it.
    public let firmwareDate: String?
    /// The firmware's release, such as `5.22`.
    public let firmwareRelease: String?
    /// The host's name.
    public let hostName: String?
    /// The kernel's release, such as `6.1.0-18-amd64`.
    public let kernelRelease: String?
    /// The distribution as it calls itself.
    public let operatingSystem: String?
    /// Whether the firmware is that of a virtual machine.
    public let isVirtual: Bool

    /// A machine of which nothing is known, as before the first scan.
    public init() {
        self.init(table: nil) { _ in
            nil
        } text: { _ in
            nil
        }
    }

    /// What the tree that `sysfs` reads tells.
    ///
    /// - Parameter table: the firmware's table, where it could be read.
    public init(reading sysfs: Sysfs, table: SMBIOSTable? = nil) {
        self.init(table: table) {
            sysfs.stringIfPresent($0)
        } text: { path in
            (try? sysfs.contents(path, limit: 64 << 10)).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private init(table: SMBIOSTable?, _ read: (String) -> String?, text: (String) -> String?) {
        func dmi(_ name: String) -> String? {
            read("sys/class/dmi/id/" + name).flatMap { FirmwareText.isPlaceholder($0) ? nil : $0 }
        }
        func tree(_ name: String) -> String? {
            read("proc/device-tree/" + name) ?? read("sys/firmware/devicetree/base/" + name)
        }
        func part(_ prefix: String, vendor: String?, name: String?) -> Part {
            Part(
                vendor: vendor, name: name, version: dmi(prefix + "_version"), serial: dmi(prefix + "_serial"),
                assetTag: dmi(prefix + "_asset_tag"))
        }
        let system = part("product", vendor: dmi("sys_vendor"), name: dmi("product_name"))
        // Boards without DMI describe themselves in the device tree: `vendor,model` and a readable model.
        product = Part(
            vendor: system.vendor ?? tree("compatible")?.split(separator: ",").first.map(String.init),
            name: system.name ?? tree("model"), version: system.version, serial: system.serial ?? tree("serial-number"),
            assetTag: system.assetTag)
        self.board = part("board", vendor: dmi("board_vendor"), name: dmi("board_name"))
        chassis = part("chassis", vendor: dmi("chassis_vendor"), name: nil)
        chassisType = dmi("chassis_type").flatMap { UInt8($0) }.map { Int($0) }
        sku = dmi("product_sku")
        family = dmi("product_family")
        let uuid = dmi("product_uuid").flatMap(FirmwareText.uuid)
        self.uuid = uuid
        // What is a placeholder as a text is one as bytes.
        platformGUID = uuid.map { text in
            table?.structures(ofType: 1).first?.bytes(8, count: 16).map(FirmwareText.hexadecimal)
                ?? FirmwareText.storedOrder(ofUUID: text)
        }
        let enclosure = table?.structures(ofType: 3).first
        chassisHeight = enclosure?.byte(0x11).flatMap { $0 == 0 ? nil : Int($0) }
        powerCordCount = enclosure?.byte(0x12).flatMap { $0 == 0 ? nil : Int($0) }
        hasChassisLock = enclosure?.byte(0x05).map { $0 & 0x80 != 0 }
        let boards = table?.structures(ofType: 2) ?? []
        // Kind 10 is the mother board; a short structure has no kind, and is the only one.
        let board = boards.first { $0.byte(0x0D) == 10 } ?? boards.first
        isHostingBoard = board?.byte(0x09).map { $0 & 1 != 0 }
        isBoardReplaceable = board?.byte(0x09).map { $0 & 0b1100 != 0 }
        sockets = table?.structures(ofType: 4).compactMap(ProcessorSocket.init) ?? []
        firmwareVendor = dmi("bios_vendor")
        firmwareVersion = dmi("bios_version")
        firmwareDate = dmi("bios_date")
        firmwareRelease = dmi("bios_release")
        hostName = Self.hostName(read)
        kernelRelease = read("proc/sys/kernel/osrelease")
        operatingSystem = (text("etc/os-release") ?? text("usr/lib/os-release")).flatMap(FirmwareText.prettyName)
        isVirtual = FirmwareText.isHypervisor(vendor: system.vendor, product: system.name)
    }

    /// The host's name, as the kernel has it; nil where none was given.
    static func hostName(_ read: (String) -> String?) -> String? {
        read("proc/sys/kernel/hostname").flatMap { $0.isEmpty || $0 == "(none)" ? nil : $0 }
    }
}
