// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess
import MachineFixtures
import Synchronization
import Testing

struct LaneTests {
    /// A gate that a job waits at until the test opens it.
    final class Gate: Sendable {
        private let ends: (read: Int32, write: Int32)
        init() {
            var pair: [Int32] = [-1, -1]
            pipe(&pair)
            ends = (pair[0], pair[1])
        }
        deinit {
            close(ends.read)
            close(ends.write)
        }
        func wait() {
            var byte: UInt8 = 0
            _ = read(ends.read, &byte, 1)
        }
        func open() {
            var byte: UInt8 = 0
            _ = write(ends.write, &byte, 1)
        }
    }

    @Test func `a job runs on a thread of the lane's name and returns its result`() async throws {
        let lane = Lane(name: "i2c-7", clock: ManualClock())
        let name = try await lane.run(deadline: .seconds(1)) {
            (try? Sysfs(HardwareRoot("/")).string("proc/thread-self/comm")) ?? ""
        }
        #expect(name == "i2c-7")
        lane.close()
    }

    @Test func `a job past its deadline fails everything behind it, and new jobs at once, until it returns`()
        async throws
    {
        let clock = ManualClock()
        let lane = Lane(name: "hung", clock: clock)
        let gate = Gate()
        let second = Mutex(false)
        async let first: Result<Int, LaneError> = outcome { () async throws(LaneError) in
            try await lane.run(deadline: .seconds(2)) {
                gate.wait()
                return 1
            }
        }
        await clock.alarmsSet(1)
        async let behind: Result<Int, LaneError> = outcome { () async throws(LaneError) in
            try await lane.run(deadline: .seconds(2)) {
                second.withLock { $0 = true }
                return 2
            }
        }
        clock.advance(by: .seconds(3))
        #expect(await first == .failure(.stalled))
        #expect(await behind == .failure(.stalled))
        await #expect(throws: LaneError.stalled) { try await lane.run(deadline: .seconds(2)) { 3 } }
        #expect(lane.isStalled)
        #expect(second.withLock { $0 } == false)
        gate.open()
        while lane.isStalled { sched_yield() }
        #expect(try await lane.run(deadline: .seconds(2)) { 4 } == 4)
        lane.close()
    }

    @Test func `a full queue refuses, and what waits in it still runs`() async throws {
        let clock = ManualClock()
        let lane = Lane(name: "small", clock: clock, queueLimit: 4)
        let gate = Gate()
        async let running: Result<Int, LaneError> = outcome { () async throws(LaneError) in
            try await lane.run(deadline: .seconds(1)) {
                gate.wait()
                return 1
            }
        }
        await clock.alarmsSet(1)
        let results = await withTaskGroup(of: Result<Int, LaneError>.self) { group in
            for number in 0..<8 {
                group.addTask {
                    await outcome { () async throws(LaneError) in
                        try await lane.run(deadline: .seconds(1)) { number }
                    }
                }
            }
            var results: [Result<Int, LaneError>] = []
            for await result in group {
                results.append(result)
                // Four were refused at once; the others wait behind the gate.
                if results.count == 4 { gate.open() }
            }
            return results
        }
        #expect(await running == .success(1))
        #expect(results.prefix(4).allSatisfy { $0 == .failure(.full) })
        #expect(results.dropFirst(4).allSatisfy { (try? $0.get()) != nil })
        lane.close()
    }

    @Test func `a lane takes the jobs of every part of a large machine at once`() async {
        let clock = ManualClock()
        let lane = Lane(name: "large", clock: clock)
        let gate = Gate()
        async let running: Result<Int, LaneError> = outcome { () async throws(LaneError) in
            try await lane.run(deadline: .seconds(1)) {
                gate.wait()
                return 1
            }
        }
        await clock.alarmsSet(1)
        let count = await withTaskGroup(of: Result<Int, LaneError>.self) { group in
            for number in 0..<2_000 {
                group.addTask {
                    await outcome { () async throws(LaneError) in
                        Self.begun.add(1, ordering: .relaxed)
                        return try await lane.run(deadline: .seconds(1)) { number }
                    }
                }
            }
            while Self.begun.load(ordering: .relaxed) < 2_000 { await Task.yield() }
            gate.open()
            return await group.reduce(into: 0) { if case .success = $1 { $0 += 1 } }
        }
        #expect(await running == .success(1))
        #expect(count == 2_000)
        lane.close()
    }

    private static let begun = Atomic(0)

    @Test func `a closed lane refuses`() async {
        let lane = Lane(name: "closed", clock: ManualClock())
        lane.close()
        await #expect(throws: LaneError.closed) { try await lane.run(deadline: .seconds(1)) { 1 } }
    }

    @Test func `an idle lane gives its thread back and takes another later`() async throws {
        let lane = Lane(name: "idle", clock: ManualClock(), idleTimeout: .milliseconds(1))
        #expect(try await lane.run(deadline: .seconds(1)) { 1 } == 1)
        while lane.isThreadAlive { sched_yield() }
        #expect(try await lane.run(deadline: .seconds(1)) { 2 } == 2)
        lane.close()
    }

    @Test func `one bus has one lane, and their number is bounded`() {
        let lanes = LaneSet(clock: ManualClock(), limit: 3)
        let first = lanes.lane(for: BusKey("i2c-0"))
        #expect(lanes.lane(for: BusKey("i2c-0")) === first)
        _ = lanes.lane(for: BusKey("i2c-1"))
        #expect(lanes.lane(for: BusKey("i2c-2")) === lanes.lane(for: BusKey("i2c-3")))
    }

    private func outcome<R: Sendable>(
        _ body: () async throws(LaneError) -> R
    ) async -> Result<R, LaneError> {
        do throws(LaneError) { return .success(try await body()) } catch { return .failure(error) }
    }
}
