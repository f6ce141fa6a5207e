// SPDX-License-Identifier: Apache-2.0

import WSManClient

extension InventoryTree {
    /// How a tree is drawn.
    struct Style {
        /// The columns to fit in; nil for lines as long as they like.
        var width: Int?
        /// Whether lines may be drawn with box characters.
        var hasBoxes = true
        /// Whether states are coloured.
        var hasColour = false
        /// Whether bridges, the chip set's functions and virtual functions have lines of their own.
        var showsAll = false

        fileprivate var branch: String { hasBoxes ? "├─ " : "|- " }
        fileprivate var lastBranch: String { hasBoxes ? "└─ " : "`- " }
        fileprivate var trunk: String { hasBoxes ? "│  " : "|  " }
        fileprivate var ellipsis: String { hasBoxes ? "…" : "..." }
    }

    /// The tree as lines, each within the width.
    func lines(_ style: Style = Style()) -> [String] {
        var lines = [fitted(root, to: style.width, style)]
        draw(shown(root, style), prefix: "", style, into: &lines)
        return lines
    }

    private func draw(_ nodes: [TreeNode], prefix: String, _ style: Style, into lines: inout [String]) {
        for (index, node) in Self.distinguished(nodes).enumerated() {
            let isLast = index == nodes.count - 1
            var lead = prefix + (isLast ? style.lastBranch : style.branch)
            // Deep down, half of a narrow terminal is left to the words.
            if let width = style.width { lead = String(lead.suffix(width / 2)) }
            var node = node
            var children = shown(node, style)
            // A bus with nothing but functions of the chip set is one line.
            if case .branch(let title) = node.content, children.count == 1, case .note(let note) = children[0].content {
                node = TreeNode(content: .note("\(title): \(note)"))
                children = []
            }
            lines.append(lead + fitted(node, to: style.width.map { $0 - lead.count }, style))
            draw(children, prefix: prefix + (isLast ? "   " : style.trunk), style, into: &lines)
        }
    }

    private func fitted(_ node: TreeNode, to width: Int?, _ style: Style) -> String {
        let line = Self.line(node)
        return (style.hasBoxes ? line : line.mapped(Terminal.withoutDegrees)).fitted(
            to: width, hasColour: style.hasColour, ellipsis: style.ellipsis)
    }

    /// The nodes, those whose lines begin with a name told apart from those of the same name.
    private static func distinguished(_ nodes: [TreeNode]) -> [TreeNode] {
        let positions = nodes.indices.filter { nodes[$0].instance.map(PartLine.beginsWithName) ?? false }
        guard positions.count > 1 else { return nodes }
        var nodes = nodes
        let instances = NameDistinction.applied(to: positions.compactMap { nodes[$0].instance })
        for (position, instance) in zip(positions, instances) { nodes[position].replaceInstance(instance) }
        return nodes
    }

    /// The children that have lines.
    ///
    /// Bridges that only lead somewhere give way to what they lead to, functions of the chip set and virtual functions
    /// to their number. What a search found has its line.
    private func shown(_ node: TreeNode, _ style: Style) -> [TreeNode] {
        var nodes: [TreeNode] = []
        guard !style.showsAll else {
            nodes = node.children
            Self.sortFunctions(&nodes)
            return nodes
        }
        var hidden = 0
        var virtual = 0
        func take(_ children: [TreeNode]) {
            for child in children {
                if isFiltered && child.isWanted {
                    nodes.append(child)
                } else if child.isMereBridge, !child.children.isEmpty {
                    take(child.children)
                } else if child.isMereBridge || child.isChipSet {
                    hidden += 1
                } else if child.isVirtualFunction {
                    virtual += 1
                } else {
                    nodes.append(child)
                }
            }
        }
        take(node.children)
        Self.sortFunctions(&nodes)
        for (count, kind) in [(virtual, "virtual function"), (hidden, "chip set function")] where count > 0 {
            nodes.append(TreeNode(content: .note("\(count) \(kind)\(count == 1 ? "" : "s") (see --all)")))
        }
        return nodes
    }

    /// Puts PCI functions in the order of their addresses, for those behind hidden bridges stand beside others; what is
    /// none keeps its place.
    private static func sortFunctions(_ nodes: inout [TreeNode]) {
        let positions = nodes.indices.filter { nodes[$0].instance?.property("ParentAddress") != nil }
        func address(_ position: Int) -> String { nodes[position].instance?["DeviceID"] ?? "" }
        // By length too: a domain may have more than four digits. By position, for the sort promises no order of equals.
        let sorted = positions.map { (key: address($0), position: $0) }.sorted {
            ($0.key.count, $0.key, $0.position) < ($1.key.count, $1.key, $1.position)
        }.map { nodes[$0.position] }
        for (position, node) in zip(positions, sorted) { nodes[position] = node }
    }

    /// How many sensors the line of all sensors names of each state that is not normal.
    private static let mostSensors = 3

