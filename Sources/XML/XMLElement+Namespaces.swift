// SPDX-License-Identifier: Apache-2.0

extension XMLElement {
    /// The namespace of a prefix in scope here, of the default one for an empty prefix; `nil` when it is not bound.
    public func namespaceURI(forPrefix prefix: String) -> String? {
        if prefix == "xml" { return "http://www.w3.org/XML/1998/namespace" }
        guard let names = document.arena.names else { return nil }
        var element = index
        while element < document.arena.nodes.count {
            let node = document.arena.nodes[element]
            let first = Int(node.firstNamespace)
            for declaration in document.arena.namespaces[first..<first &+ Int(node.namespaceCount)] {
                let binding = names.entries[Int(declaration)].name
                // An empty URI takes the default namespace back.
                if binding.local == prefix { return binding.namespace.isEmpty ? nil : binding.namespace }
            }
            element = Int(node.parent)
        }
        return nil
    }

    /// Reads a qualified name, such as the value of `xsi:type`, with the prefixes in scope here.
    ///
    /// White space around it is trimmed. A name without a prefix is in the default namespace.
    /// - Returns: `nil` when the prefix is not bound or the text is no qualified name.
    public func qualifiedName(_ text: String) -> XMLName? {
        var name = text.utf8[...]
        while let first = name.first, Self.isWhiteSpace(first) { name.removeFirst() }
        while let last = name.last, Self.isWhiteSpace(last) { name.removeLast() }
        guard !name.isEmpty, !name.contains(where: Self.isWhiteSpace) else { return nil }
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else {
            return XMLName(namespaceURI(forPrefix: "") ?? "", String(Substring(name)))
        }
        let local = name[name.index(after: colon)...]
        guard !local.isEmpty, !local.contains(UInt8(ascii: ":")), colon > name.startIndex,
            let namespace = namespaceURI(forPrefix: String(Substring(name[..<colon])))
        else { return nil }
        return XMLName(namespace, String(Substring(local)))
    }
}
