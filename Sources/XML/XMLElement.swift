// SPDX-License-Identifier: Apache-2.0

/// An element of a document: a cursor, cheap to copy, valid until the next parse into its document.
public struct XMLElement {
    let document: XMLDocument
    let index: Int

    var node: XMLArena.Node { document.arena.nodes[index] }

    /// The expanded name.
    public var name: XMLName { document.arena.name(node.name) }

    /// The local part of the name.
    public var localName: String { document.arena.name(node.name).local }

    /// The namespace of the name; empty for none.
    public var namespace: String { document.arena.name(node.name).namespace }

    /// Whether this is the element's name.
    public func has(name: XMLName) -> Bool {
        guard let names = document.arena.names else { return false }
        return names.entries[Int(node.name)].name == name
    }

    /// The element children in document order.
    public var children: XMLElementChildren { XMLElementChildren(parent: self) }

    /// Whether there is neither a child element nor a character of text.
    public var isEmpty: Bool { Int(node.end) == index &+ 1 }

    /// The first child element of a name.
    public func first(_ name: XMLName) -> XMLElement? { children.first { $0.has(name: name) } }

    /// The character data directly in this element, untrimmed.
    public var text: String { text(trimmed: false) }

    /// The character data directly in this element without the white space around it (DSP0226 R13.1-10).
    public var trimmedText: String { text(trimmed: true) }

    private func text(trimmed: Bool) -> String {
        var runs = document.arena.bytes[0..<0]
        var joined: ContiguousArray<UInt8>?
        var child = index &+ 1
        let end = Int(node.end)
        while child < end {
            let node = document.arena.nodes[child]
            child = Int(node.end)
            guard node.isText else { continue }
            let start = Int(node.bytes)
            let run = document.arena.bytes[start..<start &+ Int(node.length)]
            if runs.isEmpty {
                runs = run
            } else {
                // Child elements, comments or CDATA sections stand between the runs.
                if joined == nil { joined = ContiguousArray(runs) }
                joined?.append(contentsOf: run)
            }
        }
        if let joined { runs = joined[...] }
        if trimmed {
            runs = runs.drop(while: Self.isWhiteSpace)
            while let last = runs.last, Self.isWhiteSpace(last) { runs.removeLast() }
        }
        return String(decoding: runs, as: UTF8.self)
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x09 || byte == 0x0d }

    /// The value of an attribute; by default of one without a prefix, which is in no namespace.
    public func attribute(_ local: String, namespace: String = "") -> String? {
        guard let names = document.arena.names else { return nil }
        for index in attributeRange {
            let attribute = document.arena.attributes[index]
            let name = names.entries[Int(attribute.name)].name
            if name.local == local && name.namespace == namespace {
                return document.arena.string(attribute.bytes, attribute.length)
            }
        }
        return nil
    }

    /// The attributes in document order, namespace declarations not among them.
    public var attributes: [(name: XMLName, value: String)] {
        attributeRange.map { index in
            let attribute = document.arena.attributes[index]
            return (document.arena.name(attribute.name), document.arena.string(attribute.bytes, attribute.length))
        }
    }

    var attributeRange: Range<Int> {
        let node = self.node
        return Int(node.firstAttribute)..<Int(node.firstAttribute) &+ Int(node.attributeCount)
    }
}