    private static func line(_ node: TreeNode) -> TreeLine {
        switch node.content {
        case .part(let instance, let sensors):
            return PartLine.line(instance, sensors: sensors, below: node.children + node.unwanted)
        case .note(let text): return TreeLine(DisplayText.clean(text))
        case .branch(let title):
            let totals = totals(node)
            return TreeLine(DisplayText.clean(title) + (totals.isEmpty ? "" : ": \(totals.joined(separator: ", "))"))
        case .sensors(let sensors):
            var line = TreeLine("Sensors: \(sensors.count)")
            var named: [SensorReading.Concern: [String]] = [:]
            for sensor in NameDistinction.applied(to: sensors).map(SensorReading.init) {
                if let concern = sensor.concern { named[concern, default: []].append(sensor.name) }
            }
            let rank = { (concern: SensorReading.Concern) in concern.severity == .critical ? 0 : 1 }
            for (concern, names) in named.sorted(by: {
                (rank($0.key), $1.value.count, $0.key.text) < (rank($1.key), $0.value.count, $1.key.text)
            }) {
                line.add("\(names.count) \(concern.text)", severity: concern.severity)
                let more = names.count > mostSensors ? " +\(names.count - mostSensors)" : ""
                line.add("(\(names.prefix(mostSensors).joined(separator: ", "))\(more))", .optional)
            }
            return line
        }
    }

    /// What to say of a branch's parts together: cores, memory.
    private static func totals(_ node: TreeNode) -> [String] {
        let parts = node.children.compactMap(\.instance)
        guard parts.count == node.children.count, !parts.contains(where: { $0.property("ParentAddress") != nil }) else {
            return []
        }
        func sum(_ name: String) -> UInt64? {
            let numbers = parts.compactMap { $0[name].flatMap(UInt64.init) }
            return numbers.isEmpty ? nil : numbers.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        }
        var totals = ["\(parts.count)"]
        switch parts.first.map({ PartKind.name(of: $0.className) }) {
        case "Processor": if let cores = sum("NumberOfCores") { totals.append("\(cores) cores") }
        case "Memory", "PhysicalMemory":
            if let bytes = sum("Capacity") { totals.append(ValueFormat.memory.text("\(bytes)")) }
        case "Drive": if let bytes = sum("Size") { totals.append(ValueFormat.storage.text("\(bytes)")) }
        default: break
        }
        return totals
    }
}

extension TreeNode {
    /// Whether it is a bridge with nothing to say for itself, or nothing that the function behind it does not say too.
    fileprivate var isMereBridge: Bool {
        guard let instance, isQuiet(instance) || children.contains(where: \.hasBadLink) else { return false }
        let isBusBridge = instance["IsBridge"] == "true" || Self.classBytes(instance)?.isBusBridge == true
        let hasFunctions = children.contains { $0.instance?.property("ParentAddress") != nil }
        let hasOthers = children.contains { $0.instance?.property("ParentAddress") == nil }
        return (isBusBridge || hasFunctions) && !hasOthers
    }

    /// Whether it is one of the many functions that a card has for virtual machines.
    fileprivate var isVirtualFunction: Bool {
        guard let instance, children.isEmpty else { return false }
        return instance.property("PhysicalFunction") != nil && instance.property("ParentAddress") == nil
    }

    /// Whether it is a function that boards have for themselves: no driver's device, nothing behind it.
    fileprivate var isChipSet: Bool {
        guard let instance, children.isEmpty, isQuiet(instance), let code = Self.classBytes(instance) else {
            return false
        }
        return code.isChipSet && (instance.property("LinuxDevices")?.isNull ?? true)
    }

    /// Whether it is a PCI function that nobody asked for and nothing is wrong with.
    private func isQuiet(_ instance: Instance) -> Bool {
        guard case .part(_, let sensors) = content, sensors.isEmpty, instance.property("ParentAddress") != nil else {
            return false
        }
        if hasBadLink { return false }
        return (instance["HealthState"].flatMap(Int.init) ?? 0) <= 5
    }

    private var hasBadLink: Bool { instance?["LinkVerdict"].map(Self.isBad) ?? false }

    /// Whether a link is not what it could be.
    static func isBad(verdict: String) -> Bool {
        Severity(ofState: verdict).isBad
    }

    private struct ClassBytes {
        let base: UInt32
        let sub: UInt32?

        /// To another bus, by PCI's own numbers.
        var isBusBridge: Bool { base == 6 && (sub == 4 || sub == 9) }
        /// Memory controllers, bridges to the board, timers and counters.
        var isChipSet: Bool { [0x05, 0x06, 0x08, 0x11].contains(base) }
    }

    /// The class code, of three bytes, two or one, in hexadecimal digits after `0x` or as a number.
    private static func classBytes(_ instance: Instance) -> ClassBytes? {
        guard let text = instance["ClassCode"] ?? instance["Class"] else { return nil }
        let isHexadecimal = text.lowercased().hasPrefix("0x")
        let code = isHexadecimal ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
        guard let code else { return nil }
        switch isHexadecimal ? text.count - 2 : code > 0xffff ? 6 : code > 0xff ? 4 : 2 {
        case 5...: return ClassBytes(base: code >> 16, sub: code >> 8 & 0xff)
        case 3...: return ClassBytes(base: code >> 8, sub: code & 0xff)
        default: return ClassBytes(base: code, sub: nil)
        }
    }
}
