// SPDX-License-Identifier: Apache-2.0

/// Finds the chips, channels and cooling devices below a root.
///
/// It lists directories and reads names and labels, no values; still, run it on the `scan` lane of a live machine.
public struct SensorScanner: Sendable {
    /// The most channels a chip may have; what is beyond them is ignored.
    public static let channelLimit = 1024
    /// The most chips a machine may have.
    public static let chipLimit = 4096

    let sysfs: Sysfs
    /// What libsensors says of the chips, by the directory of their attributes.
    let library: [String: LibraryChip]

    /// A scanner of the tree `sysfs` reads.
    ///
    /// - Parameter library: what libsensors says of the chips; empty for a recorded machine.
    public init(_ sysfs: Sysfs, library: [LibraryChip] = []) {
        self.sysfs = sysfs
        self.library = Dictionary(library.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A chip found, before it has its key.
    struct Draft {
        var base: String
        var name: String
        var node: String
        var path: String
        var devicePath: String?
        var cost: ChipCost
        var label: String?
        var libraryName: String?
        var channels: [ChannelDraft]
    }

    struct ChannelDraft {
        var kind: ChannelKind
        var index: Int
        var attributes: AttributeSet
        var label: String?
        var trips: [TripPoint] = []
        var zone: Int?
        var isThermalZone = false
        var isComputed = false
    }

    /// Scans everything.
    public func scan() -> SensorInventory {
        var drafts: [Draft] = []
        for node in sysfs.listIfPresent("sys/class/hwmon").prefix(SensorScanner.chipLimit) {
            // Two class entries may lead to one directory in a recorded tree.
            if let draft = draft(of: node), !drafts.contains(where: { $0.path == draft.path }) { drafts.append(draft) }
        }
        addThermalZones(to: &drafts)
        // By path, so that ordinals of equal names do not depend on the order of discovery.
        drafts.sort { Sysfs.isOrderedNumerically($0.path, $1.path) }
        let keys = ChipIdentity.unique(drafts.map { (base: $0.base, name: $0.name) })
        let chips = zip(drafts, keys).map { SensorScanner.chip($0, key: $1) }
        return SensorInventory(
            chips: chips.sorted { Sysfs.isOrderedNumerically($0.id.description, $1.id.description) },
            coolingDevices: coolingDevices())
    }

    private static func chip(_ draft: Draft, key: String) -> HwmonChip {
        HwmonChip(
            id: HwmonChip.ID(key), name: draft.name, label: draft.label, node: draft.node, path: draft.path,
            devicePath: draft.devicePath, libraryName: draft.libraryName, costClass: draft.cost.costClass,
            lane: draft.cost.lane,
            channels: draft.channels.map { channel in
                let name = channel.isThermalZone ? channel.kind.rawValue : channel.kind.rawValue + String(channel.index)
                return HwmonChannel(
                    id: HwmonChannel.ID(key + "/" + name), chip: HwmonChip.ID(key), kind: channel.kind,
                    index: channel.index, attributes: channel.attributes, label: channel.label, trips: channel.trips,
                    zone: channel.zone, isThermalZone: channel.isThermalZone, isComputed: channel.isComputed)
            })
    }

    /// Reads one class directory; `nil` when it vanished meanwhile or measures nothing.
    private func draft(of node: String) -> Draft? {
        guard var path = sysfs.canonicalPath("sys/class/hwmon/" + node) else { return nil }
        let devicePath = sysfs.canonicalPath(path + "/device")
        let name = chipName(path: path, devicePath: devicePath)
        var files = sysfs.listIfPresent(path)
        var found = SensorScanner.channels(in: files)
        if found.isEmpty, let devicePath {
            // Drivers from before the class had attributes keep them in the device's directory.
            files = sysfs.listIfPresent(devicePath)
            found = SensorScanner.channels(in: files)
            if !found.isEmpty { path = devicePath }
        }
        let known = library[path]
        var cost = ChipCost.live(name: name, devicePath: devicePath ?? path)
        guard let directory = try? SysfsDirectory(sysfs.root, path) else { return nil }
        var channels: [ChannelDraft] = []
        for (key, attributes) in found {
            var channel = ChannelDraft(kind: key.kind, index: key.index, attributes: attributes)
            let prefix = key.kind.rawValue + String(key.index)
            if let known, key.kind != .pwm {
                // What the administrator ignores is not a feature any more.
                guard let feature = known.features[prefix] else { continue }
                channel.label = feature.label
                channel.isComputed = feature.isComputed
            } else if attributes.contains(.label), sysfs.root.isLive || directory.isRegular(prefix + "_label") {
                channel.label = (try? directory.string(prefix + "_label")).flatMap { $0.isEmpty ? nil : $0 }
            }
            channels.append(channel)
        }
        if channels.isEmpty { return nil }
        if !sysfs.root.isLive {
            cost = isQuiet(directory, channels) ? .cheap : ChipCost(costClass: .bus, lane: BusKey("recorded-" + node))
        }
        return Draft(
            base: ChipIdentity.base(devicePath: devicePath ?? path, name: name), name: name, node: node, path: path,
            devicePath: devicePath, cost: cost, label: sysfs.stringIfPresent(path + "/label"),
            libraryName: known?.name, channels: channels)
    }

    private func chipName(path: String, devicePath: String?) -> String {
        if let name = sysfs.stringIfPresent(path + "/name") { return name }
        guard let devicePath else { return "hwmon" }
        if let name = sysfs.stringIfPresent(devicePath + "/name") { return name }
        let driver = sysfs.canonicalPath(devicePath + "/driver")?.split(separator: "/").last
        return driver.map(String.init) ?? "hwmon"
    }

    /// Whether every attribute is a regular file; a FIFO in a recorded tree stands for a driver that hangs.
    private func isQuiet(_ directory: borrowing SysfsDirectory, _ channels: [ChannelDraft]) -> Bool {
        for channel in channels {
            let prefix = channel.kind.rawValue + String(channel.index)
            for attribute in HwmonAttribute.allCases where channel.attributes.contains(attribute) {
                // A file that vanished is an absent value, not a slow one.
                guard directory.isRegular(prefix + attribute.suffix) || !directory.exists(prefix + attribute.suffix)
                else {
                    return false
                }
            }
        }
        return true
    }
}
