// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// BB_DriveView: a drive in one flat row, with what the kernel calls it and how it is connected.
func driveViewClass<S: PartSource>(_ drives: S) -> some ResourceClass where S.Part == DiskDrive {
    Table(
        "BB_DriveView", of: drives, displayName: "Drives",
        summary: ["ElementName", "Transport", "Size", "KernelNames", "HealthState"],
        columns: identity + medium + blocks + paths + live,
        "A whole disk: one row however many paths lead to it and however many namespaces it has. Nothing of it is read "
            + "from the disk itself, which may sleep on; what it thinks of its own health is therefore not here.")
}

private typealias Columns = [Column<DiskDrive>]

private func strings(_ texts: [String]) -> Value { .array(texts.map(Value.string)) }

private var identity: Columns {
    [
        .key(
            "DeviceID",
            "The name below /dev/disk/by-id: by World Wide Name, else by model and serial number; else where the drive is.",
            value: \.id),
        .property("ElementName", .string, "The model and the bay.") { .string($0.name) },
        .property("Manufacturer", .string, "Who made it; ATA and NVMe drives do not say.") { Value($0.drive.vendor) },
        .property("Model", .string, "What it is sold as.") { Value($0.drive.model) },
        .property("SerialNumber", .string, "The maker's number of this one piece.") { Value($0.drive.serialNumber) },
        .property("FirmwareVersion", .string, "The revision of its firmware.") { Value($0.drive.firmware) },
        .property(
            "WorldWideName", .string, "The drive's, else its first namespace's number in the world, in hexadecimal."
        ) {
            Value(($0.drive.identifier ?? $0.drive.extents.first?.identifier)?.digits)
        },
        .property("WorldWideNameType", .string, "What number that is: NAA, EUI-64, NGUID or UUID.") {
            Value(($0.drive.identifier ?? $0.drive.extents.first?.identifier)?.kind.rawValue)
        },
    ]
}

private var medium: Columns {
    [
        .property(
            "Transport", .string,
            "What it speaks: \(DriveTransport.allCases.map(\.rawValue).joined(separator: ", ")); RAID is a controller's volume."
        ) { .string($0.drive.transport.rawValue) },
        .property("MediaType", .string, "HDD or SSD; absent where a hypervisor or a storage network says so.") {
            Value($0.mediaType)
        },
        .property("RotationRate", .uint32, unit: .revolutionsPerMinute, "How fast its discs turn.") {
            Value($0.drive.rotationRate.flatMap { UInt32(exactly: $0) })
        },
        .property("FormFactor", .string, "The size of its housing.") { Value($0.drive.formFactor) },
        .property("Removable", .boolean, "Whether the medium can be taken out; sticks say so too.") {
            .boolean($0.drive.isRemovable)
        },
        .property("HotSwappable", .boolean, "Whether its place lets it be pulled while the machine runs.") {
            Value($0.drive.isHotSwappable)
        },
        .property("Bay", .string, "The label of the bay, by the adapter, the enclosure or the PCI slot.") {
            Value($0.drive.bay)
        },
        .property("Enclosure", .string, "The number of the enclosure that the bay belongs to.") {
            Value($0.drive.enclosure)
        },
        .property("SecurityState", .string, "The ATA password: off, unlocked or locked.") { disk in
            Value(disk.drive.security.map { "\($0)" })
        },
        .property("SMARTEnabled", .boolean, "Whether the drive watches its own health.") {
            Value($0.drive.watchesHealth)
        },
    ]
}

private var blocks: Columns {
    [
        .property("Size", .uint64, unit: .bytes, "The size of all namespaces together.") { Value($0.drive.size) },
        .property("BlockSize", .uint64, unit: .bytes, "What a request counts by.") {
            Value($0.drive.extents.first?.logicalBlockSize)
        },
        .property("PhysicalBlockSize", .uint64, unit: .bytes, "What the medium is written by.") {
            Value($0.drive.extents.first?.physicalBlockSize)
        },
        .property("NumberOfNamespaces", .uint32, "How many namespaces an NVMe drive has.") { disk in
            disk.drive.transport == .nvme ? .unsigned(UInt64(disk.drive.extents.count)) : .absent(.absent)
        },
        .property("NumberOfPartitions", .uint32, "How many partitions the kernel found.") {
            .unsigned(UInt64($0.drive.extents.reduce(0) { $0 + $1.partitions }))
        },
        .property("ReadOnly", .boolean, "Whether writing is refused.") { .boolean($0.isReadOnly) },
        .property("WriteCache", .boolean, "Whether it may keep what is written in a volatile cache.") {
            Value($0.drive.extents.first?.hasWriteCache)
        },
        .property("DiscardLimit", .uint64, unit: .bytes, "The most bytes of one discard; 0 where it knows none.") {
            Value($0.drive.extents.first?.discardLimit)
        },
        .property("Zoned", .string, "host-managed or host-aware; absent without zones.") {
            Value($0.drive.extents.lazy.compactMap(\.zoned).first)
        },
    ]
}

