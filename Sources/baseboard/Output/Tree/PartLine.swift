// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// What the tree says of a part: by its kind, else by what most classes have.
struct PartLine {
    private let instance: Instance
    private let sensors: [SensorReading]
    /// The names of block devices and the like that stand in lines below.
    private let shownBelow: Set<String>
    private var line = TreeLine()

    /// The line of a part.
    static func line(_ instance: Instance, sensors: [Instance], below: [TreeNode]) -> TreeLine {
        // A controller's devices are drives that have lines of their own.
        let shown = below.compactMap(\.instance).filter { $0.property("PCIAddress") != nil }
            .flatMap { $0.properties.flatMap { $0.values.compactMap(\.text) } }
        return PartLine(instance, sensors.map(SensorReading.init), shownBelow: Set(shown)).made()
    }

    private init(_ instance: Instance, _ sensors: [SensorReading], shownBelow: Set<String>) {
        self.instance = instance
        self.sensors = sensors
        self.shownBelow = shownBelow
    }

    /// Whether a part's line begins with its name, rather than with what identifies it.
    static func beginsWithName(_ instance: Instance) -> Bool {
        switch PartKind.name(of: instance.className) {
        case "System", "ComputerSystem", "Processor", "Memory", "PhysicalMemory", "PCIDevice", "PCIBridge",
            "PCIVirtualFunction", "Drive", "DiskDrive":
            false
        default: true
        }
    }

    private func made() -> TreeLine {
        var copy = self
        copy.make()
        return copy.line
    }

    private mutating func make() {
        var showsReading = true
        switch PartKind.name(of: instance.className) {
        case "System", "ComputerSystem": addSystem()
        case "Processor": addProcessor()
        case "Memory", "PhysicalMemory": addMemory()
        case "PCIDevice", "PCIBridge", "PCIVirtualFunction": addFunction()
        case "Drive", "DiskDrive": addDrive()
        case "Fan":
            addFan()
            showsReading = text("CurrentSpeed") == nil  // Else its sensor says the same.
        case "Battery": addBattery()
        default: addAny()
        }
        addSensors(showsReading)
        // A bad link is what is wrong with a function's health.
        if badVerdict == nil, let number = instance["HealthState"].flatMap(Int.init), number > 5 {
            line.add(text("HealthState").map { "health: \($0)" }, severity: number < 15 ? .warning : .critical)
        }
    }

    // MARK: Kinds

    private mutating func addSystem() {
        line.add(text("Name") ?? "system")
        line.add(joined("Manufacturer", "Model"), .elastic)
        line.add(serial, .optional)
    }

    private mutating func addProcessor() {
        line.add(text("DeviceID"))
        line.add(text("Model", "ElementName"), .elastic)
        line.add(counted(text("NumberOfCores", "NumberOfEnabledCores"), "core"))
        line.add(counted(text("NumberOfThreads"), "thread"), .optional)
        line.add(text("MaxClockSpeed"), .optional)
    }

    private mutating func addMemory() {
        line.add(text("DeviceID", "Tag"))
        line.add(text("Capacity") ?? "empty")
        line.add(joined("MemoryType", "ConfiguredSpeed"))
        line.add(joined("Manufacturer", "PartNumber"), .elastic)
        line.add(serial, .optional)
    }

    private mutating func addFunction() {
        let address = text("DeviceID") ?? Table.none
        // Domain 0 is said in the branch, and nobody types it.
        line.add(address.hasPrefix("0000:") ? String(address.dropFirst(5)) : address)
        line.add(functionName, .elastic)
        if let badVerdict {
            let link = ClassDisplay.linkComparison(of: instance, verdict: badVerdict).map { ": \($0)" } ?? ""
            line.add(badVerdict + link, severity: .warning)
        }
        line.add(devices)
        line.add(text("Driver"), .optional)
        line.add(text("Slot").map { "slot \($0)" }, .optional)
    }

    /// The chip's name with its maker's; what it is where the list of names does not know it.
    private var functionName: String? {
        guard let model = text("Model") else { return text("ClassName", "ElementName") }
        guard let maker = text("Manufacturer").map(Self.shortMaker), !model.hasPrefix(maker) else { return model }
        return "\(maker) \(model)"
    }

    private var badVerdict: String? {
        text("LinkVerdict").flatMap { TreeNode.isBad(verdict: $0) ? $0 : nil }
    }

