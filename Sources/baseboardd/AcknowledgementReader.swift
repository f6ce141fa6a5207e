// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import WSMan
import XML

/// Reads the answers of sinks, whose machines nobody here vouches for; called on the loop alone.
///
/// `@unchecked Sendable`: parser and document are touched on the loop's thread only.
final class AcknowledgementReader: @unchecked Sendable {
    private let parser = XMLParser(limits: Acknowledgement.limits)
    private let document = XMLDocument()

    /// What an answer means; nil where it holds no XML that could be read.
    func read(_ answer: HTTPClientResponse, to messageID: MessageID) -> Acknowledgement? {
        guard !answer.body.isEmpty else { return nil }
        let contentType = ContentType(answer.header("Content-Type"))
        let body = answer.body.withUnsafeBytes { bytes -> [UInt8]? in
            guard let encoding = try? Encoding(declared: contentType.parameter("charset"), body: bytes) else {
                return nil
            }
            return encoding.decode(bytes)
        }
        guard let body else { return nil }
        return body.withUnsafeBytes { bytes in
            do throws(XMLError) {
                try parser.parse(bytes, into: document)
                return Acknowledgement(document, to: messageID)
            } catch {
                return nil
            }
        }
    }
}
