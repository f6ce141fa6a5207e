// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct RestartTests {
    let scene = Scene()

    private var shown: [String] { scene.sinks.messages.flatMap(\.events) }

    @Test(arguments: [DeliveryMode.push, .pushWithAck, .events])
    func `an orderly restart repeats nothing and loses nothing`(mode: DeliveryMode) throws {
        try scene.subscribe(Scene.delivery(mode))
        scene.happen("one")
        try scene.restart(orderly: true)
        scene.happen("two")
        #expect(shown == ["one", "two"])
    }

    @Test func `after a crash what may have been lost comes again under its name`() throws {
        try scene.subscribe(Scene.delivery(.pushWithAck))
        scene.happen("one")
        // The progress was not stored yet.
        try scene.restart(orderly: false)
        #expect(shown == ["one", "one"])
        #expect(scene.sinks.messages[0].id == scene.sinks.messages[1].id)
    }

    @Test func `progress is stored soon, that of all with one commit`() throws {
        try scene.subscribe(Scene.delivery(.push))
        scene.happen("one")
        scene.settle()
        try scene.restart(orderly: false)
        scene.happen("two")
        #expect(shown == ["one", "two"])
    }

    @Test func `what happened while nobody was there is delivered at the start`() throws {
        try scene.subscribe(Scene.delivery(.events))
        _ = try scene.run { await $0.stop() }
        scene.happen("one", "two")
        #expect(shown.isEmpty)
        try scene.restart(orderly: false)
        #expect(scene.sinks.messages.map(\.events) == [["one", "two"]])
    }

    @Test func `an end that passed meanwhile ends the subscription`() throws {
        try scene.subscribe(Scene.delivery(.push) + "<wse:Expires>PT1M</wse:Expires>")
        _ = try scene.run { await $0.stop() }
        scene.happen("while nobody was there")
        scene.loop.advance(seconds: 120)
        try scene.restart(orderly: false)
        scene.loop.advance(seconds: 1)
        scene.happen("one")
        #expect(shown.isEmpty && scene.store.rows.isEmpty)
    }

    @Test func `an end that is to come comes at its time`() throws {
        try scene.subscribe(Scene.delivery(.push) + "<wse:Expires>PT1M</wse:Expires>")
        scene.loop.advance(seconds: 50)
        try scene.restart(orderly: true)
        scene.loop.advance(seconds: 5)
        #expect(scene.subscriptions.count == 1)
        scene.loop.advance(seconds: 6)
        #expect(scene.subscriptions.count == 0)
    }

    @Test func `of a log that was made anew all is delivered`() throws {
        scene.happen("old")
        try scene.subscribe(Scene.delivery(.push))
        scene.journal.epoch = "ffffffff-89ab-4def-8123-456789abcdef"
        try scene.restart(orderly: false)
        #expect(shown == ["old"])
    }

    @Test func `progress that the storage refuses is stored with what comes next`() throws {
        try scene.subscribe(Scene.delivery(.push))
        scene.store.failure = .failed("disk")
        scene.happen("one")
        scene.settle()
        #expect(scene.reports.count == 1)
        scene.store.failure = nil
        scene.happen("two")
        scene.settle()
        #expect(scene.store.rows.values.map(\.cursor.sequence) == [2])
    }

    @Test func `a service that keeps nothing tells who wants to be told that it ends`() throws {
        let end = "<wse:EndTo><b:Address>http://end/</b:Address></wse:EndTo>"
        try scene.subscribe(end + Scene.delivery(.push))
        _ = try scene.run { await $0.stop(ending: .sourceShuttingDown) }
        let notice = try #require(scene.sinks.notices.first)
        #expect(notice.contains("eventing/SourceShuttingDown</wse:Status>"))
    }
}
