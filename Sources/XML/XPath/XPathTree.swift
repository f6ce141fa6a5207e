// SPDX-License-Identifier: Apache-2.0

import CLibXML2

/// Where a selected node stands in a document whose root holds properties.
public enum XPathPlace: Sendable, Hashable {
    /// The root element, or the document itself.
    case root
    /// A child of the root: its local name, and which of that name it is, from 1.
    case child(String, Int)
    /// The text in such a child.
    case text(String, Int)
    /// An attribute, of whatever element.
    case attribute
    /// Anything below a child of the root.
    case deeper
}

/// Reading and writing of libxml2's nodes.
enum XPathTree {
    /// Lets names match whatever their namespaces; what they were is kept for writing.
    static func hideNamespaces(below root: xmlNodePtr) {
        var node: xmlNodePtr? = root
        while let current = node {
            if current.pointee.type == XML_ELEMENT_NODE {
                current.pointee._private = UnsafeMutableRawPointer(current.pointee.ns)
                current.pointee.ns = nil
            }
            node = next(after: current, within: root)
        }
    }

    /// The next node in document order.
    private static func next(after node: xmlNodePtr, within root: xmlNodePtr) -> xmlNodePtr? {
        if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children { return child }
        var current = node
        while current != root {
            if let sibling = current.pointee.next { return sibling }
            guard let parent = current.pointee.parent else { return nil }
            current = parent
        }
        return nil
    }

    static func place(of node: xmlNodePtr) -> XPathPlace {
        let type = node.pointee.type
        if type == XML_DOCUMENT_NODE { return .root }
        if type == XML_ATTRIBUTE_NODE { return .attribute }
        guard type != XML_NAMESPACE_DECL, let parent = node.pointee.parent else { return .deeper }
        if parent.pointee.type == XML_DOCUMENT_NODE { return .root }
        let isText = type == XML_TEXT_NODE || type == XML_CDATA_SECTION_NODE
        let element = isText ? parent : node
        guard element.pointee.parent?.pointee.parent?.pointee.type == XML_DOCUMENT_NODE,
            let name = element.pointee.name
        else { return .deeper }
        var index = 1
        var earlier = element.pointee.prev
        while let sibling = earlier {
            if sibling.pointee.type == XML_ELEMENT_NODE, xmlStrEqual(sibling.pointee.name, name) == 1 { index += 1 }
            earlier = sibling.pointee.prev
        }
        let local = String(cString: name)
        return isText ? .text(local, index) : .child(local, index)
    }

    static func write(
        _ node: xmlNodePtr, within scope: [(prefix: String, namespace: String)], to writer: inout XMLWriter
    ) {
        switch node.pointee.type {
        case XML_DOCUMENT_NODE:
            if let root = node.pointee.children { write(root, within: scope, to: &writer) }
        case XML_ELEMENT_NODE: writeElement(node, within: scope, to: &writer)
        case XML_NAMESPACE_DECL: break
        default:
            guard let content = xmlNodeGetContent(node) else { return }
            writer.text(String(cString: content))
            baseboard_xml_free(content)
        }
    }

    private static func writeElement(
        _ node: xmlNodePtr, within outer: [(prefix: String, namespace: String)], to writer: inout XMLWriter
    ) {
        var scope = outer
        let namespace =
            node.pointee.ns
            ?? node.pointee._private.map { $0.assumingMemoryBound(to: xmlNs.self) }
        let tag = qualified(node.pointee.name, namespace)
        writer.raw("<")
        writer.raw(tag)
        declare(namespace, in: &scope, to: &writer)
        var declared = node.pointee.nsDef
        while let declaration = declared {
            declare(declaration, in: &scope, to: &writer)
            declared = declaration.pointee.next
        }
        var attribute = node.pointee.properties
        while let current = attribute {
            if let namespace = current.pointee.ns { declare(namespace, in: &scope, to: &writer) }
            writer.raw(" ")
            writer.raw(qualified(current.pointee.name, current.pointee.ns))
            writer.raw("=\"")
            if let content = xmlNodeListGetString(current.pointee.doc, current.pointee.children, 1) {
                writer.attribute(String(cString: content))
                baseboard_xml_free(content)
            }
            writer.raw("\"")
            attribute = current.pointee.next
        }
        guard node.pointee.children != nil else {
            writer.raw(" />")
            return
        }
        writer.raw(">")
        var child = node.pointee.children
        while let current = child {
            write(current, within: scope, to: &writer)
            child = current.pointee.next
        }
        writer.raw("</")
        writer.raw(tag)
        writer.raw(">")
    }

    private static func qualified(_ name: UnsafePointer<xmlChar>?, _ namespace: UnsafeMutablePointer<xmlNs>?) -> String
    {
        let local = name.map { String(cString: $0) } ?? ""
        guard let prefix = namespace?.pointee.prefix else { return local }
        return "\(String(cString: prefix)):\(local)"
    }

    /// Declares a namespace unless the prefix means it already.
    private static func declare(
        _ namespace: UnsafeMutablePointer<xmlNs>?, in scope: inout [(prefix: String, namespace: String)],
        to writer: inout XMLWriter
    ) {
        guard let namespace else { return }
        let prefix = namespace.pointee.prefix.map { String(cString: $0) } ?? ""
        let uri = namespace.pointee.href.map { String(cString: $0) } ?? ""
        guard prefix != "xml" else { return }
        let bound = scope.last { $0.prefix == prefix }?.namespace
        guard bound != uri, !(bound == nil && uri.isEmpty) else { return }
        scope.append((prefix, uri))
        writer.raw(prefix.isEmpty ? " xmlns" : " xmlns:")
        writer.raw(prefix)
        writer.raw("=\"")
        writer.attribute(uri)
        writer.raw("\"")
    }
}
