// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Glibc

/// Parses untrusted bytes into documents, reusing one libxml2 context: no network, no DTD, no entities, hard limits.
///
/// One per event loop; not for use from two threads.
public final class XMLParser {
    private let limits: XMLLimits
    /// At an address of its own, because the C callbacks hold it.
    private let state: UnsafeMutablePointer<SAXState>
    private var names = XMLNameTable()
    /// How often a context was made: tests see by it that contexts are reused and recycled.
    private(set) var contextsMade = 0

    /// What may gather in a reused context before it is replaced: names in the dictionary, their bytes, our own names.
    static let keptNames: Int32 = 4096
    static let keptNameBytes = 256 * 1024
    /// Above this size a document's context is not kept, for it keeps the document's buffer.
    static let keptDocumentBytes = 64 * 1024
    /// Below this size even a document that is one start tag has too few attributes for their comparison to take long.
    private static let scanThreshold = 4096

    /// Makes a parser with the given limits.
    public init(limits: XMLLimits = XMLLimits()) {
        self.limits = limits
        state = .allocate(capacity: 1)
        state.initialize(to: SAXState(context: nil, builder: ArenaBuilder(limits: limits)))
    }

    deinit {
        if let context = state.pointee.context { xmlFreeParserCtxt(context) }
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// How many strings the context's dictionary holds: hostile names must not make it grow for ever.
    var dictionarySize: Int {
        guard let context = state.pointee.context else { return 0 }
        return Int(xmlDictSize(context.pointee.dict))
    }

    /// Parses one whole document of UTF-8, whatever encoding it declares.
    ///
    /// - Parameter document: Takes the outcome; its former content is gone, and it has no root after an error.
    /// - Throws: The first reason to refuse the document.
    public func parse(_ bytes: UnsafeRawBufferPointer, into document: XMLDocument) throws(XMLError) {
        document.arena.removeAll()
        let bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(Self.byteOrderMarkLength(bytes)))
        try check(bytes)
        let context = try readyContext()
        state.pointee.builder.begin(document.takeArena(), names: names)
        let size = Int32(truncatingIfNeeded: bytes.count)
        xmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), size, 1)
        document.arena = state.pointee.builder.takeArena()
        // Not `nsWellFormed`, which a tolerated error clears: what is not tolerated has failed the builder.
        let isAccepted =
            state.pointee.builder.isComplete && context.pointee.wellFormed == 1
            && (context.pointee.errNo == 0 || context.pointee.errNo == xmlSAXHandler.toleratedError)
        guard isAccepted else {
            document.arena.removeAll()
            // libxml2 2.9 does not clear namespace bindings on reset, so nothing outlives a broken document.
            discardContext()
            throw state.pointee.builder.failure ?? .notWellFormed("the document is incomplete")
        }
        if isOvergrown(context, documentSize: bytes.count) { discardContext() }
    }

    /// What can be told from the bytes alone, before libxml2 sees them.
    private func check(_ bytes: UnsafeRawBufferPointer) throws(XMLError) {
        guard bytes.contains(where: { !XMLElement.isWhiteSpace($0) }), let start = bytes.baseAddress else {
            throw .empty
        }
        guard bytes.count <= limits.maxBytes, bytes.count <= Int(Int32.max) else { throw .tooLarge }
        // libxml2 takes a NUL for the end of its input in some places.
        guard memchr(start, 0, bytes.count) == nil else { throw .notWellFormed("the document contains a NUL byte") }
        guard isUTF8(bytes) else { throw .notWellFormed("the document is not valid UTF-8") }
        let quoted = limits.maxAttributes.addingReportingOverflow(limits.maxNamespaces)
        if bytes.count > Self.scanThreshold, !quoted.overflow,
            StartTagScanner(bytes).finds(tagWithMoreAttributesThan: quoted.partialValue)
        {
            throw .tooManyAttributes
        }
    }

    /// A context at the start of a document: the last one, if there was nothing wrong with it.
    private func readyContext() throws(XMLError) -> xmlParserCtxtPtr {
        let context = state.pointee.context ?? makeContext()
        // Without a first chunk libxml2 takes the input for UTF-8 and does not guess.
        guard let context, xmlCtxtResetPush(context, nil, 0, nil, nil) == 0 else {
            discardContext()
            throw .notWellFormed("the parser has no memory")
        }
        return context
    }

    private func makeContext() -> xmlParserCtxtPtr? {
        var handler = xmlSAXHandler.fillingArena()
        guard let context = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil) else { return nil }
        // Never NOENT, DTDLOAD, DTDATTR or HUGE.
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue
        xmlCtxtUseOptions(context, Int32(truncatingIfNeeded: options))
        state.pointee.context = context
        contextsMade &+= 1
        return context
    }

    private func discardContext() {
        if let context = state.pointee.context { xmlFreeParserCtxt(context) }
        state.pointee.context = nil
        names = XMLNameTable()  // Its keys are addresses in the context's dictionary.
    }

    private func isOvergrown(_ context: xmlParserCtxtPtr, documentSize: Int) -> Bool {
        // A reset forgets, but does not free, what an <?oasis-xml-catalog?> instruction left.
        documentSize > Self.keptDocumentBytes || context.pointee.catalogs != nil
            || names.entries.count > Int(Self.keptNames) || xmlDictSize(context.pointee.dict) > Self.keptNames
            || xmlDictGetUsage(context.pointee.dict) > Self.keptNameBytes
    }

    private func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
        do {
            _ = try UTF8Span(validating: span)
            return true
        } catch {
            return false
        }
    }

    private static func byteOrderMarkLength(_ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }
}
