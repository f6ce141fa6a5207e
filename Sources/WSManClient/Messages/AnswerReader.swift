// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// Reads the envelopes of answers, whatever prefixes and addressing version they use.
final class AnswerReader {
    private let parser: XMLParser
    private let document = XMLDocument()

    init(limits: XMLLimits) { parser = XMLParser(limits: limits) }

    /// Reads an answer; the result is valid until the next one is read.
    ///
    /// - Parameter messageID: the name of the request that it must relate to, where it relates to any.
    func read(_ answer: TransportAnswer, relatingTo messageID: String? = nil) throws(WSManClientError) -> Answer {
        if answer.status == 401 { throw .unauthorized }
        do throws(XMLError) {
            try parse(answer.body)
        } catch {
            if answer.status == 403 { throw .forbidden }
            if error == .tooLarge || error == .tooManyNodes { throw .answerTooLarge }
            throw .notWSMan(status: answer.status, error.asSentence)
        }
        guard let root = document.root, root.has(name: Names.envelope) else {
            if answer.status == 403 { throw .forbidden }
            let name = document.root?.localName ?? ""
            throw .notWSMan(
                status: answer.status, "the answer is a \(name.prefix(80)) document, not a SOAP 1.2 envelope")
        }
        guard let body = root.first(Names.body) else { throw .unexpectedAnswer("the envelope has no Body") }
        let content = body.children.first { _ in true }
        if let content, content.has(name: Self.fault) { throw .fault(ServiceFault(content)) }
        if answer.status == 403 { throw .forbidden }
        guard (200..<300).contains(answer.status) else {
            throw .unexpectedAnswer("HTTP status \(answer.status) came with a message that is no fault")
        }
        let header = root.first(Names.header)
        if let messageID, let header { try check(header, relatesTo: messageID) }
        return Answer(header: header, content: content)
    }

    private static let fault = XMLName(Namespace.soap, "Fault")

    private func parse(_ bytes: [UInt8]) throws(XMLError) {
        // `withUnsafeBytes` cannot throw a typed error here, hence the detour.
        let failure: XMLError? = bytes.withUnsafeBytes { buffer in
            do throws(XMLError) {
                try parser.parse(buffer, into: document)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// An answer to another request means that the connection is out of step; one without RelatesTo is let pass.
    private func check(_ header: XMLElement, relatesTo messageID: String) throws(WSManClientError) {
        for child in header.children where child.localName == "RelatesTo" {
            guard child.namespace == Namespace.addressing2004 || child.namespace == Namespace.addressing2005 else {
                continue
            }
            let related = child.trimmedText
            guard related.lowercased() == messageID.lowercased() else {
                throw .unexpectedAnswer("it relates to the message \(related.prefix(80)), which was not sent")
            }
        }
    }
}

extension XMLError {
    fileprivate var asSentence: String {
        switch self {
        case .notWellFormed(let cause): "the answer is not XML (\(cause))"
        case .documentTypeForbidden: "the answer has a document type declaration"
        case .empty: "the answer is empty"
        case .tooDeep, .nameTooLong, .tooManyAttributes, .tooLarge, .tooManyNodes: "the answer exceeds a limit"
        }
    }
}
