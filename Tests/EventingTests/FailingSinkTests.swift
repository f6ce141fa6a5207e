// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct FailingSinkTests {
    let scene = Scene()
    let url = "http://sink/"

    private func attempts(within seconds: Int) -> Int {
        scene.sinks.forget()
        scene.loop.advance(seconds: Double(seconds))
        return scene.sinks.messages.count
    }

    @Test(arguments: [DeliveryOutcome.unreachable, .failed("HTTP 500")])
    func `a sink that takes nothing is tried again, less and less often, and gets all when it does`(
        outcome: DeliveryOutcome
    ) throws {
        scene.sinks.outcomes = [url: outcome]
        try scene.subscribe(Scene.delivery(.push))
        scene.happen("one", "two")
        let (minute, later) = (attempts(within: 60), attempts(within: 3600))
        #expect((5...12).contains(minute))
        #expect((12...30).contains(later))
        let record = try scene.record()
        #expect(record.state == .retrying && record.failures > 10 && record.lastFailure != nil)
        scene.sinks.outcomes = [:]
        scene.sinks.forget()
        scene.loop.advance(seconds: 301)
        #expect(scene.sinks.messages.map(\.events) == [["one"], ["two"]])
        #expect(try scene.record().state == .active)
        #expect(try scene.record().lastFailure == nil)
    }

    @Test func `a repeat has the name of what it repeats, whatever has happened meanwhile`() throws {
        scene.sinks.outcomes = [url: .failed("no")]
        try scene.subscribe(Scene.delivery(.events))
        scene.happen("one", "two")
        scene.happen("three")
        scene.loop.advance(seconds: 10)
        let names = Set(scene.sinks.messages.map(\.id))
        #expect(scene.sinks.messages.count > 1)
        #expect(names.count == 1)
        #expect(scene.sinks.messages.allSatisfy { $0.events == ["one", "two"] })
        scene.sinks.outcomes = [:]
        scene.loop.advance(seconds: 60)
        #expect(scene.sinks.messages.suffix(2).map(\.events) == [["one", "two"], ["three"]])
    }

    @Test func `a subscriber's own pause counts for connecting, within the service's limits (R10.2.3-1)`() throws {
        scene.sinks.outcomes = [url: .unreachable]
        try scene.subscribe(
            Scene.delivery(.push, url, "<wsman:ConnectionRetry>PT10S</wsman:ConnectionRetry>"))
        scene.happen("one")
        #expect((9...10).contains(attempts(within: 101)))
    }

    @Test func `after Total attempts the subscription is over, and EndTo hears of it (R10.2.3-2)`() throws {
        scene.sinks.outcomes = [url: .unreachable]
        try scene.subscribe(
            "<wse:EndTo><b:Address>http://end/</b:Address></wse:EndTo>"
                + Scene.delivery(.push, url, "<wsman:ConnectionRetry Total=\"3\">PT1S</wsman:ConnectionRetry>"))
        scene.happen("one")
        scene.loop.advance(seconds: 60)
        #expect(scene.sinks.messages.count == 3)
        #expect(scene.subscriptions.count == 0 && scene.store.rows.isEmpty)
        let notice = try #require(scene.sinks.notices.first)
        #expect(notice.contains("eventing/DeliveryFailure</wse:Status>") && scene.sinks.notices.count == 1)
    }

    @Test(arguments: [DeliveryOutcome.refused, .withoutAcknowledgement])
    func `a sink that wants no more, or cannot acknowledge, ends the subscription at once (R10.8-1)`(
        outcome: DeliveryOutcome
    ) throws {
        scene.sinks.outcomes = [url: outcome]
        try scene.subscribe(Scene.delivery(.pushWithAck))
        scene.happen("one", "two")
        #expect(scene.sinks.messages.count == 1)
        #expect(scene.subscriptions.count == 0 && scene.store.rows.isEmpty)
    }

    @Test func `a subscription that ends while its sink is slow gets nothing more`() throws {
        scene.sinks.slow = [url]
        let manager = try scene.subscribe(Scene.delivery(.push))
        scene.happen("one", "two")
        _ = try scene.run { try await $0.unsubscribe(manager.identifier, by: Scene.ann) }
        scene.sinks.answer()
        scene.settle()
        #expect(scene.sinks.messages.count == 1 && scene.store.rows.isEmpty)
    }
}
