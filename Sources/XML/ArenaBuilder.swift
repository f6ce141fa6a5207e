// SPDX-License-Identifier: Apache-2.0

import CLibXML2

/// Fills an arena from libxml2's callbacks and stops the parse at the first limit.
struct ArenaBuilder {
    let limits: XMLLimits
    var arena = XMLArena()
    /// The first failure; whatever libxml2 still reports after it is ignored.
    private(set) var failure: XMLError?
    private var open = XMLArena.Node.noParent
    private var depth = 0
    private var elements = 0
    private var namespacesInScope = 0
    private var sawRootEnd = false

    init(limits: XMLLimits) { self.limits = limits }

    /// Makes ready for a document that takes over the memory of `arena`.
    mutating func begin(_ arena: consuming XMLArena, names: XMLNameTable) {
        self.arena = arena
        self.arena.names = names
        failure = nil
        open = XMLArena.Node.noParent
        depth = 0
        elements = 0
        namespacesInScope = 0
        sawRootEnd = false
    }

    /// Hands over what was built.
    mutating func takeArena() -> XMLArena { exchange(&arena, with: XMLArena()) }

    /// Whether a whole document went by without a failure.
    var isComplete: Bool { failure == nil && sawRootEnd && depth == 0 }

    mutating func fail(_ error: XMLError) {
        if failure == nil { failure = error }
    }

    /// Adds an element; `false` stops the parse.
    mutating func start(
        _ key: XMLNameTable.Key, namespaces: UnsafeBufferPointer<UnsafePointer<UInt8>?>,
        attributes: UnsafeBufferPointer<UnsafePointer<UInt8>?>
    ) -> Bool {
        guard failure == nil else { return false }
        depth &+= 1
        elements &+= 1
        let namespaceCount = namespaces.count / 2
        let attributeCount = attributes.count / 5
        namespacesInScope &+= namespaceCount
        if depth > limits.maxDepth { fail(.tooDeep) }
        if elements > limits.maxNodes { fail(.tooManyNodes) }
        if attributeCount > limits.maxAttributes || namespacesInScope > limits.maxNamespaces {
            fail(.tooManyAttributes)
        }
        guard failure == nil, let names = arena.names, let name = names.index(of: key, limits: limits) else {
            fail(.nameTooLong)
            return false
        }
        let index = UInt32(truncatingIfNeeded: arena.nodes.count)
        arena.nodes.append(
            XMLArena.Node(
                name: name, parent: open, end: index &+ 1, bytes: UInt32(truncatingIfNeeded: arena.bytes.count),
                length: 0, firstAttribute: UInt32(truncatingIfNeeded: arena.attributes.count),
                attributeCount: UInt32(truncatingIfNeeded: attributeCount),
                firstNamespace: UInt32(truncatingIfNeeded: arena.namespaces.count),
                namespaceCount: UInt32(truncatingIfNeeded: namespaceCount)))
        open = index
        for declaration in 0..<namespaceCount {
            let binding = XMLNameTable.Key(
                local: namespaces[declaration &* 2], prefix: nil, namespace: namespaces[declaration &* 2 &+ 1])
            guard let name = names.index(of: binding, limits: limits) else {
                fail(.nameTooLong)
                return false
            }
            arena.namespaces.append(name)
        }
        for attribute in 0..<attributeCount {
            guard add(attribute: attribute &* 5, of: attributes, names) else {
                fail(.nameTooLong)
                return false
            }
        }
        return true
    }

    /// Adds the attribute whose local name, prefix, namespace, value and value's end stand at `first`.
    private mutating func add(
        attribute first: Int, of attributes: UnsafeBufferPointer<UnsafePointer<UInt8>?>, _ names: XMLNameTable
    ) -> Bool {
        let key = XMLNameTable.Key(
            local: attributes[first], prefix: attributes[first &+ 1], namespace: attributes[first &+ 2])
        guard let name = names.index(of: key, limits: limits) else { return false }
        let start = arena.bytes.count
        if let value = attributes[first &+ 3], let end = attributes[first &+ 4] {
            let bytes = UnsafeBufferPointer(start: value, count: end - value)
            if bytes.contains(UInt8(ascii: "&")) {
                arena.bytes.append(contentsOf: AttributeValue(bytes))
            } else {
                arena.bytes.append(contentsOf: bytes)
            }
        }
        arena.attributes.append(
            XMLArena.Attribute(
                name: name, bytes: UInt32(truncatingIfNeeded: start),
                length: UInt32(truncatingIfNeeded: arena.bytes.count &- start)))
        return true
    }

    mutating func end() {
        guard failure == nil, Int(open) < arena.nodes.count else { return }
        let element = Int(open)
        arena.nodes[element].end = UInt32(truncatingIfNeeded: arena.nodes.count)
        namespacesInScope &-= Int(arena.nodes[element].namespaceCount)
        depth &-= 1
        open = arena.nodes[element].parent
        if open == XMLArena.Node.noParent { sawRootEnd = true }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard failure == nil, open != XMLArena.Node.noParent, !bytes.isEmpty else { return }
        let start = UInt32(truncatingIfNeeded: arena.bytes.count)
        arena.bytes.append(contentsOf: bytes)
        let length = UInt32(truncatingIfNeeded: bytes.count)
        let last = arena.nodes.count &- 1
        if arena.nodes[last].isText, arena.nodes[last].parent == open {
            arena.nodes[last].length &+= length
            return
        }
        arena.nodes.append(
            XMLArena.Node(
                name: XMLArena.Node.textName, parent: open, end: UInt32(truncatingIfNeeded: arena.nodes.count &+ 1),
                bytes: start, length: length, firstAttribute: UInt32(truncatingIfNeeded: arena.attributes.count),
                attributeCount: 0, firstNamespace: UInt32(truncatingIfNeeded: arena.namespaces.count),
                namespaceCount: 0))
    }
}
