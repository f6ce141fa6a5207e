// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A server that answers each connection with a prepared text, whatever it is asked.
final class CannedServer: Sendable {
    let port: Int

    /// - Parameter closesOnNext: wait for a second request before closing, instead of closing after the answer.
    init(answers: [String], closesOnNext: Bool = false) throws {
        let (listener, port) = try Self.listen()
        self.port = port
        let work = Work(listener: listener, answers: answers, closesOnNext: closesOnNext)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                argument.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        pthread_detach(thread)
    }

    /// A port that was free a moment ago.
    static func unusedPort() throws -> Int {
        let (listener, port) = try listen()
        close(listener)
        return port
    }

    static func listen() throws -> (descriptor: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = getsockname(listener, $0, &length)
            }
        }
        guard Glibc.listen(listener, 8) == 0 else { throw RawConnection.CannotConnect(code: errno) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private final class Work: Sendable {
        let listener: Int32
        let answers: [String]
        let closesOnNext: Bool

        init(listener: Int32, answers: [String], closesOnNext: Bool) {
            self.listener = listener
            self.answers = answers
            self.closesOnNext = closesOnNext
        }

        func run() {
            for answer in answers {
                let peer = accept(listener, nil, nil)
                var chunk = [UInt8](repeating: 0, count: 4096)
                _ = recv(peer, &chunk, chunk.count, 0)
                let bytes = Array(answer.utf8)
                _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                if closesOnNext { _ = recv(peer, &chunk, chunk.count, 0) }
                close(peer)
            }
            close(listener)
        }
    }
}
