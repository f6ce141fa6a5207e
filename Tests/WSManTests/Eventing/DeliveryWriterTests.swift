// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@Suite("What goes to a sink (DSP0226 10.2.9, 10.7, 10.9)")
struct DeliveryWriterTests {
    static let wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman"
    static let epoch = "01234567-89ab-cdef-0123-456789abcdef"
    static let position = EventPosition(epoch: epoch, sequence: 9)
    static let id = MessageID(subscription: "uuid:s", position: position)

    /// An endpoint with a reference parameter.
    static func endpoint(_ addressing: String = SubscribeMessage.wsa2004) throws -> Endpoint {
        let request = try SubscribeMessage(
            delivery: """
                <wse:NotifyTo><wsa:Address>http://sink:9/e</wsa:Address><wsa:ReferenceParameters>\
                <b:Tag xmlns:b="urn:b">42</b:Tag></wsa:ReferenceParameters></wse:NotifyTo>
                """, addressing: addressing
        ).read()
        return try #require(request.sink).endpoint
    }

    /// A delivery of two events where the mode takes two.
    func delivery(_ mode: DeliveryMode, _ endpoint: Endpoint, bookmark: EventPosition? = nil) throws -> ParsedMessage {
        let deliveries = DeliveryWriter(to: endpoint, mode: mode)
        return try ParsedMessage { writer in
            deliveries.open(&writer, action: "urn:event", messageID: Self.id, bookmark: bookmark)
            deliveries.openEvent(&writer, action: "urn:event")
            writer.raw("<e:A xmlns:e=\"urn:e\" />")
            deliveries.closeEvent(&writer)
            if mode == .events {
                deliveries.openEvent(&writer, action: "\(Self.wsman)/DroppedEvents")
                DeliveryWriter.dropped(3, action: "urn:event", to: &writer)
                deliveries.closeEvent(&writer)
            }
            deliveries.close(&writer)
        }
    }

    @Test func `a pushed event is the Body, and its action the message's`() throws {
        let message = try delivery(.push, try Self.endpoint())
        #expect(message.header(SubscribeMessage.wsa2004, "To") == "http://sink:9/e")
        #expect(message.header(SubscribeMessage.wsa2004, "Action") == "urn:event")
        #expect(message.header(SubscribeMessage.wsa2004, "MessageID") == Self.id.text)
        #expect(message.header("urn:b", "Tag") == "42")
        #expect(message.header(SubscribeMessage.wsa2004, "ReplyTo") == nil)
        #expect(message.descendants("AckRequested").isEmpty && message.descendants("Bookmark").isEmpty)
        #expect(message.descendants("Body")[0].children.map(\.name) == [XMLName("urn:e", "A")])
    }

    @Test func `an acknowledged event asks for its Ack on the connection`() throws {
        let message = try delivery(.pushWithAck, try Self.endpoint())
        #expect(message.descendants("AckRequested").count == 1)
        let replyTo = try #require(message.descendants("ReplyTo").first)
        #expect(replyTo.children.map(\.text) == ["\(SubscribeMessage.wsa2004)/role/anonymous"])
        #expect(message.descendants("Body")[0].children.map(\.name) == [XMLName("urn:e", "A")])
    }

    @Test func `a batch names the action of each event, and dropped ones stand among them`() throws {
        let message = try delivery(.events, try Self.endpoint())
        #expect(message.header(SubscribeMessage.wsa2004, "Action") == "\(Self.wsman)/Events")
        #expect(message.descendants("AckRequested").count == 1)
        let events = message.descendants("Body")[0].children.flatMap { $0.children.map(\.self) }
        #expect(events.map { $0.attribute("Action") } == ["urn:event", "\(Self.wsman)/DroppedEvents"])
        let dropped = try #require(message.descendants("DroppedEvents").first)
        #expect(dropped.text == "3" && dropped.attribute("Action") == "urn:event")
    }

