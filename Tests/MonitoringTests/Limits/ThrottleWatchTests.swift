// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Testing

struct ThrottleWatchTests {
    @Test func `a counter that grows tells of throttling, and one that stands of its end`() {
        var watch = ThrottleWatch { "incident" }
        let part = EventPart(className: "CIM_Processor", id: "socket0", name: "CPU 0")
        var told: [String] = []
        for (second, count) in [(0, 7), (60, 7), (120, 9), (180, 10), (200, 10), (240, 10), (300, 10)] {
            let event = watch.take(
                ThrottleCount(part: part, count: UInt64(count), milliseconds: UInt64(count) * 10),
                now: UInt64(second) * 1_000_000_000, time: Timestamp(microseconds: Int64(second) * 1_000_000))
            if let event { told.append(event.message) }
        }
        #expect(
            told == [
                "CPU 0 slowed itself down 2 times because it is hot, for 20 ms in all.",
                "CPU 0 runs at full speed again.",
            ])
        #expect(!watch.isThrottling)
    }
}
