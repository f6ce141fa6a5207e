// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import NIOCore

@testable import HTTPTransport

/// A blocking TLS client that does what it is told, such as ending without a word.
final class RawTLSConnection {
    let raw: RawConnection
    let session: TLSSession

    struct Failed: Error { let progress: TLSSession.Progress }

    init(_ server: TestServer, _ settings: TLSClientSettings, handshakes: Bool = true) throws {
        raw = try server.connect()
        let context = try TLSContext.client(settings)
        guard let session = TLSSession(context, isServer: false), session.expect(host: "localhost") else {
            throw Failed(progress: .wantsInput)
        }
        self.session = session
        if handshakes { try handshake() }
    }

    func handshake() throws {
        while true {
            let progress = session.handshake()
            flush()
            switch progress {
            case .done: return
            case .wantsInput: session.input.writeBytes(try raw.receive())
            case .closed, .failed: throw Failed(progress: progress)
            }
        }
    }

    /// Sends what OpenSSL has for the peer.
    func flush() {
        if let output = session.takeOutput() { raw.send(Array(buffer: output)) }
    }

    func send(_ text: String) throws {
        let progress = session.write(ByteBuffer(string: text))
        guard progress == .done else { throw Failed(progress: progress) }
        flush()
    }

    /// Reads until what came contains `text`; throws when the connection ends before.
    func read(until text: String) throws -> String {
        var plain = ByteBuffer()
        while true {
            let progress = session.read(into: &plain)
            flush()
            if String(buffer: plain).contains(text) { return String(buffer: plain) }
            switch progress {
            case .done: continue
            case .wantsInput: session.input.writeBytes(try raw.receive())
            case .closed, .failed: throw Failed(progress: progress)
            }
        }
    }

    /// What the peer still sends before it says that it is done; nil when it ends without saying so.
    func readToClose() -> String? {
        var plain = ByteBuffer()
        while true {
            switch session.read(into: &plain) {
            case .done: continue
            case .closed: return String(buffer: plain)
            case .failed: return nil
            case .wantsInput:
                guard let bytes = try? raw.receive() else { return nil }
                session.input.writeBytes(bytes)
            }
        }
    }
}
