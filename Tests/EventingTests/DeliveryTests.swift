// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManualLoop
import ResourceModel
import Testing
import WSMan

struct DeliveryTests {
    let scene = Scene()

    private var shown: [String] { scene.sinks.messages.flatMap(\.events) }

    @Test(arguments: [DeliveryMode.push, .pushWithAck])
    func `each event comes in a message of its own, in order, from the Subscribe on`(mode: DeliveryMode) throws {
        scene.happen("before")
        try scene.subscribe(Scene.delivery(mode))
        scene.happen("one", "two")
        scene.happen("three")
        #expect(scene.sinks.messages.map(\.events) == [["one"], ["two"], ["three"]])
        let acknowledges = scene.sinks.messages.allSatisfy { $0.text.contains("<wsman:AckRequested />") }
        #expect(acknowledges == (mode == .pushWithAck))
        #expect(scene.sinks.messages.allSatisfy { $0.text.contains("<b:Action>urn:event</b:Action>") })
    }

    @Test func `the next waits until the sink has answered (R10.7-1)`() throws {
        scene.sinks.slow = ["http://sink/"]
        try scene.subscribe(Scene.delivery(.pushWithAck))
        scene.happen("one", "two")
        #expect(shown == ["one"])
        scene.sinks.answer()
        #expect(shown == ["one", "two"])
    }

    @Test func `a sink that does not answer costs the others nothing`() throws {
        scene.sinks.slow = ["http://slow/"]
        try scene.subscribe(Scene.delivery(.push, "http://slow/"))
        try scene.subscribe(Scene.delivery(.push, "http://quick/"))
        scene.happen("one")
        scene.happen("two")
        #expect(scene.sinks.messages.filter { $0.url == "http://quick/" }.flatMap(\.events) == ["one", "two"])
        #expect(scene.sinks.messages.filter { $0.url == "http://slow/" }.count == 1)
    }

    @Test func `what the filter drops and what is of no class of the source comes to nobody`() throws {
        try scene.subscribe(Scene.delivery(.events), hiding: "no")
        scene.happen("no 1", "yes", "no 2")
        scene.happen("other", kind: .rehearsal)
        #expect(shown == ["yes"])
        #expect(try scene.record().acknowledged.sequence == 4)
    }

    @Test func `a batch holds as many as MaxElements says`() throws {
        try scene.subscribe(Scene.delivery(.events, "http://sink/", "<wsman:MaxElements>2</wsman:MaxElements>"))
        scene.happen("one", "two", "three")
        #expect(scene.sinks.messages.map(\.events) == [["one", "two"], ["three"]])
        #expect(scene.sinks.messages[0].text.contains("<wsman:Event Action=\"urn:event\"><e>one</e></wsman:Event>"))
    }

    @Test func `a batch that is not full waits as long as MaxTime says, from its first event on`() throws {
        try scene.subscribe(
            Scene.delivery(
                .events, "http://sink/",
                "<wsman:MaxElements>3</wsman:MaxElements><wsman:MaxTime>PT5S</wsman:MaxTime>"))
        scene.happen("one")
        scene.loop.advance(seconds: 4)
        scene.happen("two")
        #expect(shown.isEmpty)
        scene.loop.advance(seconds: 1.1)
        #expect(scene.sinks.messages.map(\.events) == [["one", "two"]])
        scene.happen("three", "four", "five")
        #expect(scene.sinks.messages.last?.events == ["three", "four", "five"])
    }

    @Test func `no message is larger than the subscriber takes (R10.2.9.4-3)`() throws {
        let event = String(repeating: "x", count: 3000)
        try scene.subscribe(
            Scene.delivery(.events, "http://sink/", "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"))
        scene.happen(event, event, event, event)
        #expect(shown.count == 4)
        #expect(scene.sinks.messages.count == 2)
        #expect(scene.sinks.messages.allSatisfy { $0.text.utf8.count <= 8192 })
    }

