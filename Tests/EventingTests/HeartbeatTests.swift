// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct HeartbeatTests {
    let scene = Scene()
    let heartbeats = "<wsman:Heartbeats>PT10S</wsman:Heartbeats>"

    @Test(arguments: [DeliveryMode.push, .pushWithAck, .events])
    func `within each interval there is a sign of life, alone in its message (R10.2.5-2)`(mode: DeliveryMode) throws {
        try scene.subscribe(Scene.delivery(mode, "http://sink/", heartbeats))
        scene.loop.advance(seconds: 30.5)
        #expect(scene.sinks.messages.count == 3)
        #expect(scene.sinks.messages.allSatisfy { $0.isHeartbeat && $0.events.isEmpty })
        #expect(Set(scene.sinks.messages.map(\.id)).count == 3)
    }

    @Test func `events are signs of life (R10.2.5-3)`() throws {
        try scene.subscribe(Scene.delivery(.push, "http://sink/", heartbeats))
        for _ in 1...5 {
            scene.loop.advance(seconds: 8)
            scene.happen("event")
        }
        #expect(scene.sinks.messages.count == 5)
        #expect(scene.sinks.messages.allSatisfy { !$0.isHeartbeat })
    }

    @Test func `none is sent beside a delivery that is not answered (R10.2.5-4), nor to a sink that is away`() throws {
        scene.sinks.slow = ["http://sink/"]
        try scene.subscribe(Scene.delivery(.pushWithAck, "http://sink/", heartbeats))
        scene.happen("event")
        scene.loop.advance(seconds: 60)
        #expect(scene.sinks.messages.count == 1)
        scene.sinks.outcomes = ["http://sink/": .unreachable]
        scene.sinks.answer()
        scene.sinks.slow = []
        scene.loop.advance(seconds: 60)
        #expect(scene.sinks.messages.allSatisfy { !$0.isHeartbeat })
    }

    @Test func `a heartbeat comes while a batch waits for its time`() throws {
        try scene.subscribe(
            Scene.delivery(.events, "http://sink/", heartbeats + "<wsman:MaxTime>PT1M</wsman:MaxTime>"))
        scene.happen("event")
        scene.loop.advance(seconds: 15)
        #expect(scene.sinks.messages.map(\.isHeartbeat) == [true])
        scene.loop.advance(seconds: 46)
        #expect(scene.sinks.messages.last?.events == ["event"])
    }

    @Test func `without heartbeats nothing is due, and no timer waits`() throws {
        try scene.subscribe(Scene.delivery(.push))
        scene.happen("event")
        scene.settle()
        #expect(scene.loop.pendingTimers == 0)
    }
}
