// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct PullTests {
    let scene = Scene()

    private func frame(_ maxElements: Int = 10, room: Int = 100_000, seconds: Double = 10) -> PullFrame {
        PullFrame(
            maxElements: maxElements, room: room, version: .submission2004,
            deadline: scene.loop.now() + UInt64(seconds * 1_000_000_000))
    }

    private func open(_ more: String = "") throws -> (id: String, context: String) {
        let manager = try scene.subscribe(Scene.delivery(.pull, "", more))
        return (manager.identifier, try scene.run { try $0.context(of: manager) })
    }

    private func pull(_ context: String, _ frame: PullFrame? = nil, by principal: Principal = Scene.ann) throws
        -> PulledEvents
    {
        let frame = frame ?? self.frame()
        return try scene.run { try await $0.pull(context, frame, by: principal) }
    }

    private func events(_ pulled: PulledEvents) -> [String] {
        String(decoding: pulled.items, as: UTF8.self).split(separator: "<e>").map { String($0.prefix { $0 != "<" }) }
    }

    @Test func `events come as they are pulled, as many as asked for`() throws {
        let (_, context) = try open()
        scene.happen("one", "two", "three")
        let first = try pull(context, frame(2))
        let second = try pull(first.context)
        #expect(events(first) == ["one", "two"] && events(second) == ["three"])
        #expect(first.context != context && second.context != first.context && first.bookmark == nil)
    }

    @Test func `a context is what acknowledges: an old one brings the same again`() throws {
        let (_, context) = try open()
        scene.happen("one", "two")
        let first = try pull(context, frame(1))
        #expect(events(try pull(context, frame(1))) == ["one"])
        #expect(try scene.record().acknowledged.sequence == 0)
        _ = try pull(first.context)
        #expect(try scene.record().acknowledged.sequence == 1)
    }

    @Test func `a Pull waits for an event`() throws {
        let (_, context) = try open()
        let box = Scene.Box<PulledEvents>()
        let frame = frame()
        scene.begin({ try await $0.pull(context, frame, by: Scene.ann) }, into: box)
        scene.loop.advance(seconds: 3)
        #expect(box.result == nil)
        #expect(throws: SubscriptionError.busy) { try pull(context) }
        scene.happen("one")
        #expect(events(try #require(box.result).get()) == ["one"])
    }

    @Test func `where nothing happens the Pull times out, and its context stays good (R10.2.9.5-5)`() throws {
        let (_, context) = try open()
        let box = Scene.Box<PulledEvents>()
        let frame = frame()
        scene.begin({ try await $0.pull(context, frame, by: Scene.ann) }, into: box)
        scene.loop.advance(seconds: 11)
        #expect(throws: SubscriptionError.timedOut) { try #require(box.result).get() }
        scene.happen("one")
        #expect(events(try pull(context)) == ["one"])
    }

    @Test func `before a stop no Pull waits, and none is answered with less than there is`() throws {
        let (_, context) = try open()
        let box = Scene.Box<PulledEvents>()
        let frame = frame(seconds: 1000)
        scene.begin({ try await $0.pull(context, frame, by: Scene.ann) }, into: box)
        _ = try scene.run { $0.hurry() }
        #expect(throws: SubscriptionError.timedOut) { try #require(box.result).get() }
        #expect(throws: SubscriptionError.timedOut) { try pull(context, frame) }
        scene.happen("one")
        #expect(events(try pull(context, frame)) == ["one"])
    }

    @Test func `bookmarks come with the events to who asks for them (R10.2.9.5-6)`() throws {
        let (_, context) = try open("<wsman:SendBookmarks/>")
        scene.happen("one")
        #expect(try pull(context).bookmark == EventPosition(epoch: scene.journal.epoch, sequence: 1))
    }

    @Test func `a heartbeat is the result of a Pull that waits long enough (R10.2.5-1)`() throws {
        let (_, context) = try open("<wsman:Heartbeats>PT5S</wsman:Heartbeats>")
        let box = Scene.Box<PulledEvents>()
        let frame = frame(seconds: 60)
        scene.begin({ try await $0.pull(context, frame, by: Scene.ann) }, into: box)
        scene.loop.advance(seconds: 5.1)
        let pulled = try #require(box.result).get()
        #expect(String(decoding: pulled.items, as: UTF8.self) == "<wsman:Event Action=\"\(Action.heartbeat)\" />")
    }

    @Test func `what is lost to retention is told as dropped`() throws {
        let (_, context) = try open()
        scene.happen("one", "two", "three")
        scene.journal.remove(through: 2)
        let pulled = try pull(context)
        let text = String(decoding: pulled.items, as: UTF8.self)
        #expect(text == "<wsman:DroppedEvents Action=\"urn:source\">2</wsman:DroppedEvents><e>three</e>")
        #expect(try scene.record().dropped == 0)
        scene.happen("four")
        _ = try pull(pulled.context)
        #expect(try scene.record().dropped == 2)
    }

    @Test func `what passed unseen is not lost when it goes`() throws {
        let manager = try scene.subscribe(Scene.delivery(.pull), hiding: "no")
        let context = try scene.run { try $0.context(of: manager) }
        scene.happen("no", "no")
        let box = Scene.Box<PulledEvents>()
        let frame = frame(seconds: 1)
        scene.begin({ try await $0.pull(context, frame, by: Scene.ann) }, into: box)
        scene.loop.advance(seconds: 2)
        scene.journal.remove(through: 2)
        scene.happen("yes")
        #expect(events(try pull(context)) == ["yes"])
    }

    @Test func `what cannot be read does not keep a Pull from waiting`() throws {
        scene.journal.unreadable = [1]
        let manager = try scene.subscribe(Scene.delivery(.pull))
        let context = try scene.run { try $0.context(of: manager) }
        scene.happen("lost")
        let before = scene.journal.reads
        let pulled = try pull(context)
        #expect(String(decoding: pulled.items, as: UTF8.self).contains(">1</wsman:DroppedEvents>"))
        #expect(scene.journal.reads - before < 4)
    }

    @Test func `an event too large for the answer is refused, and there for a larger one`() throws {
        let (_, context) = try open()
        scene.happen(String(repeating: "x", count: 500))
        #expect(throws: SubscriptionError.tooLarge(507)) { try pull(context, frame(room: 100)) }
        #expect(events(try pull(context)).first?.count == 500)
    }

    @Test func `a subscription that ends answers the Pull that waits, and its context is good no more`() throws {
        let (id, context) = try open()
        let box = Scene.Box<PulledEvents>()
        let frame = frame()
        scene.begin({ try await $0.pull(context, frame, by: Scene.ann) }, into: box)
        _ = try scene.run { try await $0.unsubscribe(id, by: Scene.ann) }
        #expect(throws: SubscriptionError.unknown) { try #require(box.result).get() }
        #expect(throws: SubscriptionError.unknown) { try pull(context) }
    }

    @Test(arguments: ["", "x", "uuid:x/1", "uuid:x/-1", "uuid:x/99999999999999999999", "uuid:x/1/2"])
    func `what is no context is refused`(text: String) throws {
        _ = try open()
        #expect(throws: SubscriptionError.unknown) { try pull(text) }
    }

    @Test func `nobody pulls ahead of the log, nor another's events`() throws {
        let (id, context) = try open()
        #expect(throws: SubscriptionError.unknown) { try pull("\(id)/7") }
        #expect(throws: SubscriptionError.notOwner) { try pull(context, by: Scene.bob) }
        #expect(throws: SubscriptionError.notOwner) { try pull(context, by: Scene.root) }
        let pushed = try scene.subscribe(Scene.delivery(.push))
        #expect(throws: SubscriptionError.notPulled) { try pull("\(pushed.identifier)/0") }
    }
}
