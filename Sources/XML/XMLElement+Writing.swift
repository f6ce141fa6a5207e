// SPDX-License-Identifier: Apache-2.0

extension XMLElement {
    /// Writes this element and all in it, with the declarations of the prefixes it uses from around it.
    ///
    /// A prefix counts as used where it stands before a colon in any name, value or text, for values can be qualified
    /// names. Meant for places where no default namespace is in force.
    ///
    /// - Parameter added: an attribute that the element is to have, where it does not have it already.
    public func write(to writer: inout XMLWriter, adding added: (name: XMLName, value: String)? = nil) {
        var index = self.index
        let end = Int(node.end)
        while index < end {
            let node = document.arena.nodes[index]
            if node.isText {
                writer.text(document.arena.string(node.bytes, node.length))
            } else {
                writeStartTag(of: index, adding: index == self.index ? added : nil, to: &writer)
            }
            index &+= 1
            closeElements(endingAt: index, last: node.isText ? node.parent : UInt32(index &- 1), to: &writer)
        }
    }

    private func writeStartTag(
        of element: Int, adding added: (name: XMLName, value: String)?, to writer: inout XMLWriter
    ) {
        let arena = document.arena
        guard let names = arena.names else { return }
        let node = arena.nodes[element]
        writer.raw("<")
        writer.raw(names.entries[Int(node.name)].qualified)
        var prefixes: Set<String> = []
        if element == index {
            for declaration in inheritedDeclarations(names) {
                prefixes.insert(declaration.local)
                write(declaration, to: &writer)
            }
        }
        let first = Int(node.firstNamespace)
        for declaration in arena.namespaces[first..<first &+ Int(node.namespaceCount)] {
            let binding = names.entries[Int(declaration)].name
            if added != nil { prefixes.insert(binding.local) }
            write(binding, to: &writer)
        }
        if let added, attribute(added.name.local, namespace: added.name.namespace) == nil {
            // A prefix that nothing in the element can mean.
            var prefix = "r"
            while prefixes.contains(prefix) { prefix += "r" }
            write(XMLName(added.name.namespace, prefix), to: &writer)
            writer.raw(" \(prefix):\(added.name.local)=\"")
            writer.attribute(added.value)
            writer.raw("\"")
        }
        for index in XMLElement(document: document, index: element).attributeRange {
            let attribute = arena.attributes[index]
            writer.raw(" ")
            writer.raw(names.entries[Int(attribute.name)].qualified)
            writer.raw("=\"")
            writer.attribute(arena.string(attribute.bytes, attribute.length))
            writer.raw("\"")
        }
        // Some consoles read an empty element only in this form.
        writer.raw(Int(node.end) == element &+ 1 ? " />" : ">")
    }

    private func closeElements(endingAt end: Int, last: UInt32, to writer: inout XMLWriter) {
        guard let names = document.arena.names else { return }
        var open = Int(last)
        while open >= index, open < document.arena.nodes.count {
            let node = document.arena.nodes[open]
            guard Int(node.end) == end else { return }
            if Int(node.end) > open &+ 1 {
                writer.raw("</")
                writer.raw(names.entries[Int(node.name)].qualified)
                writer.raw(">")
            }
            open = Int(node.parent)
        }
    }

    private func write(_ declaration: XMLName, to writer: inout XMLWriter) {
        writer.raw(declaration.local.isEmpty ? " xmlns" : " xmlns:")
        writer.raw(declaration.local)
        writer.raw("=\"")
        writer.attribute(declaration.namespace)
        writer.raw("\"")
    }

    /// The declarations of the ancestors that are in scope here and used here; the default namespace counts as used.
    private func inheritedDeclarations(_ names: XMLNameTable) -> [XMLName] {
        var inherited: [XMLName] = []
        var seen = Set<String>()
        var element = index
        while element < document.arena.nodes.count {
            let node = document.arena.nodes[element]
            let first = Int(node.firstNamespace)
            for declaration in document.arena.namespaces[first..<first &+ Int(node.namespaceCount)] {
                let binding = names.entries[Int(declaration)].name
                let isNearest = seen.insert(binding.local).inserted
                if isNearest, element != index, !binding.namespace.isEmpty { inherited.append(binding) }
            }
            element = Int(node.parent)
        }
        var unused = Set(inherited.lazy.map(\.local))
        unused.remove("")
        removeUsedPrefixes(from: &unused, names)
        return inherited.filter { !unused.contains($0.local) }
    }

    /// One pass over the subtree, however many prefixes are sought.
    private func removeUsedPrefixes(from unused: inout Set<String>, _ names: XMLNameTable) {
        guard let longest = unused.lazy.map(\.utf8.count).max() else { return }
        for index in index..<Int(node.end) {
            if unused.isEmpty { return }
            let node = document.arena.nodes[index]
            if node.isText {
                removePrefixes(in: node.bytes, node.length, notLongerThan: longest, from: &unused)
                continue
            }
            unused.remove(names.entries[Int(node.name)].prefix)
            for index in XMLElement(document: document, index: index).attributeRange {
                let attribute = document.arena.attributes[index]
                unused.remove(names.entries[Int(attribute.name)].prefix)
                removePrefixes(in: attribute.bytes, attribute.length, notLongerThan: longest, from: &unused)
            }
        }
    }

    private func removePrefixes(
        in start: UInt32, _ length: UInt32, notLongerThan longest: Int, from unused: inout Set<String>
    ) {
        let bytes = document.arena.bytes
        var word = Int(start)
        for position in word..<word &+ Int(length) {
            let byte = bytes[position]
            if byte == UInt8(ascii: ":"), position > word, position &- word <= longest {
                unused.remove(String(decoding: bytes[word..<position], as: UTF8.self))
            }
            if !Self.isNameByte(byte) { word = position &+ 1 }
        }
    }

    /// Whether a byte can be part of a prefix.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: byte >= 0x80
        }
    }
}
