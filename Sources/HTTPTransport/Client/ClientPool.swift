// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// The connections of a client, by origin; confined to the loop.
final class ClientPool {
    struct Origin: Hashable {
        let isEncrypted: Bool
        let host: String
        let port: Int

        init(_ url: HTTPURL) {
            isEncrypted = url.isEncrypted
            host = url.host
            port = url.port
        }
    }

    /// What is known of one host and port.
    private struct Host {
        var idle: [ClientConnection] = []
        /// Connections that exist or are being made.
        var open = 0
        var waiting = CircularBuffer<ClientExchange>(initialCapacity: 0)
    }

    /// Connections that exist or are being made, to all hosts.
    private var open = 0
    /// Hosts with requests that wait because there are too many connections to others.
    private var starved: [Origin] = []

    private let loop: ServiceLoop
    let configuration: HTTPClientConfiguration
    private let resolver: NameResolver
    private let tls: TLSClient
    private var logins = ClientLogins()
    private var hosts: [Origin: Host] = [:]
    private var connections: [ObjectIdentifier: ClientConnection] = [:]
    private var isShutDown = false

    init(loop: ServiceLoop, configuration: HTTPClientConfiguration) {
        self.loop = loop
        self.configuration = configuration
        resolver = NameResolver(loop: loop)
        tls = TLSClient(configuration.tls)
    }

    func start(_ exchange: ClientExchange) {
        guard !isShutDown, !exchange.wasCancelled else { return exchange.finish(.failure(.cancelled)) }
        exchange.timer = loop.schedule(after: configuration.requestTimeout) {
            exchange.finish(.failure(.timedOut(.answer)))
        }
        assign(exchange)
    }

    /// Gives an exchange a kept connection, a new one, or a place in the queue.
    private func assign(_ exchange: ClientExchange) {
        guard !exchange.isDone else { return }
        let origin = Origin(exchange.url)
        if !exchange.hasBeenRetried, let connection = hosts[origin]?.idle.popLast() {
            return connection.send(exchange)
        }
        let host = hosts[origin] ?? Host()
        if host.open < configuration.maxConnectionsPerOrigin, open < configuration.maxConnections {
            hosts[origin, default: Host()].open += 1
            open += 1
            connect(origin, for: exchange)
        } else if host.waiting.count < configuration.maxWaitingPerOrigin {
            hosts[origin, default: Host()].waiting.append(exchange)
            // Its own connections will come to it; with none, it needs one of others'.
            guard host.open == 0 else { return }
            if !starved.contains(origin) { starved.append(origin) }
            closeOneUnused()
        } else {
            exchange.finish(.failure(.busy))
        }
    }

    // MARK: Connecting

    private func connect(_ origin: Origin, for exchange: ClientExchange) {
        var isOver = false
        func fail(_ error: HTTPClientError) {
            guard !isOver else { return }
            isOver = true
            exchange.finish(.failure(error))
            freed(origin)
        }
        let bound = NIOLoopBound(fail, eventLoop: loop.eventLoop)
        let timer = loop.schedule(after: configuration.connectTimeout) { bound.value(.timedOut(.connect)) }
        exchange.abort = {
            timer.cancel()
            fail(.cancelled)
        }
        resolver.resolve(origin) { [self] result in
            guard !isOver else { return }
            switch result {
            case .failure(let error):
                timer.cancel()
                fail(error)
            case .success(let addresses):
                tryNext(addresses[...], origin, lastError: .closed) { [self] result in
                    timer.cancel()
                    switch result {
                    case .failure(let error): fail(error)
                    case .success(let connection):
                        guard !isOver else { return connection.close() }
                        isOver = true
                        connections[ObjectIdentifier(connection)] = connection
                        exchange.abort = nil
                        connection.send(exchange)
                    }
                }
            }
        }
    }

