// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HardwareAccess

struct TwinWaitTests {
    private static func event(_ sequence: UInt64) -> DeviceEvent {
        DeviceEvent(action: "add", subsystem: "block", devicePath: "/devices/\(sequence)", sequence: sequence)
    }

    @Test func `what udev says too never passes, and what it does not say passes after the wait, in order`() {
        var twins = TwinWait(patience: 3000, limit: 10)
        for sequence in [7, 5, 6] { _ = twins.hold(Self.event(UInt64(sequence)), now: 100) }
        twins.release(Self.event(6))
        #expect(twins.next == 3100)
        #expect(twins.pass(now: 3099).isEmpty)
        #expect(twins.pass(now: 3100).map(\.sequence) == [5, 7])
        #expect(twins.next == nil)
    }

    @Test func `only so many words wait`() {
        var twins = TwinWait(patience: 3000, limit: 2)
        let held = (1...3).map { twins.hold(Self.event($0), now: 0) }
        #expect(held == [true, true, false])
        twins.release(Self.event(1))
        let again = twins.hold(Self.event(3), now: 0)
        #expect(again)
    }
}