private var paths: Columns {
    [
        .property("KernelNames", .string, isArray: true, "The block devices of the moment, such as sda.") {
            strings($0.drive.nodes.map(\.name))
        },
        .property(
            "DiskSequences", .uint64, isArray: true,
            "The kernel's counts of these disks, in the same order, where all have one."
        ) {
            let counts = $0.drive.nodes.compactMap(\.sequence)
            return counts.count == $0.drive.nodes.count ? .array(counts.map(Value.unsigned)) : .absent(.absent)
        },
        .property("NumberOfPaths", .uint32, "How many ways lead to it.") { .unsigned(UInt64($0.drive.paths.count)) },
        .property("Paths", .string, isArray: true, "The devices at the ends of the ways, below /sys.") {
            strings(
                $0.drive.paths.map {
                    $0.devicePath.hasPrefix("sys/") ? String($0.devicePath.dropFirst(4)) : $0.devicePath
                })
        },
        .property("Locations", .string, isArray: true, "Where the ways go, in the same order, the same across reboots.")
        {
            strings($0.drive.paths.map(\.location))
        },
        .property(
            "PCIAddress", .string, "The PCI function that the first way goes through: DeviceID of BB_PCIDeviceView."
        ) {
            Value($0.drive.paths.lazy.compactMap(\.pciAddress).first)
        },
        .property("Driver", .string, "The driver of the adapter.") {
            Value($0.drive.paths.lazy.compactMap(\.driver).first)
        },
        .property("SASAddresses", .string, isArray: true, "The addresses of its ports on a SAS.") {
            strings($0.drive.paths.compactMap(\.sasAddress))
        },
        .property("TemperatureSensor", .string, "The sensor of its temperature: DeviceID of BB_SensorView.") {
            Value($0.temperatureSensor?.text)
        },
    ]
}

private var live: Columns {
    [
        .property(
            "NegotiatedSpeed", .uint64, unit: .bitsPerSecond, reads: .live, "The raw speed of the link, all lanes."
        ) {
            Value($0.link?.speed)
        },
        .property("MaximumSpeed", .uint64, unit: .bitsPerSecond, reads: .live, "The speed that the link could have.") {
            Value($0.link?.maximumSpeed)
        },
        .property("LinkWidth", .uint32, reads: .live, "Lanes in use.") {
            Value($0.link?.width.flatMap { UInt32(exactly: $0) })
        },
        .property("MaximumLinkWidth", .uint32, reads: .live, "Lanes that there could be.") {
            Value($0.link?.maximumWidth.flatMap { UInt32(exactly: $0) })
        },
        .property(
            "PathStates", .string, isArray: true, reads: .live,
            "The kernel's word of each way: running, offline, live, dead; empty where it has none."
        ) { strings($0.state.paths.map { $0.state ?? "" }) },
        .property("PowerState", .string, reads: .live, "active or suspended, by the kernel's power management.") {
            Value($0.power)
        },
        .property(
            "Holders", .string, isArray: true, reads: .live, "What is built upon it or its partitions: dm-0, md1."
        ) {
            strings($0.state.holders)
        },
        .property("ErrorCount", .uint64, reads: .live, "Commands that failed since the kernel found it.") {
            Value($0.state.errors)
        },
        .property("TimeoutCount", .uint64, reads: .live, "Commands that got no answer in time.") {
            Value($0.state.timeouts)
        },
        .property("RequestCount", .uint64, reads: .live, "Commands that were sent.") { Value($0.state.requests) },
        .property(
            "HealthState", .uint16, values: StandardValues.healthState, reads: .live,
            "How the kernel gets on with the drive; 10 where one of its ways is lost."
        ) { .unsigned($0.health.healthState) },
    ]
}
