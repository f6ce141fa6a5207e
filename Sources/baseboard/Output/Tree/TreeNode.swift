// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// A part with those that hang on it, or a branch that gathers parts.
struct TreeNode {
    /// What the line shows of it.
    enum Content {
        /// A part, and the sensors that watch it.
        case part(Instance, sensors: [Instance])
        /// Parts of a kind: a title, and what to say of all of them together.
        case branch(title: String)
        /// All sensors, or those that were asked for; they are counted.
        case sensors([Instance])
        /// What is to be said and is no part.
        case note(String)
    }

    private(set) var content: Content
    var children: [TreeNode] = []
    /// The parts on it that were not asked for; they have no lines, and what they are is not said of this one instead.
    var unwanted: [TreeNode] = []
    /// Whether it was asked for itself, not for what hangs on it; true without a search.
    var isWanted = true

    /// The part; nil for what is none.
    var instance: Instance? {
        if case .part(let instance, _) = content { return instance }
        return nil
    }

    /// Puts another instance in the part's place.
    mutating func replaceInstance(_ instance: Instance) {
        if case .part(_, let sensors) = content { content = .part(instance, sensors: sensors) }
    }

    /// The parts on it, branches looked through.
    var parts: [TreeNode] {
        children.flatMap { child -> [TreeNode] in
            switch child.content {
            case .part: [child]
            case .branch: child.parts
            case .sensors, .note: []
            }
        }
    }

    /// This node with what of it was asked for, and whatever leads there; nil where nothing was.
    func filtered(_ isWanted: (Instance) -> Bool) -> TreeNode? {
        var node = self
        node.children = []
        for child in children {
            if let wanted = child.filtered(isWanted) {
                node.children.append(wanted)
            } else {
                node.unwanted.append(child)
            }
        }
        switch content {
        case .part(let instance, _): node.isWanted = isWanted(instance)
        case .branch, .note: node.isWanted = false
        case .sensors(let sensors):
            let wanted = sensors.filter(isWanted)
            return wanted.isEmpty ? nil : TreeNode(content: .sensors(wanted))
        }
        return node.isWanted || !node.children.isEmpty ? node : nil
    }
}
