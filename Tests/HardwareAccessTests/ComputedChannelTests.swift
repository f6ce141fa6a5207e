// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HardwareAccess

struct ComputedChannelTests {
    @Test func `a computed channel shows the library's value or none, never the pin's`() {
        let channel = HwmonChannel(
            id: HwmonChannel.ID("isa/in1"), chip: HwmonChip.ID("isa"), kind: .voltage, index: 1,
            attributes: AttributeSet(.input, .maximum), label: "+12V", trips: [], zone: nil, isThermalZone: false,
            isComputed: true
        )
        var sample = ChannelSample(channel)
        let moment = Timestamp(monotonic: 5, wall: 6)
        for rank in 0..<2 { sample.values[rank] = ChannelSample.Value(raw: 1_000, sampledAt: moment, triedAt: moment) }
        #expect(sample.measurement == Reading(nil, quality: .unavailable, sampledAt: moment, source: .library))
        #expect(sample.rawMeasurement.value == 1_000)
        #expect(sample.limit(.maximum) == nil)
        sample.values[0]?.scaled = 12.1
        sample.values[1]?.scaled = 13.2
        #expect(sample.measurement == Reading(12.1, quality: .good, sampledAt: moment, source: .library))
        #expect(sample.limit(.maximum) == 13.2)
    }
}
