// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A blocking TCP connection that sends exactly what it is told: the peer from hell and the one from heaven.
final class RawConnection {
    struct Answer: Equatable {
        var status: Int
        var headers: [String: [String]]
        var body: String

        subscript(_ name: String) -> String? { headers[name.lowercased()]?.first }
    }

    struct ConnectionEnded: Error {}
    struct CannotConnect: Error { let code: Int32 }

    private let descriptor: Int32
    private var buffered: [UInt8] = []

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // So that a server that never answers fails the test instead of hanging it.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw CannotConnect(code: errno) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends all or as much as the peer takes before it closes.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends both directions at once; who is just sending finds out.
    func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Ends the connection with a reset, as a machine that loses power and comes back would.
    func resetWhenClosed() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func receive() throws -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 16384)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { throw ConnectionEnded() }
        return Array(chunk[..<count])
    }

    /// Reads everything until the peer closes; nil when it does not.
    func readToEnd() -> String? {
        while true {
            do {
                buffered += try receive()
            } catch {
                defer { buffered = [] }
                return errno == EAGAIN ? nil : String(decoding: buffered, as: UTF8.self)
            }
        }
    }

    /// What has come already; nil when nothing has.
    func readIfAny() -> String? {
        var chunk = [UInt8](repeating: 0, count: 16384)
        let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: chunk[..<count], as: UTF8.self) : nil
    }

    /// Whether the peer closes without sending anything more.
    func isClosedByPeer() -> Bool { readToEnd() == "" }

    /// Reads one answer; `hasBody` is false for HEAD and 1xx.
    func readAnswer(hasBody: Bool = true) throws -> Answer {
        errno = 0
        while true {
            if let end = headEnd() {
                let head = String(decoding: buffered[..<end], as: UTF8.self)
                buffered.removeFirst(end + 4)
                var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
                let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
                var headers: [String: [String]] = [:]
                for line in lines {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased(), default: []].append(String(parts[1].drop { $0 == " " }))
                }
                let length = hasBody ? Int(headers["content-length"]?.first ?? "0") ?? 0 : 0
                while buffered.count < length { buffered += try receive() }
                let body = String(decoding: buffered[..<length], as: UTF8.self)
                buffered.removeFirst(length)
                return Answer(status: status, headers: headers, body: body)
            }
            buffered += try receive()
        }
    }

    private func headEnd() -> Int? {
        guard buffered.count >= 4 else { return nil }
        return (0...(buffered.count - 4)).first { buffered[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }
    }
}
