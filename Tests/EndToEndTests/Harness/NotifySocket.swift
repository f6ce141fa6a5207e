// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The service manager's end of sd_notify(3).
final class NotifySocket {
    let path: String
    private let descriptor: Int32
    private(set) var states: [String] = []

    struct NoState: Error {
        let wanted: String
        let seen: [String]
    }

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            room.copyBytes(from: Array(path.utf8).prefix(room.count - 1))
        }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw SystemError("bind \(path)") }
    }

    deinit { close(descriptor) }

    /// Takes in one message, if one comes within `milliseconds`.
    @discardableResult
    func receive(within milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, milliseconds) == 1 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        states += String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
        return true
    }

    /// Waits until `state` was sent `times` times; `isAlive` is asked meanwhile.
    func wait(for state: String, times: Int = 1, while isAlive: () -> Bool) throws {
        for _ in 0..<2400 {
            if states.count(where: { $0 == state }) >= times { return }
            if !receive(within: 50), !isAlive() { break }
        }
        guard states.count(where: { $0 == state }) >= times else { throw NoState(wanted: state, seen: states) }
    }
}

/// A call of the system that failed.
struct SystemError: Error, CustomStringConvertible {
    let description: String

    init(_ call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
}
