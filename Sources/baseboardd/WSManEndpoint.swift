// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import ManagementService
import WSMan

/// The bytes of WS-Management over HTTP: character sets and content types, nothing of what they mean.
///
/// It runs on the event loop, called by the HTTP server.
final class WSManEndpoint: HTTPHandler {
    private let service: ManagementService

    init(service: ManagementService) {
        self.service = service
    }

    func handle(_ request: HTTPRequest, reply: HTTPReply) {
        let contentType = ContentType(request.contentType)
        let soapAction = request.header("SOAPAction").map(unquoted) ?? contentType.parameter("action")
        let encoding: Encoding
        do throws(EncodingError) {
            encoding = try Encoding(declared: contentType.parameter("charset"), body: request.body)
        } catch .contradiction {
            // R13.1-8.
            reply.send(status: 400, contentType: nil, body: UnsafeRawBufferPointer(start: nil, count: 0))
            return
        } catch {
            service.refuseEncoding { status, envelope in
                reply.send(status: status, contentType: Encoding.utf8.contentType, body: envelope)
            }
            return
        }
        var message = ManagementService.Request(envelope: request.body, principal: request.principal)
        message.soapAction = soapAction
        message.peerAddress = request.peerAddress
        message.isConfidential = request.isEncrypted || HTTPURL.isLoopback(host: request.peerAddress)
        guard encoding != .utf8 else {
            service.answer(message) { status, envelope in
                reply.send(status: status, contentType: Encoding.utf8.contentType, body: envelope)
            }
            return
        }
        message.expansion = 2
        guard let transcoded = encoding.decode(request.body) else {
            service.refuseEncoding { status, envelope in
                reply.send(status: status, contentType: Encoding.utf8.contentType, body: envelope)
            }
            return
        }
        transcoded.withUnsafeBytes { bytes in
            message.envelope = bytes
            service.answer(message) { status, envelope in
                encoding.encode(envelope).withUnsafeBytes { encoded in
                    reply.send(status: status, contentType: encoding.contentType, body: encoded)
                }
            }
        }
    }

    private func unquoted(_ text: String) -> String {
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast())
    }
}
