// SPDX-License-Identifier: Apache-2.0

import WSManClient

extension InventoryTree {
    /// The parts in each other: what a listing has of each, and `@children` behind it.
    ///
    /// Branches are for the eye; here a part is a child of the part that it is on. Nothing is left out, and the sensors
    /// that watch a part are among its children.
    func json(types: InstanceTypes) -> JSONValue { Self.json(root, types) }

    private static func json(_ node: TreeNode, _ types: InstanceTypes) -> JSONValue {
        var children = node.parts.map { json($0, types) }
        var members: [JSONValue.Member] = []
        if case .part(let instance, let sensors) = node.content {
            members = JSONValue.members(instance, types)
            children = sensors.map { json(TreeNode(content: .part($0, sensors: [])), types) } + children
        }
        return .object(members + [JSONValue.Member(name: "@children", value: .array(children))])
    }

    /// Every instance in it.
    var instances: [Instance] {
        var found: [Instance] = []
        var waiting = [root]
        while let node = waiting.popLast() {
            if case .part(let instance, let sensors) = node.content { found += [instance] + sensors }
            waiting += node.children
        }
        return found
    }
}
