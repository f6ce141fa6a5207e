// SPDX-License-Identifier: Apache-2.0

/// A battery, or an adapter that feeds the machine: one device of the kernel's class `power_supply`.
///
/// An immutable value: what does not change while it is there. `reading` reads the rest.
public struct PowerSupply: Sendable, Hashable, Identifiable {
    /// What kind of supply it is.
    public enum Kind: String, Sendable, Hashable {
        /// A battery of the machine.
        case battery = "Battery"
        /// An uninterruptible supply.
        case ups = "UPS"
        /// An adapter to the mains.
        case mains = "Mains"
        /// A feed through USB.
        case usb = "USB"
        /// A feed through the air.
        case wireless = "Wireless"
    }

    /// The firmware's name of it, such as `BAT0`.
    public let id: String
    /// What kind it is.
    public let kind: Kind
    /// What it belongs to, as a path below `sys/devices`, such as `LNXSYSTM:00/LNXSYBUS:00/PNP0C0A:00`.
    public let device: String?
    /// Who made it.
    public let manufacturer: String?
    /// What it is sold as.
    public let model: String?
    /// Its serial number.
    public let serial: String?
    /// What a battery is made of, in the kernel's word, such as `Li-ion`.
    public let technology: String?
    /// When it was made: year, month and day; nil unless the month is told too.
    public let manufactured: ManufactureDate?
    /// The lane on which it is read.
    public let lane: BusKey

    /// A day, or a month whose first day stands for it.
    public struct ManufactureDate: Sendable, Hashable {
        /// The year.
        public let year: Int
        /// The month, from 1.
        public let month: Int
        /// The day, from 1.
        public let day: Int
    }

    static let folder = "sys/class/power_supply"
    /// The most supplies taken of a machine.
    private static let limit = 256

    /// What the kernel lists, without a look at any of it.
    ///
    /// A name that is not clean text is left out: its attributes could not be asked for by it.
    static func names(reading sysfs: Sysfs) -> [String] {
        ((try? sysfs.list(folder, limit: limit)) ?? []).filter { String(sysfs: $0.utf8) == $0 }
    }

    /// The supply of a name; nil for one that is out, for a mouse's, and for what feeds nothing.
    ///
    /// Asks the embedded controller, which may be slow.
    init?(_ name: String, reading sysfs: Sysfs) {
        let path = Self.folder + "/" + name
        func text(_ attribute: String) -> String? {
            sysfs.stringIfPresent(path + "/" + attribute).flatMap { FirmwareText.isPlaceholder($0) ? nil : $0 }
        }
        guard let type = sysfs.stringIfPresent(path + "/type") else { return nil }
        // The kernel had a type for each standard of USB chargers (`USB_PD`); all of them feed.
        guard let kind = Kind(rawValue: type) ?? (type.hasPrefix("USB") ? .usb : nil) else { return nil }
        // A mouse's battery is not the machine's.
        guard sysfs.stringIfPresent(path + "/scope") != "Device" else { return nil }
        if kind == .battery, sysfs.integerIfPresent(path + "/present") == 0 { return nil }
        id = String(sysfs: name.utf8)
        self.kind = kind
        let device = sysfs.canonicalPath(path).flatMap(Self.device)
        self.device = device.map { String(sysfs: $0.utf8) }
        manufacturer = text("manufacturer")
        model = text("model_name")
        serial = text("serial_number")
        technology = text("technology")
        manufactured = Self.date(
            year: sysfs.integerIfPresent(path + "/manufacture_year"),
            month: sysfs.integerIfPresent(path + "/manufacture_month"),
            day: sysfs.integerIfPresent(path + "/manufacture_day"))
        // Every battery of the ACPI firmware is behind its one lock.
        let isFirmware = device.map { $0.contains("ACPI") || $0.contains("PNP") || $0.contains("LNXSYSTM") }
        lane = isFirmware ?? true ? .acpi : BusKey("power_supply")
    }

    /// The device that a supply belongs to: what stands before its class folder, below `sys/devices`.
    private static func device(_ path: String) -> String? {
        var names = path.split(separator: "/")
        guard names.starts(with: ["sys", "devices"]) else { return nil }
        names.removeFirst(2)
        if names.dropLast().last == "power_supply" { names.removeLast(2) }
        return names.joined(separator: "/")
    }

    private static func date(year: Int64?, month: Int64?, day: Int64?) -> ManufactureDate? {
        guard let year, let month, (1980...9999).contains(year), (1...12).contains(month) else { return nil }
        let day = day ?? 1
        guard (1...31).contains(day) else { return nil }
        return ManufactureDate(year: Int(year), month: Int(month), day: Int(day))
    }
}
