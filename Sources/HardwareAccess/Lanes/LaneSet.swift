// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The lanes of a machine, one per bus, made when first asked for.
public final class LaneSet: Sendable {
    /// How many lanes there may be; further buses share the last one.
    public let limit: Int

    private let clock: any HardwareClock
    private let idleTimeout: Duration
    private let queueLimit: Int
    private let lanes = Mutex<[BusKey: Lane]>([:])

    /// An empty set.
    ///
    /// - Parameters:
    ///   - limit: the greatest number of lanes, and so of worker threads.
    ///   - queueLimit: how many jobs may wait in one lane.
    ///   - idleTimeout: after this time without work a lane's thread ends.
    public init(
        clock: any HardwareClock, limit: Int = 64, queueLimit: Int = 4_096, idleTimeout: Duration = .seconds(60)
    ) {
        self.clock = clock
        self.limit = max(1, limit)
        self.queueLimit = queueLimit
        self.idleTimeout = idleTimeout
    }

    /// Nobody can give its threads work any more.
    deinit { close() }

    /// The lane of `bus`.
    public func lane(for bus: BusKey) -> Lane {
        lanes.withLock { lanes in
            if let lane = lanes[bus] { return lane }
            let key = lanes.count < limit - 1 ? bus : BusKey("overflow")
            if let lane = lanes[key] { return lane }
            let lane = Lane(name: key.name, clock: clock, queueLimit: queueLimit, idleTimeout: idleTimeout)
            lanes[key] = lane
            return lane
        }
    }

    /// Closes every lane: waiting jobs fail, threads end when their running job returns.
    public func close() {
        let closing = lanes.withLock { lanes in
            defer { lanes.removeAll() }
            return Array(lanes.values)
        }
        for lane in closing { lane.close() }
    }
}
