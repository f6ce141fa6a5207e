// SPDX-License-Identifier: Apache-2.0

import CLibXML2

/// Evaluates one expression on documents, one after the other, by libxml2.
///
/// The documents are the service's own markup, the expression is anybody's. One evaluator serves one request: what it
/// keeps between documents is libxml2's parser and XPath context. Not for use from two threads.
public final class XPathEvaluator {
    /// What an expression makes of a document.
    public enum Outcome: Sendable, Hashable {
        /// So many nodes, in document order; ask the evaluator for each.
        case nodes(Int)
        /// A truth value.
        case boolean(Bool)
        /// A number.
        case number(Double)
        /// A text.
        case string(String)
    }

    /// The prefixes that are bound around every document, and around whatever is written of it.
    public let scope: [(prefix: String, namespace: String)]

    private let expression: XPathExpression
    private let parser: xmlParserCtxtPtr
    private let context: xmlXPathContextPtr
    private let program: xmlXPathCompExprPtr
    private var document: xmlDocPtr?
    private var wrapper: xmlNodePtr?
    private var result: xmlXPathObjectPtr?

    /// Makes ready to evaluate an expression.
    ///
    /// - Throws: `XPathError.syntax` for what is no XPath 1.0.
    public init(
        _ expression: XPathExpression, limits: XPathLimits = XPathLimits(),
        scope: [(prefix: String, namespace: String)] = []
    ) throws(XPathError) {
        guard let parser = xmlNewParserCtxt() else { throw .failed }
        guard let context = xmlXPathNewContext(nil) else {
            xmlFreeParserCtxt(parser)
            throw .failed
        }
        // libxml2 would print to stderr, which is the log.
        baseboard_set_xpath_error_handler(context, nil) { _, _ in }
        for (prefix, uri) in expression.namespaces { xmlXPathRegisterNs(context, prefix, uri) }
        context.pointee.opLimit = UInt(clamping: limits.maxOperations)
        guard let program = xmlXPathCtxtCompile(context, expression.compiled) else {
            let message = context.pointee.lastError.message.map { String(cString: $0) } ?? ""
            let offset = Int(context.pointee.lastError.int1)
            xmlXPathFreeContext(context)
            xmlFreeParserCtxt(parser)
            throw .syntax(Self.explanation(message, at: offset, in: expression))
        }
        self.expression = expression
        self.parser = parser
        self.context = context
        self.program = program
        self.scope = scope
    }

    deinit {
        freeDocument()
        xmlXPathFreeCompExpr(program)
        xmlXPathFreeContext(context)
        xmlFreeParserCtxt(parser)
    }

    private static func explanation(_ message: String, at offset: Int, in expression: XPathExpression) -> String {
        let what = message.split(separator: "\n").first.map { $0.lowercased() } ?? "it is no XPath 1.0"
        let bytes = expression.compiled.utf8
        guard (1...bytes.count).contains(offset) else { return String(what) }
        let rest = String(decoding: bytes.dropFirst(offset).prefix(40), as: UTF8.self)
        return rest.isEmpty ? "\(what), at its end" : "\(what), before \(rest)"
    }

    /// Begins a document: the caller writes one element, then calls `evaluate`.
    public func open(_ writer: inout XMLWriter) {
        writer.raw("<w")
        for (prefix, namespace) in scope {
            writer.raw(" xmlns:")
            writer.raw(prefix)
            writer.raw("=\"")
            writer.attribute(namespace)
            writer.raw("\"")
        }
        writer.raw(">")
    }

    /// Ends the document and evaluates the expression on it.
    ///
    /// - Parameter writer: what `open` began, with the document's root element after it.
    public func evaluate(_ writer: inout XMLWriter) throws(XPathError) -> Outcome {
        writer.raw("</w>")
        freeDocument()
        let read = writer.withUnsafeBytes { bytes in
            xmlCtxtReadMemory(
                parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count), nil,
                "UTF-8",
                Int32(
                    XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue | XML_PARSE_NOERROR.rawValue
                        | XML_PARSE_NOWARNING.rawValue | XML_PARSE_HUGE.rawValue))
        }
        guard let read, let wrapper = xmlDocGetRootElement(read), let root = wrapper.pointee.children else {
            if let read { xmlFreeDoc(read) }
            throw .failed
        }
        document = read
        // The element stands alone in its document (R7.7-3); what bound its prefixes is kept beside it.
        xmlUnlinkNode(root)
        self.wrapper = xmlDocSetRootElement(read, root)
        if !expression.usesNamespaces { XPathTree.hideNamespaces(below: root) }
        context.pointee.doc = read
        context.pointee.node = UnsafeMutableRawPointer(read).assumingMemoryBound(to: xmlNode.self)
        context.pointee.opCount = 0
        guard let result = xmlXPathCompiledEval(program, context) else {
            throw context.pointee.opCount >= context.pointee.opLimit
                ? .tooManyOperations : .syntax("its parts do not go together")
        }
        self.result = result
        switch result.pointee.type {
        case XPATH_BOOLEAN: return .boolean(result.pointee.boolval != 0)
        case XPATH_NUMBER: return .number(result.pointee.floatval)
        case XPATH_STRING: return .string(result.pointee.stringval.map { String(cString: $0) } ?? "")
        default:
            if let set = result.pointee.nodesetval { xmlXPathNodeSetSort(set) }
            return .nodes(nodes.count)
        }
    }

    private var nodes: UnsafeBufferPointer<xmlNodePtr?> {
        guard let set = result?.pointee.nodesetval else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: set.pointee.nodeTab, count: Int(set.pointee.nodeNr))
    }

    /// Where a selected node stands.
    public func place(of index: Int) -> XPathPlace {
        guard nodes.indices.contains(index), let node = nodes[index] else { return .deeper }
        return XPathTree.place(of: node)
    }

    /// Writes a selected node: an element with all in it, the text of a text or of an attribute.
    public func write(_ index: Int, to writer: inout XMLWriter) {
        guard nodes.indices.contains(index), let node = nodes[index] else { return }
        XPathTree.write(node, within: scope, to: &writer)
    }

    private func freeDocument() {
        if let result { xmlXPathFreeObject(result) }
        result = nil
        // Before the document, whose dictionary holds its names.
        if let wrapper { xmlFreeNode(wrapper) }
        wrapper = nil
        if let document { xmlFreeDoc(document) }
        document = nil
        context.pointee.doc = nil
        context.pointee.node = nil
    }
}
