// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOHTTP1

/// What all connections of a server share; confined to the loop.
final class ServerState {
    let loop: ServiceLoop
    let limits: HTTPServerLimits
    let routes: [String: [HTTPRoute]]
    let logger: Logger
    var statistics = HTTPServerStatistics()
    var date = DateLine()
    private(set) var isStopping = false
    var nextConnectionID: UInt64 = 0
    private(set) var connections: [ServerConnection] = []
    private var perAddress: [String: Int] = [:]
    private var whenEmpty: (() -> Void)?
    private let becameQuiet: (@Sendable () -> Void)?

    private var timer: LoopTimer?
    private var armedFor = UInt64.max
    /// Deadlines this close together share one wake-up.
    private let slack: UInt64

    init(
        loop: ServiceLoop, limits: HTTPServerLimits, routes: [HTTPRoute], logger: Logger,
        becameQuiet: (@Sendable () -> Void)? = nil
    ) {
        self.loop = loop
        self.becameQuiet = becameQuiet
        self.limits = limits
        self.routes = Dictionary(grouping: routes, by: \.path)
        self.logger = logger
        let shortest = min(
            limits.headerTimeout, limits.bodyTimeout, limits.idleTimeout, limits.writeTimeout, limits.lingerTimeout)
        slack = min(1_000_000_000, shortest / 8)
    }

    /// Takes an accepted connection in, unless a limit is reached.
    func admit(
        _ listener: HTTPServerConfiguration.Listener, id: UInt64, peerAddress: String
    ) -> ServerConnection? {
        guard !isStopping, connections.count < limits.maxConnections,
            perAddress[peerAddress, default: 0] < limits.maxConnectionsPerAddress
        else {
            statistics.refusedConnections &+= 1
            return nil
        }
        let connection = ServerConnection(server: self, listener: listener, id: id, peerAddress: peerAddress)
        connection.index = connections.count
        connections.append(connection)
        perAddress[peerAddress, default: 0] += 1
        statistics.acceptedConnections &+= 1
        statistics.openConnections = connections.count
        return connection
    }

    /// Forgets a connection that has ended.
    func remove(_ connection: ServerConnection) {
        guard connection.index < connections.count, connections[connection.index] === connection else { return }
        let last = connections.removeLast()
        if last !== connection {
            last.index = connection.index
            connections[last.index] = last
        }
        let left = perAddress[connection.peerAddress, default: 1] - 1
        perAddress[connection.peerAddress] = left > 0 ? left : nil
        statistics.openConnections = connections.count
        guard connections.isEmpty else { return }
        timer?.cancel()
        timer = nil
        armedFor = .max
        whenEmpty?()
        becameQuiet?()
    }

    // MARK: Time

    /// Sees to it that `expire` runs at `deadline` or up to `slack` later.
    func rearm(for deadline: UInt64) {
        guard deadline < armedFor else { return }
        let (due, overflows) = deadline.addingReportingOverflow(slack)
        // An armed wake-up within the slack serves this deadline too.
        guard armedFor == .max || overflows || armedFor > due else { return }
        timer?.cancel()
        arm(at: overflows ? deadline : due)
    }

    private func arm(at time: UInt64) {
        let now = loop.now()
        armedFor = time
        let state = NIOLoopBound(self, eventLoop: loop.eventLoop)
        timer = loop.schedule(after: time > now ? time - now : 0) { state.value.expire() }
    }

    private func expire() {
        timer = nil
        armedFor = .max
        let now = loop.now()
        for connection in connections where connection.deadline <= now { connection.timeIsUp() }
        let next = connections.reduce(UInt64.max) { min($0, $1.deadline) }
        if next < .max { rearm(for: next) }
    }

    // MARK: Stopping

    /// Ends idle connections and marks the others' next answers as their last; `done` runs when all have ended.
    func stop(grace: UInt64, done: @escaping () -> Void) {
        isStopping = true
        guard !connections.isEmpty else { return done() }
        let state = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let cut = loop.schedule(after: grace) {
            for connection in state.value.connections { connection.close() }
        }
        whenEmpty = {
            cut.cancel()
            done()
        }
        for connection in connections { connection.drain() }
    }
}
