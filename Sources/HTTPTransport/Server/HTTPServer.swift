// SPDX-License-Identifier: Apache-2.0

import Glibc
public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP/1.1 server on the service's loop.
public final class HTTPServer: Sendable {
    private let configuration: HTTPServerConfiguration
    private let loop: ServiceLoop
    private let logger: Logger
    private let state: NIOLoopBoundBox<ServerState>
    private let listeners = Mutex<[any Channel]>([])

    /// Makes a server that does not listen yet.
    ///
    /// - Parameter becameQuiet: called on the loop when the last connection has ended: the time to tidy up.
    public init(
        configuration: HTTPServerConfiguration, loop: ServiceLoop, routes: [HTTPRoute], logger: Logger,
        becameQuiet: (@Sendable () -> Void)? = nil
    ) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        state = .makeBoxSendingValue(
            ServerState(
                loop: loop, limits: configuration.limits, routes: routes, logger: logger, becameQuiet: becameQuiet),
            eventLoop: loop.eventLoop)
    }

    /// Counts of connections and requests; to be read on the loop.
    public var statistics: HTTPServerStatistics { state.value.statistics }

    /// Listens on every configured address; blocks, so not to be called on the loop.
    ///
    /// An address of IPv6 that every machine with IPv6 has is passed over on one without, as long as another is left.
    ///
    /// - Returns: the listeners with the ports the kernel chose.
    /// - Throws: when one of them cannot be bound; none is listened on then.
    public func start() throws(HTTPServerError) -> [HTTPServerConfiguration.Listener] {
        var bound: [HTTPServerConfiguration.Listener] = []
        for var listener in configuration.listeners {
            let address = listener.address
            do {
                let socketAddress = try SocketAddress.makeAddressResolvingHost(address.host, port: address.port)
                let channel = try bootstrap(for: socketAddress, listener).bind(to: socketAddress).wait()
                listeners.withLock { $0.append(channel) }
                listener.address.port = channel.localAddress?.port ?? address.port
                bound.append(listener)
            } catch  where Self.isWithoutIPv6(error, address) && configuration.listeners.count > 1 {
                logger.notice("not listening: this machine has no IPv6", metadata: ["address": "\(address)"])
            } catch {
                closeListeners()
                throw .cannotListen(address, Self.reason(error))
            }
        }
        guard let first = configuration.listeners.first, bound.isEmpty else { return bound }
        throw .cannotListen(first.address, "this machine has no IPv6")
    }

    private static func isWithoutIPv6(_ error: any Error, _ address: HTTPServerConfiguration.Address) -> Bool {
        guard ["::", "::1"].contains(address.host), let error = error as? IOError else { return false }
        return error.errnoCode == EAFNOSUPPORT || error.errnoCode == EADDRNOTAVAIL
    }

    /// Stops accepting, lets requests in flight finish, closes every connection; blocks until all are closed.
    ///
    /// - Parameter grace: nanoseconds after which unfinished requests are cut off.
    public func stop(grace: UInt64) {
        closeListeners()
        let done = loop.eventLoop.makePromise(of: Void.self)
        loop.execute { [state] in state.value.stop(grace: grace) { done.succeed() } }
        // The promise cannot fail.
        _ = try? done.futureResult.wait()
    }

    private func closeListeners() {
        let channels = listeners.withLock { channels in
            defer { channels = [] }
            return channels
        }
        for channel in channels {
            // A listener that is closed already is what we want.
            _ = try? channel.close().wait()
        }
    }

    private func bootstrap(
        for address: SocketAddress, _ listener: HTTPServerConfiguration.Listener
    ) -> ServerBootstrap {
        let limits = configuration.limits
        var bootstrap = ServerBootstrap(group: loop.eventLoop)
            .serverChannelOption(.backlog, value: configuration.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: limits.maxUnsentBytes / 2, high: max(limits.maxUnsentBytes, 1))
            )
            .childChannelInitializer { [state] channel in
                Self.admit(channel, listener, to: state.value)
            }
        if case .v6 = address {
            // So that 0.0.0.0 and :: can share a port.
            bootstrap = bootstrap.serverChannelOption(
                .socket(
                    SocketOptionLevel(NIOBSDSocket.OptionLevel.ipv6.rawValue), NIOBSDSocket.Option.ipv6_v6only.rawValue),
                value: 1)
        }
        return bootstrap
    }

    private static func admit(
        _ channel: any Channel, _ listener: HTTPServerConfiguration.Listener, to state: ServerState
    ) -> EventLoopFuture<Void> {
        state.nextConnectionID &+= 1
        let address = channel.remoteAddress?.ipAddress ?? ""
        guard let connection = state.admit(listener, id: state.nextConnectionID, peerAddress: address) else {
            return channel.close()
        }
        let limits = NIOHTTPDecoderLimitConfiguration(
            maxHeaderBytes: state.limits.maxHeaderBytes, maxHeaderCount: state.limits.maxHeaderCount)
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
        do {
            if let tls = listener.tls {
                guard let session = tls.makeSession() else { throw ChannelError.ioOnClosedChannel }
                try channel.pipeline.syncOperations.addHandler(TLSHandler(session))
            }
            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
            try channel.pipeline.syncOperations.addHandler(connection)
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            state.remove(connection)
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case is SocketAddressError, is SocketAddressError.UnknownHost: "the host name does not resolve"
        default: "\(error)"
        }
    }
}
