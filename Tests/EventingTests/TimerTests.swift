// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct TimerTests {
    @Test func `a pause is over when it is over: nothing fires for what has nothing to send`() throws {
        let scene = Scene()
        try scene.subscribe(Scene.delivery(.push), hiding: "no")
        scene.journal.isBroken = true
        scene.happen("no")
        scene.journal.isBroken = false
        scene.loop.advance(seconds: 2)
        scene.settle()
        #expect(scene.loop.pendingTimers == 0 && scene.sinks.messages.isEmpty)
    }

    @Test func `a log that many cannot read is told of once, until it can be read again`() throws {
        let scene = Scene()
        for number in 0..<50 { try scene.subscribe(Scene.delivery(.push, "http://sink/\(number)")) }
        scene.journal.isBroken = true
        scene.happen("one")
        scene.loop.advance(seconds: 10)
        #expect(scene.reports.count == 1)
        scene.journal.isBroken = false
        scene.loop.advance(seconds: 2)
        #expect(scene.sinks.messages.count == 50)
        scene.journal.isBroken = true
        scene.happen("two")
        #expect(scene.reports.count == 2)
    }

    @Test func `what is due for a thousand at once is done without holding the loop`() throws {
        let scene = Scene()
        for number in 0..<1000 {
            try scene.subscribe(
                Scene.delivery(.push, "http://sink/\(number)", "<wsman:Heartbeats>PT1H</wsman:Heartbeats>"))
        }
        scene.loop.advance(seconds: 3000)
        scene.loop.tick = 10_000
        let before = scene.loop.yields
        scene.loop.advance(seconds: 600)
        #expect(scene.sinks.messages.count == 1000 && scene.sinks.messages.allSatisfy { $0.isHeartbeat })
        #expect(scene.loop.yields - before > 10)
    }

    @Test func `the ends of a thousand are found and stored, and no timer is left`() throws {
        let scene = Scene()
        for number in 0..<1000 {
            try scene.subscribe(
                Scene.delivery(.push, "http://sink/\(number)") + "<wse:Expires>PT\(1 + number % 50)M</wse:Expires>")
        }
        scene.loop.advance(seconds: 25 * 60 + 1)
        #expect(scene.subscriptions.count == 500 && scene.store.rows.count == 500)
        scene.loop.advance(seconds: 25 * 60)
        #expect(scene.subscriptions.count == 0 && scene.store.rows.isEmpty && scene.loop.pendingTimers == 0)
    }
}