    @Test func `in WS-Addressing 1 reference parameters say that they are such`() throws {
        let message = try delivery(.pushWithAck, try Self.endpoint(SubscribeMessage.wsa2005))
        #expect(
            message.descendants("Tag")[0].attribute("IsReferenceParameter", namespace: SubscribeMessage.wsa2005)
                == "true")
        #expect(message.descendants("ReplyTo")[0].children.map(\.text) == ["\(SubscribeMessage.wsa2005)/anonymous"])
    }

    @Test func `a bookmark is what a Subscribe is to send back`() throws {
        let message = try delivery(.push, try Self.endpoint(), bookmark: Self.position)
        let bookmark = try #require(message.descendants("Bookmark").first)
        #expect(try EventBookmark(bookmark) == .position(Self.position))
        #expect(
            message.text.contains(
                "<bb:Position xmlns:bb=\"http://schemas.baseboard-project.org/event\">\(Self.epoch)/9<"))
    }

    @Test(arguments: DeliveryMode.allCases)
    func `a heartbeat comes alone`(mode: DeliveryMode) throws {
        let deliveries = DeliveryWriter(to: try Self.endpoint(), mode: mode)
        let message = try ParsedMessage { deliveries.heartbeat(&$0, messageID: Self.id) }
        let body = message.descendants("Body")[0]
        if mode == .events {
            #expect(message.header(SubscribeMessage.wsa2004, "Action") == "\(Self.wsman)/Events")
            let events = body.children.flatMap { $0.children.map(\.self) }
            #expect(events.map { $0.attribute("Action") } == ["\(Self.wsman)/Heartbeat"])
            #expect(events.map { $0.isEmpty } == [true])
        } else {
            #expect(message.header(SubscribeMessage.wsa2004, "Action") == "\(Self.wsman)/Heartbeat")
            #expect(body.isEmpty)
        }
    }

    @Test func `the closing of a message has the size that is reckoned with`() throws {
        let deliveries = DeliveryWriter(to: try Self.endpoint(), mode: .events)
        var writer = XMLWriter()
        deliveries.closeEvent(&writer)
        deliveries.close(&writer)
        #expect(writer.count <= DeliveryWriter.closingSize)
    }

    @Test func `a delivery's name is that of its subscription and place, and of no other`() {
        #expect(MessageID(subscription: "uuid:s", position: Self.position) == Self.id)
        var names: Set<String> = []
        for sequence in 1...2000 {
            for subscription in ["uuid:a", "uuid:b"] {
                let position = EventPosition(epoch: Self.epoch, sequence: UInt64(sequence))
                names.insert(MessageID(subscription: subscription, position: position).text)
            }
        }
        #expect(names.count == 4000)
        #expect(Self.id.text.hasPrefix("urn:uuid:") && Self.id.text.utf8.count == 45)
    }

    @Test func `the end of a subscription names it, its status and the reason`() throws {
        let manager = SubscriptionManager(address: "http://host/wsman", resourceURI: "urn:r", identifier: "uuid:s")
        let endpoint = try Self.endpoint()
        let message = try ParsedMessage {
            SubscriptionEnd.write(manager, .deliveryFailure, "a < b", to: endpoint, messageID: Self.id, &$0)
        }
        let wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
        #expect(message.header(SubscribeMessage.wsa2004, "Action") == "\(wse)/SubscriptionEnd")
        #expect(message.header("urn:b", "Tag") == "42" && message.descendants("Bookmark").isEmpty)
        let end = try #require(message.descendants("SubscriptionEnd").first)
        #expect(end.children.map(\.localName) == ["SubscriptionManager", "Status", "Reason"])
        #expect(end.first(XMLName(wse, "Status"))?.text == "\(wse)/DeliveryFailure")
        #expect(end.first(XMLName(wse, "Reason"))?.text == "a < b")
        #expect(message.descendants("Identifier").map(\.text) == ["uuid:s"])
    }

    @Test func `the statuses of an end are those of WS-Eventing`() {
        #expect(
            SubscriptionEnd.Status.allCases.map(\.uri)
                == ["DeliveryFailure", "SourceShuttingDown", "SourceCancelling"].map {
                    "http://schemas.xmlsoap.org/ws/2004/08/eventing/\($0)"
                })
    }
}
