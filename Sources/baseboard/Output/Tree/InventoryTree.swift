// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// The machine as a tree: the system, its parts by kind, PCI functions behind their bridges, drives behind the functions
/// that lead to them.
///
/// Made from instances alone, whatever classes they are of: a part with `ParentAddress` is a PCI function, one with
/// `PCIAddress` hangs on the function of that DeviceID, a virtual function on its `PhysicalFunction`. Addresses that lead nowhere or in circles are no failure; no part
/// is left out, and none stands twice.
struct InventoryTree {
    /// The instances of one class.
    struct Class {
        let name: String
        let title: String
        var instances: [Instance] = []
        /// Why the service does not show them.
        var refusal: String?
    }

    /// How deep PCI functions may stand in each other; what is deeper than any real bus comes up to this level.
    static let depthLimit = 64

    let root: TreeNode
    /// Whether something was searched for.
    private(set) var isFiltered = false

    /// Puts parts where they belong.
    ///
    /// - Parameter sensors: all sensors; where it is known what they watch, they stand with it.
    /// - Parameter ties: instances of CIM_AssociatedSensor.
    init(_ classes: [Class], sensors: [Instance] = [], ties: [Instance] = []) {
        let watched = SensorTies(classes.flatMap(\.instances), sensors: sensors, ties: ties)
        var rootContent: TreeNode.Content?
        var functions: [Instance] = []
        var others: [(Class, [Instance])] = []
        for group in classes {
            var rest: [Instance] = []
            for instance in group.instances {
                if rootContent == nil, Self.isSystem(group.name) {
                    rootContent = .part(instance, sensors: watched.sensors(of: instance))
                } else if instance.property("ParentAddress") != nil {
                    functions.append(instance)
                } else {
                    rest.append(instance)
                }
            }
            others.append((group, rest))
        }
        var forest = PCIForest(functions)
        var branches: [(rank: Int, node: TreeNode)] = []
        for (group, instances) in others {
            var branch = TreeNode(content: .branch(title: group.title))
            for instance in instances {
                let node = TreeNode(content: .part(instance, sensors: watched.sensors(of: instance)))
                let address = instance["PCIAddress"] ?? instance["PhysicalFunction"] ?? ""
                if address.isEmpty || !forest.hang(node, on: address) { branch.children.append(node) }
            }
            if let refusal = group.refusal {
                branch.children.append(TreeNode(content: .note("not available: \(refusal)")))
            }
            if !branch.children.isEmpty { branches.append((Self.rank(of: group.name), branch)) }
        }
        branches += forest.nodes(sensors: watched.sensors).map { (Self.rank(of: "PCIDevice"), $0) }
        if let memory = Self.memory(classes) { branches.append((Self.rank(of: "Memory"), memory)) }
        if !sensors.isEmpty { branches.append((.max, TreeNode(content: .sensors(sensors)))) }
        // Sorted by position too, for Swift's sort promises no order of equals.
        let sorted = branches.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        root = TreeNode(
            content: rootContent ?? .note("Machine"), children: sorted.map(\.element.node))
    }

    /// What was asked for, and what it is in; nil where there is nothing.
    func filtered(_ isWanted: (Instance) -> Bool) -> InventoryTree? {
        root.filtered(isWanted).map { InventoryTree(root: $0, isFiltered: true) }
    }

    private init(root: TreeNode, isFiltered: Bool) {
        self.root = root
        self.isFiltered = isFiltered
    }

    /// What the system says of its memory, where nobody tells of modules: reading about these takes privileges.
    private static func memory(_ classes: [Class]) -> TreeNode? {
        let isKnown = classes.contains { !$0.instances.isEmpty && rank(of: $0.name) == rank(of: "Memory") }
        guard !isKnown, let system = classes.first(where: { isSystem($0.name) })?.instances.first,
            let memory = system.property("TotalMemory"), !memory.isNull
        else { return nil }
        return TreeNode(content: .note("Memory: \(ClassDisplay.text(of: memory, in: system.className))"))
    }

    private static func isSystem(_ className: String) -> Bool {
        className == "BB_SystemView" || className == "CIM_ComputerSystem"
    }

    /// What computes, what is plugged in, what stores; then the rest; what cools and feeds last.
    private static func rank(of className: String) -> Int {
        switch PartKind.name(of: className) {
        case "Processor": 0
        case "Memory", "PhysicalMemory": 1
        case "PCIDevice": 2
        case "Drive", "DiskDrive": 3
        case "Fan": 5
        case "PowerSupply": 6
        case "Battery": 7
        default: 4
        }
    }
}

/// Names of kinds of parts, common to the standard's classes and the flat views.
enum PartKind {
    /// `Drive` for BB_DriveView, `DiskDrive` for CIM_DiskDrive.
    static func name(of className: String) -> String {
        var name = className[...]
        if let underscore = name.firstIndex(of: "_") { name = name[name.index(after: underscore)...] }
        if name.hasSuffix("View"), name.count > 4 { name = name.dropLast(4) }
        return String(name)
    }
}
