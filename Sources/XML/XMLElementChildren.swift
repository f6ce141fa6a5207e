// SPDX-License-Identifier: Apache-2.0

/// The element children of an element, in document order.
public struct XMLElementChildren: Sequence {
    let parent: XMLElement

    /// Steps over the children.
    public struct Iterator: IteratorProtocol {
        let document: XMLDocument
        var index: Int
        let end: Int

        /// The next child element, or `nil` after the last.
        public mutating func next() -> XMLElement? {
            while index < end {
                let current = index
                let node = document.arena.nodes[current]
                index = Int(node.end)
                if !node.isText { return XMLElement(document: document, index: current) }
            }
            return nil
        }
    }

    /// Starts at the first child.
    public func makeIterator() -> Iterator {
        Iterator(document: parent.document, index: parent.index &+ 1, end: Int(parent.node.end))
    }
}