    /// What people call a maker: what its name has in brackets, else the name without the words of its legal form.
    static func shortMaker(_ name: String) -> String {
        if let open = name.lastIndex(of: "["), name.hasSuffix("]"),
            name.index(after: open) < name.index(before: name.endIndex)
        {
            return String(name[name.index(after: open)..<name.index(before: name.endIndex)])
        }
        var words = name.split(separator: " ")
        while words.count > 1, let last = words.last, legalForms.contains(last.lowercased().filter(\.isLetter)) {
            words.removeLast()
        }
        let short = words.joined(separator: " ")
        return short.hasSuffix(",") ? String(short.dropLast()) : short
    }

    private static let legalForms: Set<String> = [
        "ag", "co", "company", "corp", "corporation", "electronics", "gmbh", "inc", "limited", "llc", "ltd",
        "semiconductor", "technologies", "technology",
    ]

    private mutating func addDrive() {
        line.add(devices ?? text("DeviceID"), devices == nil ? .elastic : .fixed)
        line.add(text("Model", "ElementName"), .elastic)
        line.add(text("Size", "Capacity", "MaxMediaSize"))
        line.add(serial)
        line.add(text("Transport"), .optional)
        line.add(text("Bay").map { "bay \($0)" }, .optional)
    }

    private mutating func addFan() {
        line.add(text("ElementName", "DeviceID"), .elastic)
        line.add(text("CurrentSpeed"))
        line.add(text("DutyCycle").map { "duty \($0)" }, .optional)
        if sensors.isEmpty, let quality = text("Quality"), quality != "good" {
            line.add(quality, severity: Severity(ofState: quality))
        }
    }

    private mutating func addBattery() {
        line.add(text("ElementName", "DeviceID"), .elastic)
        line.add(text("Charge", "EstimatedChargeRemaining"))
        line.add(text("Status"))
        line.add(text("HealthPercent").map { "health \($0)" }, .optional)
        line.add(serial, .optional)
    }

    private mutating func addAny() {
        let name = text("ElementName", "Name", "DeviceID", "Tag", "InstanceID") ?? instance.className
        line.add(name, .elastic)
        if let model = joined("Manufacturer", "Model"), !name.contains(model) { line.add(model, .elastic) }
        line.add(text("Version", "FirmwareVersion"), .optional)
        line.add(serial, .optional)
    }

    private mutating func addSensors(_ showsReading: Bool) {
        if sensors.count == 1 {
            if showsReading, sensors[0].reading != Table.none { line.add(sensors[0].reading) }
        } else if !sensors.isEmpty {
            line.add("\(sensors.count) sensors", .optional)
        }
        var said = Set<String>()
        for sensor in sensors {
            guard let concern = sensor.concern, said.insert(concern.text).inserted else { continue }
            line.add(concern.text, severity: concern.severity)
        }
    }

    // MARK: Pieces

    /// The first of these properties that says something.
    private func text(_ names: String...) -> String? {
        for name in names {
            guard let property = instance.property(name), !property.isNull else { continue }
            let text = ClassDisplay.text(of: property, in: instance)
            // Firmware and drives pad their texts.
            let words = text.split(separator: " ").joined(separator: " ")
            if !words.isEmpty { return words }
        }
        return nil
    }

    private func joined(_ names: String...) -> String? {
        let texts = names.compactMap { text($0) }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }

    private func counted(_ number: String?, _ noun: String) -> String? {
        number.map { "\($0) \(noun)\($0 == "1" ? "" : "s")" }
    }

    private var serial: String? { text("SerialNumber").map { "S/N \($0)" } }

    /// How many names of devices a line has room for.
    private static let mostDevices = 4

    /// The kernel's names of the part, but for those in lines below.
    private var devices: String? {
        let names = ["KernelNames", "LinuxDevices"].lazy.compactMap(instance.property).first
        let texts = names?.values.compactMap(\.text).filter { !$0.isEmpty && !shownBelow.contains($0) } ?? []
        guard !texts.isEmpty else { return nil }
        let more = texts.count > Self.mostDevices ? " +\(texts.count - Self.mostDevices)" : ""
        return DisplayText.clean(texts.prefix(Self.mostDevices).joined(separator: " ")) + more
    }
}
