// SPDX-License-Identifier: Apache-2.0

/// The memory of a machine as found by one scan: modules, slots, and what the kernel has of it.
///
/// An immutable value.
public struct MemoryInventory: Sendable, Hashable {
    /// Who told of the modules.
    public enum Source: String, Sendable, Hashable {
        /// The firmware's table, which only root may read.
        case smbios
        /// udev, which reads the table for everybody.
        case udev
    }

    /// The modules in the firmware's order; none where nobody tells of them.
    public let modules: [MemoryModule]
    /// Who told of the modules; nil where nobody does.
    public let source: Source?
    /// How many slots there are, empty ones too; nil where nobody tells.
    public let slotCount: Int?
    /// The most bytes that the slots can hold.
    public let maximumCapacity: UInt64?
    /// How errors are corrected, such as `Multi-bit ECC`.
    public let errorCorrection: String?
    /// Bytes that the kernel has to give; less than what is installed.
    public let total: UInt64?

    /// The most slots taken of a table.
    static let slotLimit = 4096

    /// What the modules hold together; nil unless all of them tell.
    public var installedCapacity: UInt64? {
        guard !modules.isEmpty else { return nil }
        var sum: UInt64 = 0
        for module in modules {
            guard let capacity = module.capacity else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(capacity)
            guard !overflow else { return nil }
            sum = next
        }
        return sum
    }

    /// A machine of whose memory nothing is known, as before the first scan.
    public init() { self.init(table: nil, properties: [:], meminfo: []) }

    /// The memory of the machine that `sysfs` reads.
    ///
    /// - Parameter table: the firmware's table, where it could be read.
    public init(reading sysfs: Sysfs, table: SMBIOSTable?) {
        var properties: [String: String] = [:]
        if table == nil, sysfs.root.isLive, let udev = UdevDatabase() {
            properties = udev.properties(ofSyspath: "/sys/devices/virtual/dmi/id", limit: 16_384) ?? [:]
        }
        self.init(
            table: table, properties: properties, meminfo: (try? sysfs.contents("proc/meminfo", limit: 64 << 10)) ?? [])
    }

    /// What the table tells, else what udev's properties of the DMI device tell.
    ///
    /// - Parameter meminfo: the kernel's file of that name.
    public init(table: SMBIOSTable?, properties: [String: String], meminfo: [UInt8]) {
        total = Self.total(meminfo)
        let slots: [MemoryModule]
        if let table {
            let arrays = table.structures(ofType: 16)
            // Use 3 is system memory; others hold firmware, or the memory of a graphics unit.
            let own = arrays.filter { $0.byte(5) == 3 }
            let foreign = Set(arrays.filter { $0.byte(5) != 3 }.map(\.handle)).subtracting(own.map(\.handle))
            slots = table.structures(ofType: 17).prefix(Self.slotLimit)
                .filter { device in device.word(4).map { !foreign.contains($0) } ?? true }.map(MemoryModule.init)
            maximumCapacity = Self.sum(own.map(Self.capacity))
            errorCorrection = own.compactMap { $0.byte(6) }.compactMap { SMBIOSNames.errorCorrections[$0] }.first
            source = slots.isEmpty ? nil : .smbios
        } else {
            slots = Self.devices(properties).map(MemoryModule.init(udev:))
                .filter { $0.type.map { !SMBIOSNames.firmwareMemory.contains($0) } ?? true }
            maximumCapacity = properties["MEMORY_ARRAY_MAX_CAPACITY"].flatMap { UInt64($0) }
            errorCorrection = properties["MEMORY_ARRAY_EC_TYPE"].flatMap {
                FirmwareText.isPlaceholder($0) ? nil : $0
            }
            source = slots.isEmpty ? nil : .udev
        }
        slotCount = slots.isEmpty ? nil : slots.count
        modules = Self.named(slots).filter(\.isPresent)
    }

    /// Gives each slot the first name that no other slot has, so that a module keeps its own while others come and go.
    private static func named(_ slots: [MemoryModule]) -> [MemoryModule] {
        let forms: [(MemoryModule) -> String?] = [
            \.locator,
            { slot in slot.locator.flatMap { locator in slot.bankLocator.map { "\($0) \(locator)" } } },
            { slot in slot.handle.map { "handle \($0)" } },
        ]
        let counts = forms.map { form in
            Dictionary(slots.compactMap(form).map { ($0, 1) }, uniquingKeysWith: +)
        }
        var taken: Set<String> = []
        return slots.enumerated().map { index, slot in
            var slot = slot
            let names = zip(forms, counts).compactMap { form, count in
                form(slot).flatMap { count[$0] == 1 ? $0 : nil }
            }
            // A table with double handles, or udev with double locators: the place in the table is all there is.
            slot.id = (names + ["slot \(index)"]).first { !taken.contains($0) } ?? "memory device \(index)"
            taken.insert(slot.id)
            return slot
        }
    }

    /// Properties of each device by what stands behind its number, in order of the numbers.
    private static func devices(_ properties: [String: String]) -> [[String: String]] {
        var found: [Int: [String: String]] = [:]
        for (key, value) in properties where key.hasPrefix("MEMORY_DEVICE_") {
            let parts = key.dropFirst("MEMORY_DEVICE_".count).split(separator: "_", maxSplits: 1)
            guard parts.count == 2, let number = Int(parts[0]), (0..<slotLimit).contains(number) else { continue }
            found[number, default: [:]][String(parts[1])] = value
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The most that an array can hold: KiB, or bytes in the extended field.
    private static func capacity(_ array: SMBIOSStructure) -> UInt64? {
        switch array.doubleWord(7) {
        case nil, 0: nil
        case 0x8000_0000: array.quadWord(0x0F).flatMap { $0 == 0 ? nil : $0 }
        case let kibibytes?: UInt64(kibibytes) << 10
        }
    }

    private static func sum(_ sizes: [UInt64?]) -> UInt64? {
        var sum: UInt64 = 0
        for size in sizes {
            guard let size else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(size)
            guard !overflow else { return nil }
            sum = next
        }
        return sizes.isEmpty ? nil : sum
    }

    /// `MemTotal:       16303048 kB` in bytes.
    private static func total(_ meminfo: [UInt8]) -> UInt64? {
        for line in meminfo.split(separator: UInt8(ascii: "\n")).prefix(64) {
            let words = String(sysfs: line).split(separator: " ")
            guard words.count >= 2, words[0] == "MemTotal:", let kibibytes = UInt64(words[1]) else { continue }
            let (bytes, overflow) = kibibytes.multipliedReportingOverflow(by: 1024)
            return overflow || bytes == 0 ? nil : bytes
        }
        return nil
    }
}
