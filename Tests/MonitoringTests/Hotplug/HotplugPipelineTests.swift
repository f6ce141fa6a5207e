// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Monitoring

struct HotplugPipelineTests {
    static let disk = "/devices/pci0000:00/0000:00:1f.2/ata3/host2/target2:0:0/2:0:0:0/block/sdb"

    private static func settings(_ change: (inout HotplugSettings) -> Void = { _ in }) -> HotplugSettings {
        var settings = HotplugSettings()
        settings.reconcileInterval = .zero
        change(&settings)
        return settings
    }

    private func milliseconds(_ count: UInt64) -> UInt64 { count * 1_000_000 }

    @Test func `a device settles once nothing more is said of it for the window`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "block", path: Self.disk), now: 0)
        pipeline.receive(DeviceNotice(.change, subsystem: "block", path: Self.disk), now: milliseconds(200))
        #expect(pipeline.next == milliseconds(450))
        #expect(pipeline.advance(now: milliseconds(449)).isEmpty)
        let work = pipeline.advance(now: milliseconds(450))
        #expect(work.devices.map(\.outcome) == [.came])
        #expect(work.devices.map(\.notice.path) == [Self.disk])
        #expect(work.reconciliation == nil && pipeline.next == nil && pipeline.count == 0)
    }

    @Test func `a device that is talked of all the time settles after two seconds`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        var settled: UInt64?
        for tick in 0..<100 where settled == nil {
            let now = milliseconds(UInt64(tick) * 100)
            pipeline.receive(DeviceNotice(.change, subsystem: "block", path: Self.disk), now: now)
            if !pipeline.advance(now: now).isEmpty { settled = now }
        }
        #expect(settled == milliseconds(2000))
    }

    @Test func `what comes and goes within the window is a blip and nothing else`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "block", path: Self.disk), now: 0)
        pipeline.receive(DeviceNotice(.remove, subsystem: "block", path: Self.disk), now: milliseconds(100))
        #expect(pipeline.advance(now: milliseconds(350)).isEmpty)
        #expect(pipeline.blips == 1 && pipeline.count == 0)
    }

    @Test func `what goes and comes back within the window changed`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.remove, subsystem: "block", path: Self.disk), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "block", path: Self.disk), now: milliseconds(100))
        #expect(pipeline.advance(now: milliseconds(350)).devices.map(\.outcome) == [.changed])
        #expect(pipeline.blips == 0)
    }

    @Test func `partitions are words of their disk`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "block", path: Self.disk), now: 0)
        for number in 1...9 {
            pipeline.receive(
                DeviceNotice(.add, subsystem: "block", path: "\(Self.disk)/sdb\(number)", isPartition: true), now: 0)
        }
        #expect(pipeline.count == 1)
        #expect(pipeline.advance(now: milliseconds(250)).devices.map(\.outcome) == [.came])
        pipeline.receive(
            DeviceNotice(.remove, subsystem: "block", path: "\(Self.disk)/sdb1", isPartition: true),
            now: milliseconds(300))
        #expect(pipeline.advance(now: milliseconds(550)).devices.map(\.outcome) == [.changed])
    }

    @Test func `a card waits for what is on it, and the other way round`() {
        let card = "/devices/pci0000:00/0000:00:1f.2"
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.remove, subsystem: "block", path: Self.disk), now: 0)
        pipeline.receive(DeviceNotice(.remove, subsystem: "pci", path: card), now: milliseconds(200))
        #expect(pipeline.advance(now: milliseconds(300)).isEmpty)
        #expect(pipeline.advance(now: milliseconds(450)).devices.map(\.notice.path) == [card, Self.disk])
    }

    @Test func `nothing is held back for longer than two seconds`() {
        let card = "/devices/pci0000:00/0000:00:1f.2"
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "pci", path: card), now: 0)
        for tick in 1...19 {
            let now = milliseconds(UInt64(tick) * 100)
            pipeline.receive(DeviceNotice(.change, subsystem: "block", path: "\(Self.disk)\(tick)"), now: now)
            #expect(!pipeline.advance(now: now).devices.contains { $0.notice.path == card })
        }
        #expect(pipeline.advance(now: milliseconds(2000)).devices.contains { $0.notice.path == card })
    }

    @Test func `an offline before the removal makes it orderly, a removal alone is a surprise`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        let cpu = "/devices/system/cpu/cpu2"
        pipeline.receive(DeviceNotice(.offline, subsystem: "cpu", path: cpu), now: 0)
        pipeline.receive(DeviceNotice(.unbind, subsystem: "cpu", path: cpu), now: 1)
        pipeline.receive(DeviceNotice(.remove, subsystem: "cpu", path: cpu), now: 2)
        pipeline.receive(DeviceNotice(.unbind, subsystem: "pci", path: "/devices/pci0000:00/0000:00:02.0"), now: 2)
        pipeline.receive(DeviceNotice(.remove, subsystem: "pci", path: "/devices/pci0000:00/0000:00:02.0"), now: 2)
        #expect(pipeline.advance(now: milliseconds(300)).devices.map(\.outcome) == [.went(.surprise), .went(.orderly)])
    }

    @Test func `a driver that was taken away some time before makes the removal orderly`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        let card = "/devices/pci0000:00/0000:00:02.0"
        pipeline.receive(DeviceNotice(.unbind, subsystem: "pci", path: card), now: 0)
        #expect(pipeline.advance(now: milliseconds(250)).devices.map(\.outcome) == [.changed])
        pipeline.receive(DeviceNotice(.remove, subsystem: "pci", path: card), now: milliseconds(60_000))
        #expect(pipeline.advance(now: milliseconds(60_250)).devices.map(\.outcome) == [.went(.orderly)])
        // The next card there knows nothing of it.
        pipeline.receive(DeviceNotice(.add, subsystem: "pci", path: card), now: milliseconds(70_000))
        #expect(pipeline.advance(now: milliseconds(70_250)).devices.map(\.outcome) == [.came])
        pipeline.receive(DeviceNotice(.remove, subsystem: "pci", path: card), now: milliseconds(80_000))
        #expect(pipeline.advance(now: milliseconds(80_250)).devices.map(\.outcome) == [.went(.surprise)])
    }

    @Test func `a device without attributes is looked at again after 50, 150 and each 500 ms, for five seconds`() throws
    {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "hwmon", path: "/devices/x/hwmon/hwmon1"), now: 0)
        var now = milliseconds(250)
        var device = try #require(pipeline.advance(now: now).devices.first)
        var delays: [UInt64] = []
        while pipeline.lookAgain(at: device, now: now) {
            let next = try #require(pipeline.next)
            delays.append((next - now) / 1_000_000)
            now = next
            device = try #require(pipeline.advance(now: now).devices.first)
        }
        #expect(delays.prefix(4) == [50, 150, 500, 500])
        #expect(delays.reduce(0, +) == 5200)
        #expect(pipeline.count == 0)
    }

    @Test func `a new word ends the second look at the old one`() throws {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.receive(DeviceNotice(.add, subsystem: "hwmon", path: "/devices/hwmon1"), now: 0)
        let device = try #require(pipeline.advance(now: milliseconds(250)).devices.first)
        pipeline.lookAgain(at: device, now: milliseconds(250))
        pipeline.receive(DeviceNotice(.remove, subsystem: "hwmon", path: "/devices/hwmon1"), now: milliseconds(260))
        #expect(pipeline.advance(now: milliseconds(300)).isEmpty)
        #expect(pipeline.advance(now: milliseconds(510)).devices.map(\.outcome) == [.went(.surprise)])
    }

    @Test func `after lost words everything is looked at, a second after the last of them`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        pipeline.lose(now: 0)
        pipeline.lose(now: milliseconds(600))
        #expect(pipeline.losses == 2)
        #expect(pipeline.advance(now: milliseconds(1599)).isEmpty)
        #expect(pipeline.advance(now: milliseconds(1600)).reconciliation == .loss)
        #expect(pipeline.next == nil)
    }

    @Test func `words that are lost all the time put that off for five seconds at most`() {
        var pipeline = HotplugPipeline(Self.settings(), now: 0)
        var reconciled: UInt64?
        for tick in 0..<100 where reconciled == nil {
            let now = milliseconds(UInt64(tick) * 100)
            pipeline.lose(now: now)
            if pipeline.advance(now: now).reconciliation == .loss { reconciled = now }
        }
        #expect(reconciled == milliseconds(5000))
    }

    @Test func `everything is looked at every ten minutes, counted from the last time`() {
        var pipeline = HotplugPipeline(Self.settings { $0.reconcileInterval = .seconds(600) }, now: 0)
        #expect(pipeline.next == milliseconds(600_000))
        pipeline.lose(now: milliseconds(300_000))
        #expect(pipeline.advance(now: milliseconds(301_000)).reconciliation == .loss)
        #expect(pipeline.next == milliseconds(901_000))
        #expect(pipeline.advance(now: milliseconds(901_000)).reconciliation == .routine)
    }

    @Test func `a flood of devices is kept within the bound, and ends in a look at everything`() {
        var pipeline = HotplugPipeline(Self.settings { $0.pendingLimit = 100 }, now: 0)
        var most = 0
        for number in 0..<2000 {
            pipeline.receive(DeviceNotice(.add, subsystem: "block", path: "/devices/block/sd\(number)"), now: 0)
            most = max(most, pipeline.count)
        }
        #expect(most == 100)
        #expect(pipeline.advance(now: milliseconds(5000)).reconciliation == .loss)
    }
}