    @Test(arguments: [
        ("Notify", [["before"], [], ["after"]]), ("Skip", [["before"], ["after"]]),
        ("CancelSubscription", [["before"]]),
    ])
    func `an event that does not fit goes by the subscriber's Policy`(policy: String, expected: [[String]]) throws {
        try scene.subscribe(
            Scene.delivery(
                .push, "http://sink/",
                "<wsman:MaxEnvelopeSize Policy=\"\(policy)\">8192</wsman:MaxEnvelopeSize>"))
        for event in ["before", String(repeating: "x", count: 9000), "after"] { scene.happen(event) }
        #expect(scene.sinks.messages.map(\.events) == expected)
        #expect(scene.subscriptions.count == (policy == "CancelSubscription" ? 0 : 1))
        if policy == "Notify" {
            // R10.9-1, R10.9-2: in its place, and with the action of what was dropped.
            let text = scene.sinks.messages[1].text
            #expect(text.contains("<wsman:DroppedEvents Action=\"urn:event\">1</wsman:DroppedEvents>"))
            #expect(text.contains("<b:Action>\(Action.droppedEvents)</b:Action>"))
            #expect(try scene.record().dropped == 1)
        }
    }

    @Test func `an event that the filter cannot be evaluated on is told as dropped`() throws {
        try scene.subscribe(Scene.delivery(.events))
        scene.happen("?", "fine")
        let text = try #require(scene.sinks.messages.first).text
        #expect(text.contains("<wsman:DroppedEvents Action=\"urn:event\">1</wsman:DroppedEvents>"))
        #expect(shown == ["fine"])
    }

    @Test func `bookmarks come with each delivery to who asks for them (R10.2.6-3)`() throws {
        try scene.subscribe(Scene.delivery(.events, "http://one/", "<wsman:SendBookmarks/>"), hiding: "no")
        try scene.subscribe(Scene.delivery(.events, "http://two/"))
        scene.happen("one", "no")
        let one = try #require(scene.sinks.messages.first { $0.url == "http://one/" })
        let two = try #require(scene.sinks.messages.first { $0.url == "http://two/" })
        #expect(one.text.contains("\(scene.journal.epoch)/2</bb:Position></wsman:Bookmark>"))
        #expect(!two.text.contains("Bookmark"))
    }

    @Test func `earliest brings all that is kept, a bookmark what came behind it (R10.2.6-4)`() throws {
        for number in 1...5 { scene.happen("\(number)") }
        scene.journal.remove(through: 2)
        let earliest = "<wsman:Bookmark>\(EventBookmark.earliestURI)</wsman:Bookmark>"
        try scene.subscribe(Scene.delivery(.push, "http://all/") + earliest)
        try scene.subscribe(Scene.delivery(.push, "http://some/") + Self.bookmark(scene.journal.epoch, 4))
        #expect(scene.sinks.messages.filter { $0.url == "http://all/" }.flatMap(\.events) == ["3", "4", "5"])
        #expect(scene.sinks.messages.filter { $0.url == "http://some/" }.flatMap(\.events) == ["5"])
    }

    static func bookmark(_ epoch: String, _ sequence: Int) -> String {
        "<wsman:Bookmark><p:Position xmlns:p=\"\(Namespace.event)\">\(epoch)/\(sequence)</p:Position></wsman:Bookmark>"
    }

    @Test func `who catches up with events one at a time has several read at once`() throws {
        for number in 1...64 { scene.happen("\(number)") }
        let before = scene.journal.reads
        try scene.subscribe(
            Scene.delivery(.push) + "<wsman:Bookmark>\(EventBookmark.earliestURI)</wsman:Bookmark>")
        #expect(shown == (1...64).map(String.init))
        #expect(scene.journal.reads - before < 12)
    }

    @Test func `a bookmark of another log, of the future or of what is gone is refused (R10.2.6-6)`() throws {
        for number in 1...5 { scene.happen("\(number)") }
        scene.journal.remove(through: 3)
        let cases: [(String, SubscriptionError)] = [
            (Self.bookmark("01234567-89ab-4def-8123-000000000000", 4), .invalidBookmark),
            (Self.bookmark(scene.journal.epoch, 6), .invalidBookmark),
            (Self.bookmark(scene.journal.epoch, 2), .expiredBookmark),
        ]
        for (bookmark, error) in cases {
            #expect(throws: error) { try scene.subscribe(Scene.delivery(.push) + bookmark) }
        }
        #expect(scene.subscriptions.count == 0)
    }

    @Test func `what retention removed before it was delivered is told as dropped, once`() throws {
        scene.sinks.outcomes = ["http://sink/": .unreachable]
        try scene.subscribe(Scene.delivery(.events))
        for number in 1...5 { scene.happen("\(number)") }
        scene.journal.remove(through: 3)
        scene.sinks.forget()
        scene.sinks.outcomes = [:]
        scene.loop.advance(seconds: 400)
        let text = try #require(scene.sinks.messages.first).text
        #expect(text.contains("<wsman:DroppedEvents Action=\"urn:source\">3</wsman:DroppedEvents>"))
        #expect(shown == ["4", "5"])
        scene.happen("6")
        #expect(scene.sinks.messages.last?.text.contains("DroppedEvents") == false)
        #expect(try scene.record().dropped == 3)
    }

