// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct LifetimeTests {
    @Test func `a subscription ends when it says`() throws {
        let scene = Scene()
        try scene.subscribe(Scene.delivery(.push) + "<wse:Expires>PT1M</wse:Expires>")
        scene.loop.advance(seconds: 59)
        scene.happen("one")
        scene.loop.advance(seconds: 2)
        scene.happen("two")
        #expect(scene.sinks.messages.flatMap(\.events) == ["one"])
        #expect(scene.subscriptions.count == 0 && scene.store.rows.isEmpty && scene.sinks.notices.isEmpty)
    }

    @Test func `an end is told in the words that it was asked for in, and moved by Renew`() throws {
        let scene = Scene()
        let content = Scene.delivery(.push) + "<wse:Expires>PT1H</wse:Expires>"
        let manager = try scene.subscribe(content)
        scene.loop.advance(seconds: 600)
        #expect(try scene.subscriptions.status(manager.identifier, for: Scene.ann) == .duration(3000 * 1_000_000_000))
        let renewed = try scene.run {
            try await $0.renew(manager.identifier, .duration(60_000_000_000), by: Scene.ann)
        }
        #expect(renewed == .duration(60_000_000_000))
        scene.loop.advance(seconds: 61)
        #expect(scene.subscriptions.count == 0)
    }

    @Test func `how long one lives is said as it was granted, however long the disk takes`() throws {
        let scene = Scene()
        scene.loop.tick = 1_000_000
        let order = SubscriptionOrder(
            owner: Scene.ann, peer: "192.0.2.7",
            request: try Scene.request(Scene.delivery(.push) + "<wse:Expires>PT1H</wse:Expires>"),
            selection: TestSelection(), source: "urn:source", address: "http://agent/wsman")
        let made = try scene.run { try await $0.subscribe(order, envelope: []) }
        #expect(made.expires == .duration(3600 * 1_000_000_000))
        let renewed = try scene.run {
            try await $0.renew(made.manager.identifier, .duration(60_000_000_000), by: Scene.ann)
        }
        #expect(renewed == .duration(60_000_000_000))
    }

    @Test(arguments: ["PT0S", "2001-01-01T00:00:00Z"])
    func `an end that is over already is none`(end: String) throws {
        let scene = Scene()
        #expect(throws: SubscriptionError.endPassed) {
            try scene.subscribe(Scene.delivery(.push) + "<wse:Expires>\(end)</wse:Expires>")
        }
        #expect(scene.subscriptions.count == 0 && scene.store.rows.isEmpty)
        let manager = try scene.subscribe(Scene.delivery(.push))
        #expect(throws: SubscriptionError.endPassed) {
            try scene.run { try await $0.renew(manager.identifier, .duration(0), by: Scene.ann) }
        }
    }

    @Test func `a subscription that ends while its Renew is being stored is not renewed`() throws {
        let scene = Scene()
        let manager = try scene.subscribe(Scene.delivery(.push) + "<wse:Expires>PT1M</wse:Expires>")
        scene.store.holdsRenewals = true
        let box = Scene.Box<Expiration?>()
        scene.begin({ try await $0.renew(manager.identifier, .duration(.max), by: Scene.ann) }, into: box)
        scene.loop.advance(seconds: 61)
        scene.store.proceed()
        #expect(throws: SubscriptionError.unknown) { try #require(box.result).get() }
        #expect(scene.subscriptions.count == 0 && scene.loop.pendingTimers == 0)
    }

    @Test func `who wants to be told hears of an end that an administrator makes, not of his own (R10.4-2)`() throws {
        let scene = Scene()
        let end = "<wse:EndTo><b:Address>http://end/</b:Address></wse:EndTo>"
        let mine = try scene.subscribe(end + Scene.delivery(.push))
        let other = try scene.subscribe(end + Scene.delivery(.push))
        _ = try scene.run { try await $0.unsubscribe(mine.identifier, by: Scene.ann) }
        #expect(scene.sinks.notices.isEmpty)
        _ = try scene.run { try await $0.unsubscribe(other.identifier, by: Scene.root) }
        #expect(scene.sinks.notices.count == 1)
        #expect(scene.sinks.notices.first?.contains("eventing/SourceCancelling</wse:Status>") == true)
    }

    @Test func `who asks for no end has none, but where the service sets one`() throws {
        let free = Scene()
        let manager = try free.subscribe(Scene.delivery(.push))
        #expect(try free.subscriptions.status(manager.identifier, for: Scene.ann) == nil)
        let bound = Scene { $0.longestExpiration = 60_000_000_000 }
        let second = try bound.subscribe(Scene.delivery(.push) + "<wse:Expires>PT10H</wse:Expires>")
        #expect(try bound.subscriptions.status(second.identifier, for: Scene.ann) == .duration(60_000_000_000))
        try bound.subscribe(Scene.delivery(.push))
        bound.loop.advance(seconds: 61)
        #expect(bound.subscriptions.count == 0)
    }

    @Test func `only its owner and an administrator manage a subscription (R10.10-x)`() async throws {
        let scene = Scene()
        let manager = try scene.subscribe(Scene.delivery(.push))
        let id = manager.identifier
        #expect(throws: SubscriptionError.notOwner) { try scene.subscriptions.status(id, for: Scene.bob) }
        #expect(throws: SubscriptionError.notOwner) { try scene.run { try await $0.unsubscribe(id, by: Scene.bob) } }
        #expect(throws: SubscriptionError.notOwner) { try scene.run { try await $0.renew(id, nil, by: Scene.bob) } }
        _ = try scene.run { try await $0.unsubscribe(id, by: Scene.root) }
        #expect(throws: SubscriptionError.unknown) { try scene.subscriptions.status(id, for: Scene.ann) }
    }

    @Test func `there are no more than may be, of one account and of all`() throws {
        let scene = Scene {
            $0.subscriptions = 3
            $0.subscriptionsPerPrincipal = 2
        }
        let first = try scene.subscribe(Scene.delivery(.push))
        try scene.subscribe(Scene.delivery(.push))
        #expect(throws: SubscriptionError.tooManyForPrincipal(2)) { try scene.subscribe(Scene.delivery(.push)) }
        try scene.subscribe(Scene.delivery(.push), as: Scene.bob)
        #expect(throws: SubscriptionError.tooMany(3)) { try scene.subscribe(Scene.delivery(.push), as: Scene.root) }
        _ = try scene.run { try await $0.unsubscribe(first.identifier, by: Scene.ann) }
        try scene.subscribe(Scene.delivery(.push))
    }

    @Test func `who may do less than when he subscribed gets nothing, and what he missed when he may again`() throws {
        let scene = Scene()
        try scene.subscribe(Scene.delivery(.push, "http://ann/"))
        try scene.subscribe(Scene.delivery(.push, "http://bob/"), as: Scene.bob)
        scene.demoted = ["ann"]
        scene.happen("one")
        scene.loop.advance(seconds: 1000)
        #expect(scene.sinks.messages.map(\.url) == ["http://bob/"])
        let records = scene.subscriptions.identifiers.compactMap { scene.subscriptions.record($0) }
        #expect(records.first { $0.owner == "ann" }?.state == .retrying)
        scene.demoted = []
        scene.loop.advance(seconds: 301)
        #expect(scene.sinks.messages.map(\.url) == ["http://bob/", "http://ann/"])
    }

    @Test func `it is told when the first watches sensors, and when none does any more`() throws {
        let scene = Scene()
        try scene.subscribe(Scene.delivery(.push), toPartsAlone: true)
        #expect(scene.watched.isEmpty)
        let first = try scene.subscribe(Scene.delivery(.push))
        try scene.subscribe(Scene.delivery(.push) + "<wse:Expires>PT1M</wse:Expires>")
        _ = try scene.run { try await $0.unsubscribe(first.identifier, by: Scene.ann) }
        #expect(scene.watched == [true])
        scene.loop.advance(seconds: 61)
        #expect(scene.watched == [true, false])
    }

    @Test func `what cannot be kept is not promised`() throws {
        let scene = Scene()
        scene.store.failure = .full
        #expect(throws: SubscriptionError.storageFull) { try scene.subscribe(Scene.delivery(.push)) }
        scene.happen("one")
        #expect(scene.subscriptions.count == 0 && scene.sinks.messages.isEmpty)
    }
}
