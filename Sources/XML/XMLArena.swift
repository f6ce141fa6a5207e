// SPDX-License-Identifier: Apache-2.0

/// A document laid out flat: nodes in document order, all character data and attribute values in one run of bytes.
///
/// A node's subtree is the indices from its own to its `end`, and its bytes are contiguous too.
struct XMLArena {
    /// An element or a run of character data.
    struct Node {
        /// The entry in the name table, or `textName`.
        var name: UInt32
        /// The index of the enclosing element, or `noParent`.
        var parent: UInt32
        /// The index after the last node of the subtree.
        var end: UInt32
        /// Where the node's bytes begin: those of the text, or those of the first attribute value.
        var bytes: UInt32
        /// The bytes of the text; 0 for an element.
        var length: UInt32
        var firstAttribute: UInt32
        var attributeCount: UInt32
        var firstNamespace: UInt32
        var namespaceCount: UInt32

        static let textName = UInt32.max
        static let noParent = UInt32.max

        var isText: Bool { name == Self.textName }
    }

    /// An attribute: its entry in the name table and its value's bytes.
    struct Attribute {
        var name: UInt32
        var bytes: UInt32
        var length: UInt32
    }

    var nodes = ContiguousArray<Node>()
    var attributes = ContiguousArray<Attribute>()
    /// Declarations: entries of the name table whose local name is the prefix and whose namespace is the URI.
    var namespaces = ContiguousArray<UInt32>()
    var bytes = ContiguousArray<UInt8>()
    var names: XMLNameTable?

    /// What an ordinary request fits in with room to spare; capacity beyond it is given back.
    private static let keptNodes = 1024
    private static let keptBytes = 64 * 1024

    /// Empties the arena, keeping the memory an ordinary document needs.
    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: nodes.capacity <= Self.keptNodes)
        attributes.removeAll(keepingCapacity: attributes.capacity <= Self.keptNodes)
        namespaces.removeAll(keepingCapacity: namespaces.capacity <= Self.keptNodes)
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptBytes)
        names = nil
    }

    /// The name at an index of the name table.
    func name(_ index: UInt32) -> XMLName { names?.entries[Int(index)].name ?? XMLName("", "") }

    /// The bytes from `start` on as a string.
    func string(_ start: UInt32, _ length: UInt32) -> String {
        String(decoding: bytes[Int(start)..<Int(start) &+ Int(length)], as: UTF8.self)
    }
}