    @Test func `what retention removes while the log is read is told as dropped`() throws {
        let scene = Scene { $0.readAhead = 2 }
        for number in 1...6 { scene.happen("\(number)") }
        scene.journal.whileReading = { scene.journal.remove(through: 4) }
        try scene.subscribe(
            Scene.delivery(.events) + "<wsman:Bookmark>\(EventBookmark.earliestURI)</wsman:Bookmark>")
        #expect(scene.sinks.messages.flatMap(\.events) == ["1", "2", "5", "6"])
        #expect(scene.sinks.messages.first?.text.contains(">2</wsman:DroppedEvents>") == true)
        #expect(try scene.record().dropped == 2)
    }

    @Test func `what is in the log and cannot be read is told as dropped, in its place`() throws {
        scene.journal.unreadable = [2, 4]
        try scene.subscribe(Scene.delivery(.push))
        for number in 1...4 { scene.happen("\(number)") }
        #expect(scene.sinks.messages.map(\.events) == [["1"], [], ["3"], []])
        #expect(try scene.record().dropped == 2)
        #expect(try scene.record().acknowledged.sequence == 4)
    }

    @Test func `word of what is dropped fits into MaxEnvelopeSize too`() throws {
        for size in stride(from: 6500, through: 7300, by: 10) {
            let scene = Scene()
            try scene.subscribe(
                Scene.delivery(
                    .events, "http://sink/",
                    "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize><wsman:MaxTime>PT5S</wsman:MaxTime>"))
            scene.happen(String(repeating: "x", count: size), "?", "after")
            scene.loop.advance(seconds: 6)
            #expect(scene.sinks.messages.flatMap(\.events).count == 2)
            #expect(scene.sinks.messages.allSatisfy { $0.text.utf8.count <= 8192 })
            #expect(try scene.record().dropped == 1)
        }
    }

    @Test func `a Subscribe whose own references leave no room for events is refused`() throws {
        let tag =
            "<b:ReferenceParameters><t xmlns=\"urn:t\">\(String(repeating: "x", count: 7000))</t></b:ReferenceParameters>"
        func delivery(_ more: String) -> String {
            let sink = "<wse:NotifyTo><b:Address>http://sink/</b:Address>\(tag)</wse:NotifyTo>"
            return "<wse:Delivery>\(sink)<wsman:MaxEnvelopeSize>16384</wsman:MaxEnvelopeSize>\(more)</wse:Delivery>"
        }
        try scene.subscribe(delivery(""))
        #expect {
            try scene.subscribe(delivery("<wsman:ContentEncoding>UTF-16</wsman:ContentEncoding>"))
        } throws: {
            if case .noRoom(let size) = $0 as? SubscriptionError { size > 7000 } else { false }
        }
    }

    @Test func `a log that cannot be read is tried again, and nobody is the worse for it`() throws {
        try scene.subscribe(Scene.delivery(.push))
        scene.journal.isBroken = true
        scene.happen("one")
        #expect(shown.isEmpty && scene.reports.count == 1)
        scene.journal.isBroken = false
        scene.loop.advance(seconds: 2)
        #expect(shown == ["one"])
    }

    @Test func `after that nothing is left to be done, where the events are none of the subscriber's`() throws {
        try scene.subscribe(Scene.delivery(.push), hiding: "no")
        scene.journal.isBroken = true
        scene.happen("no")
        scene.journal.isBroken = false
        scene.loop.advance(seconds: 5)
        #expect(scene.loop.pendingTimers == 0 && shown.isEmpty)
    }

    @Test func `a thousand subscriptions are served without holding the loop`() throws {
        for number in 0..<1000 { try scene.subscribe(Scene.delivery(.push, "http://sink/\(number)")) }
        // Each look at the clock takes 10 microseconds: a round of a thousand takes longer than its share.
        scene.loop.tick = 10_000
        let before = scene.loop.yields
        scene.happen("one")
        #expect(Set(scene.sinks.messages.map(\.url)).count == 1000 && scene.sinks.messages.count == 1000)
        #expect(scene.loop.yields - before > 10)
    }
}

extension Scene {
    /// The one subscription as it is listed.
    func record() throws -> SubscriptionRecord {
        let identifier = try #require(subscriptions.identifiers.first)
        return try #require(subscriptions.record(identifier))
    }
}
