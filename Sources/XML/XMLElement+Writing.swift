// SPDX-License-Identifier: Apache-2.0

extension XMLElement {
    /// Writes this element and all in it, with the declarations of the prefixes it uses from around it.
    ///
    /// A prefix counts as used where it stands before a colon in any name, value or text, for values can be qualified
    /// names. Meant for places where no default namespace is in force.
    public func write(to writer: inout XMLWriter) {
        var index = self.index
        let end = Int(node.end)
        while index < end {
            let node = document.arena.nodes[index]
            if node.isText {
                writer.text(document.arena.string(node.bytes, node.length))
            } else {
                writeStartTag(of: index, to: &writer)
            }
            index &+= 1
            closeElements(endingAt: index, last: node.isText ? node.parent : UInt32(index &- 1), to: &writer)
        }
    }

    private func writeStartTag(of element: Int, to writer: inout XMLWriter) {
        let arena = document.arena
        guard let names = arena.names else { return }
        let node = arena.nodes[element]
        writer.raw("<")
        writer.raw(names.entries[Int(node.name)].qualified)
        if element == index {
            for declaration in inheritedDeclarations(names) { write(declaration, to: &writer) }
        }
        let first = Int(node.firstNamespace)
        for declaration in arena.namespaces[first..<first &+ Int(node.namespaceCount)] {
            write(names.entries[Int(declaration)].name, to: &writer)
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

    /// The declarations of the ancestors that are in scope here and used here.
    private func inheritedDeclarations(_ names: XMLNameTable) -> [XMLName] {
        let arena = document.arena
        var inherited: [XMLName] = []
        var seen = Set<String>()
        var element = index
        while element < arena.nodes.count {
            let node = arena.nodes[element]
            let first = Int(node.firstNamespace)
            for declaration in arena.namespaces[first..<first &+ Int(node.namespaceCount)] {
                let binding = names.entries[Int(declaration)].name
                guard seen.insert(binding.local).inserted, element != index, !binding.namespace.isEmpty else {
                    continue
                }
                if uses(prefix: binding.local, names) { inherited.append(binding) }
            }
            element = Int(node.parent)
        }
        return inherited
    }

    /// Whether a name or value in this subtree bears a prefix; the default namespace always counts as used.
    private func uses(prefix: String, _ names: XMLNameTable) -> Bool {
        guard !prefix.isEmpty else { return true }
        let arena = document.arena
        let mark = prefix + ":"
        let end = Int(node.end)
        func bears(_ name: UInt32) -> Bool {
            let entry = names.entries[Int(name)]
            return entry.hasPrefix && entry.qualified.hasPrefix(mark)
        }
        for index in index..<end where !arena.nodes[index].isText {
            if bears(arena.nodes[index].name) { return true }
            if XMLElement(document: document, index: index).attributeRange.contains(
                where: { bears(arena.attributes[$0].name) })
            {
                return true
            }
        }
        let bytesEnd = end < arena.nodes.count ? Int(arena.nodes[end].bytes) : arena.bytes.count
        return arena.bytes[Int(node.bytes)..<bytesEnd].contains(mark.utf8)
    }
}
