// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOPosix

/// Turns host names into addresses on a thread of its own, for getaddrinfo blocks; confined to the loop.
final class NameResolver {
    private let loop: ServiceLoop
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private var isStarted = false
    private var pending = 0
    /// Names that may wait for the thread.
    private let maxPending = 256

    init(loop: ServiceLoop) { self.loop = loop }

    /// Calls back on the loop, at once for an address.
    func resolve(
        _ origin: ClientPool.Origin, done: @escaping (Result<[SocketAddress], HTTPClientError>) -> Void
    ) {
        if let address = try? SocketAddress(ipAddress: origin.host, port: origin.port) {
            return done(.success([address]))
        }
        guard pending < maxPending else {
            return done(.failure(.unresolved(host: origin.host, reason: "too many names wait")))
        }
        pending += 1
        if !isStarted {
            isStarted = true
            pool.start()
        }
        let bound = NIOLoopBound(
            { [self] (result: Result<[SocketAddress], HTTPClientError>) in
                pending -= 1
                done(result)
            }, eventLoop: loop.eventLoop)
        pool.submit { [loop] state in
            let result: Result<[SocketAddress], HTTPClientError> =
                state == .active ? Self.addresses(of: origin) : .failure(.cancelled)
            loop.execute { bound.value(result) }
        }
    }

    func shutdown() {
        if isStarted { pool.shutdownGracefully { _ in } }
    }

    private static func addresses(of origin: ClientPool.Origin) -> Result<[SocketAddress], HTTPClientError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(origin.host, String(origin.port), &hints, &list)
        guard status == 0 else {
            return .failure(.unresolved(host: origin.host, reason: String(cString: gai_strerror(status))))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr else { continue }
            let raw = UnsafeRawPointer(address)
            switch entry.ai_family {
            case AF_INET: addresses.append(SocketAddress(raw.loadUnaligned(as: sockaddr_in.self), host: origin.host))
            case AF_INET6: addresses.append(SocketAddress(raw.loadUnaligned(as: sockaddr_in6.self), host: origin.host))
            default: break
            }
        }
        guard !addresses.isEmpty else {
            return .failure(.unresolved(host: origin.host, reason: "it has neither an IPv4 nor an IPv6 address"))
        }
        return .success(addresses)
    }
}
