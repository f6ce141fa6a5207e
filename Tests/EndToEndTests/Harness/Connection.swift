// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A blocking connection that sends exactly what it is told, good or bad.
///
/// `@unchecked Sendable`: a test may hand it to another thread, but never uses it from two at a time.
final class Connection: @unchecked Sendable {
    private let descriptor: Int32
    private let authorization: String?
    private var buffered: [UInt8] = []

    /// Nothing more comes: the daemon closed the connection, or does not answer.
    struct Ended: Error {
        let reason: String
        let received: String
    }

    init(port: Int, authorization: String? = nil) throws {
        self.authorization = authorization
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        // A daemon that never answers fails the test instead of hanging it.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw SystemError("connect to port \(port)") }
    }

    deinit { close(descriptor) }

    // MARK: Octets

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends all, or as much as the peer takes before it closes.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Whether the peer closes without a further octet.
    func isClosedByPeer() -> Bool {
        guard buffered.isEmpty else { return false }
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, 0)
        return count == 0 || count < 0 && errno == ECONNRESET
    }

    /// Reads one answer; those with a status of 1xx have no body.
    func readAnswer() throws -> HTTPAnswer {
        var position = 0
        while true {
            if let end = headEnd(from: &position) {
                let head = String(decoding: buffered[..<end], as: UTF8.self)
                buffered.removeFirst(end + 4)
                var answer = HTTPAnswer(head: head)
                let length = Int(answer["content-length"] ?? "0") ?? 0
                while buffered.count < length { try receive() }
                answer.body = Array(buffered[..<length])
                buffered.removeFirst(length)
                return answer
            }
            try receive()
        }
    }

    private func receive() throws {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else {
            throw Ended(
                reason: count == 0 ? "closed" : SystemError("recv").description,
                received: String(decoding: buffered, as: UTF8.self))
        }
        buffered += chunk[..<count]
    }

    private func headEnd(from position: inout Int) -> Int? {
        guard buffered.count >= 4 else { return nil }
        while position <= buffered.count - 4 {
            if buffered[position..<position + 4].elementsEqual("\r\n\r\n".utf8) { return position }
            position += 1
        }
        return nil
    }

    // MARK: Requests

    /// Sends a POST as a well-behaved client does, except for what the parameters say.
    func post(
        _ body: [UInt8], path: String = "/wsman", contentType: String? = "application/soap+xml;charset=UTF-8",
        headers: [String] = []
    ) {
        var lines = ["POST \(path) HTTP/1.1", "Host: localhost", "Content-Length: \(body.count)"]
        if let contentType { lines.append("Content-Type: \(contentType)") }
        if let authorization { lines.append("Authorization: \(authorization)") }
        lines += headers
        send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    /// Posts a text and reads its answer.
    func exchange(
        _ text: String, path: String = "/wsman", contentType: String? = "application/soap+xml;charset=UTF-8",
        headers: [String] = []
    ) throws -> HTTPAnswer {
        post(Array(text.utf8), path: path, contentType: contentType, headers: headers)
        return try readAnswer()
    }

    /// Sends a message and parses the answer.
    func ask(_ message: Message, path: String = "/wsman") throws -> Reply {
        try Reply(exchange(message.text, path: path))
    }
}
