// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// What this machine is called by others on its network.
struct LocalHost {
    /// The host's name, in full where it is known, and in short; localhost.
    let names: [String]
    /// The addresses of its interfaces, loopback included, without those that mean something on one link only.
    let addresses: [String]

    /// More than these help nobody, and every handshake carries them.
    private static let maxAddresses = 32

    init() {
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, buffer.count - 1)
        let host = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        let short = host.prefix { $0 != "." }
        var names: [String] = []
        for name in [host, String(short), "localhost"] where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        self.names = names
        addresses = Array(Self.interfaceAddresses().prefix(Self.maxAddresses))
    }

    private static func interfaceAddresses() -> [String] {
        var found = ["127.0.0.1", "::1"]
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return found }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = entry.ifa_addr, let text = text(of: address), !found.contains(text) else { continue }
            found.append(text)
        }
        return found
    }

    private static func text(of address: UnsafePointer<sockaddr>) -> String? {
        let family = Int32(address.pointee.sa_family)
        let raw = UnsafeRawPointer(address)
        let offset: Int
        switch family {
        case AF_INET:
            offset = 4
        case AF_INET6:
            offset = 8
            // fe80::/10
            let (first, second) = (
                raw.load(fromByteOffset: 8, as: UInt8.self), raw.load(fromByteOffset: 9, as: UInt8.self)
            )
            if first == 0xfe, second & 0xc0 == 0x80 { return nil }
        default: return nil
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            inet_ntop(family, raw + offset, text.baseAddress, socklen_t(text.count)).map { String(cString: $0) }
        }
    }
}
