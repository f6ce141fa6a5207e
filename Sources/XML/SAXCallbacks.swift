// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Glibc

/// What libxml2's callbacks get as user data; lives as long as the parser context it belongs to.
struct SAXState {
    var context: xmlParserCtxtPtr?
    var builder: ArenaBuilder

    /// Stops the parse.
    ///
    /// libxml2 leaves `wellFormed` set after this, so nobody may conclude from that flag alone.
    mutating func stop(because error: XMLError) {
        builder.fail(error)
        xmlStopParser(context)
    }
}

extension xmlSAXHandler {
    /// That a namespace is no valid URI: libxml2 calls it an error, the recommendation does not.
    static let toleratedError = Int32(truncatingIfNeeded: XML_WAR_NS_URI.rawValue)

    /// The callbacks that fill an arena; everything else, processing instructions and comments too, is passed over.
    ///
    /// Every user data must be a `SAXState`.
    static func fillingArena() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = {
            state, local, prefix, uri, namespaceCount, namespaces, attributeCount, _, attributes in
            guard let state = state?.assumingMemoryBound(to: SAXState.self) else { return }
            let proceed = state.pointee.builder.start(
                XMLNameTable.Key(local: local, prefix: prefix, namespace: uri),
                namespaces: UnsafeBufferPointer(start: namespaces, count: Int(namespaceCount) &* 2),
                attributes: UnsafeBufferPointer(start: attributes, count: Int(attributeCount) &* 5))
            if !proceed { xmlStopParser(state.pointee.context) }
        }
        handler.endElementNs = { state, _, _, _ in
            state?.assumingMemoryBound(to: SAXState.self).pointee.builder.end()
        }
        handler.characters = { state, bytes, count in
            state?.assumingMemoryBound(to: SAXState.self).pointee.builder.text(
                UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        // The same function, or libxml2 guesses which white space to drop.
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { state, _, _, _ in
            state?.assumingMemoryBound(to: SAXState.self).pointee.stop(because: .documentTypeForbidden)
        }
        handler.entityDecl = { state, _, _, _, _, _ in
            state?.assumingMemoryBound(to: SAXState.self).pointee.stop(because: .documentTypeForbidden)
        }
        handler.reference = { state, _ in
            state?.assumingMemoryBound(to: SAXState.self).pointee.stop(
                because: .notWellFormed("references to entities are not supported"))
        }
        // On the handler, not global: other users of libxml2 in the process keep theirs, and nothing is printed.
        baseboard_set_error_handler(&handler) { state, error in
            guard let state = state?.assumingMemoryBound(to: SAXState.self), let error = error?.pointee,
                error.level.rawValue >= XML_ERR_ERROR.rawValue, error.code != xmlSAXHandler.toleratedError
            else { return }
            state.pointee.builder.fail(.notWellFormed(describing: error))
        }
        return handler
    }
}

extension XMLError {
    /// libxml2's sentence and line; names in it come from the client, so it is cut and cleaned.
    fileprivate static func notWellFormed(describing error: xmlError) -> XMLError {
        var sentence = ""
        if let message = error.message {
            let limit = 200
            let bytes = UnsafeBufferPointer(
                start: UnsafeRawPointer(message).assumingMemoryBound(to: UInt8.self), count: strnlen(message, limit))
            sentence = String(decoding: bytes, as: UTF8.self)
        }
        var clean = String.UnicodeScalarView()
        for scalar in sentence.unicodeScalars {
            clean.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        while clean.last == " " { clean.removeLast() }
        return .notWellFormed("line \(error.line): \(String(clean))")
    }
}
