// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// PCI functions below each other by their parents' addresses, in time linear in their number.
struct PCIForest {
    private let functions: [Instance]
    private let positions: [String: Int]
    /// For each function the one that it hangs on; nil for a root.
    private var parents: [Int?]
    /// For each function the functions on it, in the order of the service.
    private var children: [[Int]]
    /// For each function the other parts on it.
    private var parts: [[TreeNode]]

    init(_ functions: [Instance]) {
        self.functions = functions
        let positions = Dictionary(
            functions.enumerated().compactMap { index, function in function["DeviceID"].map { ($0, index) } },
            uniquingKeysWith: { first, _ in first })
        self.positions = positions
        parents = functions.enumerated().map { index, function in
            function["ParentAddress"].flatMap { positions[$0] }.flatMap { $0 == index ? nil : $0 }
        }
        children = functions.map { _ in [] }
        parts = functions.map { _ in [] }
        for (index, parent) in parents.enumerated() {
            if let parent { children[parent].append(index) }
        }
        settle()
    }

    /// Hangs another part on the function of this address.
    ///
    /// - Returns: whether there is one.
    mutating func hang(_ node: TreeNode, on address: String) -> Bool {
        guard let position = positions[address] else { return false }
        parts[position].append(node)
        return true
    }

    /// One branch for each root bus, its functions below.
    func nodes(sensors: (Instance) -> [Instance]) -> [TreeNode] {
        var branches: [TreeNode] = []
        var byBus: [String: Int] = [:]
        for index in functions.indices where parents[index] == nil {
            let bus = Self.bus(of: functions[index])
            let branch = byBus[bus] ?? branches.count
            if branch == branches.count {
                byBus[bus] = branch
                branches.append(TreeNode(content: .branch(title: bus.isEmpty ? "PCI" : "PCI \(bus)")))
            }
            branches[branch].children.append(node(index, sensors))
        }
        return branches
    }

    private func node(_ index: Int, _ sensors: (Instance) -> [Instance]) -> TreeNode {
        TreeNode(
            content: .part(functions[index], sensors: sensors(functions[index])),
            children: parts[index] + children[index].map { node($0, sensors) })
    }

    /// Walks down from the roots; circles are cut at their first function, what is too deep comes up.
    private mutating func settle() {
        var isReached = functions.map { _ in false }
        let roots = functions.indices.filter { parents[$0] == nil }
        for root in roots { reach(from: root, &isReached) }
        // Nothing leads from a root to what is left: these are circles, and what hangs on them.
        for index in functions.indices where !isReached[index] {
            parents[index] = nil
            reach(from: index, &isReached)
        }
        children = functions.map { _ in [] }
        for (index, parent) in parents.enumerated() {
            if let parent { children[parent].append(index) }
        }
    }

    private mutating func reach(from root: Int, _ isReached: inout [Bool]) {
        isReached[root] = true
        var waiting = [(index: root, depth: 0)]
        while let (index, depth) = waiting.popLast() {
            for child in children[index] where !isReached[child] {
                isReached[child] = true
                let isTooDeep = depth + 1 > InventoryTree.depthLimit
                if isTooDeep { parents[child] = parents[index] }
                waiting.append((child, isTooDeep ? depth : depth + 1))
            }
        }
    }

    /// Domain and bus: what stands before the second colon.
    private static func bus(of function: Instance) -> String {
        let parts = (function["DeviceID"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 3 ? DisplayText.clean("\(parts[0]):\(parts[1])") : ""
    }
}