    /// Tries the addresses of a host one after the other.
    private func tryNext(
        _ addresses: ArraySlice<SocketAddress>, _ origin: Origin, lastError: HTTPClientError,
        done: @escaping (Result<ClientConnection, HTTPClientError>) -> Void
    ) {
        guard let address = addresses.first else { return done(.failure(lastError)) }
        let encryption: TLSHandler?
        do throws(TLSError) {
            encryption = try origin.isEncrypted ? tls.makeHandler(for: origin.host) : nil
        } catch {
            return done(.failure(.tls(error)))
        }
        let connection = ClientConnection(pool: self, origin: origin, loop: loop)
        connection.whenEncrypted = { done($0.map { connection }) }
        let handlers = NIOLoopBound((encryption, connection), eventLoop: loop.eventLoop)
        let limits = NIOHTTPDecoderLimitConfiguration(
            maxHeaderBytes: configuration.maxHeaderBytes, maxHeaderCount: configuration.maxHeaderCount)
        let nanoseconds = Int64(clamping: configuration.connectTimeout)
        ClientBootstrap(group: loop.eventLoop)
            .connectTimeout(.nanoseconds(nanoseconds))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let decoder = HTTPResponseDecoder(
                        leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop,
                        limitConfiguration: limits)
                    let (encryption, connection) = handlers.value
                    if let encryption { try channel.pipeline.syncOperations.addHandler(encryption) }
                    try channel.pipeline.syncOperations.addHandlers(
                        HTTPRequestEncoder(), ByteToMessageHandler(decoder), connection)
                }
            }
            .connect(to: address)
            .assumeIsolated()
            .whenComplete { [self] result in
                switch result {
                case .success where encryption == nil: done(.success(connection))
                case .success: connection.closeUnlessEncrypted(after: configuration.connectTimeout)
                case .failure(let error):
                    tryNext(addresses.dropFirst(), origin, lastError: Self.failure(error, address), done: done)
                }
            }
    }

    private static func failure(_ error: any Error, _ address: SocketAddress) -> HTTPClientError {
        let text = address.ipAddress.map { $0.contains(":") ? "[\($0)]" : $0 } ?? "\(address)"
        let place = "\(text):\(address.port ?? 0)"
        switch error {
        case let error as IOError where error.errnoCode == ECONNREFUSED: return .refused(place)
        case let error as IOError: return .unreachable(place, reason: String(cString: strerror(error.errnoCode)))
        case ChannelError.connectTimeout: return .timedOut(.connect)
        default: return .unreachable(place, reason: "\(error)")
        }
    }

    // MARK: Credentials

    /// The Authorization field for this sending of a request.
    func authorization(for exchange: ClientExchange) -> String? {
        exchange.credentials.flatMap { logins.authorization($0, for: exchange.url) }
    }

    /// Ends an exchange, unless the server wants credentials and some can be given.
    func answered(_ exchange: ClientExchange, _ answer: HTTPClientResponse) {
        guard answer.status == 401, let credentials = exchange.credentials, !exchange.isDone else {
            return exchange.finish(.success(answer))
        }
        exchange.refusals += 1
        let fields = answer.headers.filter { ASCII.equalsIgnoringCase($0.name.utf8, "WWW-Authenticate".utf8) }
        switch logins.take(fields.map(\.value), credentials, for: exchange.url, refusals: exchange.refusals) {
        case .retry: assign(exchange)
        case .refused: exchange.finish(.success(answer))
        case .unsuitable(let offered): exchange.finish(.failure(.noCommonScheme(offered: offered)))
        case .unsafe: exchange.finish(.failure(.wouldRevealPassword))
        }
    }

    // MARK: Connections coming back

    /// Keeps a connection whose exchange is complete.
    func keep(_ connection: ClientConnection) {
        guard !isShutDown else { return connection.close() }
        // Hosts that have no connection come first, or a few busy ones would keep all.
        if !starved.isEmpty {
            connection.close()
        } else if let next = nextWaiting(connection.origin) {
            connection.send(next)
        } else {
            hosts[connection.origin, default: Host()].idle.append(connection)
            connection.closeWhenUnused(after: configuration.idleTimeout)
        }
    }

    /// Forgets a connection that has ended.
    func remove(_ connection: ClientConnection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        hosts[connection.origin]?.idle.removeAll { $0 === connection }
        freed(connection.origin)
    }

    /// Sends an exchange again whose kept connection the server had closed.
    func retry(_ exchange: ClientExchange) {
        exchange.hasBeenRetried = true
        assign(exchange)
    }

    private func freed(_ origin: Origin) {
        hosts[origin]?.open -= 1
        open -= 1
        // Those that have none come first, or a busy host would keep all.
        while !starved.isEmpty {
            let other = starved.removeFirst()
            guard let next = nextWaiting(other) else {
                if hosts[other]?.open == 0 { hosts[other] = nil }
                continue
            }
            if hosts[other]?.waiting.isEmpty == false { starved.append(other) }
            assign(next)
            break
        }
        if let next = nextWaiting(origin) {
            assign(next)
        } else if hosts[origin]?.open == 0 {
            hosts[origin] = nil
        }
    }

    private func closeOneUnused() {
        connections.values.first { $0.isUnused }?.close()
    }

    private func nextWaiting(_ origin: Origin) -> ClientExchange? {
        while let next = hosts[origin]?.waiting.popFirst() {
            if !next.isDone { return next }
        }
        return nil
    }

    func shutdown() {
        isShutDown = true
        for host in hosts.values { for exchange in host.waiting { exchange.finish(.failure(.cancelled)) } }
        for connection in connections.values { connection.fail(.cancelled) }
        resolver.shutdown()
    }
}
