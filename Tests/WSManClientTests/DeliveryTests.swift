// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

@Suite("Deliveries as sinks get them, and what they answer")
struct DeliveryTests {
    private static let epoch = "0f8fad5b-d9cb-469f-a165-70867728950e"
    private let position = EventPosition(epoch: epoch, sequence: 5)

    private func read(_ text: String) throws -> Delivery {
        try Array(text.utf8).withUnsafeBytes { try DeliveryReader().read($0) }
    }

    /// A delivery as our own service writes it.
    private func written(_ mode: DeliveryMode, version: AddressingVersion = .submission2004) -> (String, MessageID) {
        let id = MessageID(subscription: "uuid:1", position: position)
        let deliveries = DeliveryWriter(to: Endpoint(address: "http://sink/", version: version), mode: mode)
        var writer = XMLWriter()
        deliveries.open(&writer, action: "urn:alert", messageID: id, bookmark: position)
        for sequence in 4...(mode == .events ? 5 : 4) {
            deliveries.openEvent(&writer, action: "urn:alert")
            writer.raw(
                "<p:BB_EventView xmlns:p=\"urn:e\"><p:EventID>\(Self.epoch)/\(sequence)</p:EventID></p:BB_EventView>")
            deliveries.closeEvent(&writer)
        }
        if mode == .events {
            deliveries.openEvent(&writer, action: Action.droppedEvents)
            DeliveryWriter.dropped(3, action: "urn:alert", to: &writer)
            deliveries.closeEvent(&writer)
        }
        deliveries.close(&writer)
        return (writer.string, id)
    }

    @Test("what our service sends is read whole", arguments: [DeliveryMode.push, .pushWithAck, .events])
    func reads(_ mode: DeliveryMode) throws {
        let (text, id) = written(mode)
        let delivery = try read(text)
        #expect(delivery.messageID == id.text && delivery.wantsAcknowledgement == mode.isAcknowledged)
        #expect(delivery.bookmark == Bookmark(position))
        #expect(delivery.events.first?.position?.sequence == 4)
        #expect(delivery.events.count == (mode == .events ? 3 : 1))
        if mode == .events { #expect(delivery.events.last == .dropped(count: 3, action: "urn:alert")) }
    }

    @Test(
        "an Ack is what our service takes for one, in either addressing version",
        arguments: [AddressingVersion.submission2004, .recommendation2005])
    func acknowledges(_ version: AddressingVersion) throws {
        let (text, id) = written(.events, version: version)
        let delivery = try read(text)
        #expect(delivery.addressing == version)
        var writer = AcknowledgementWriter()
        #expect(meaning(writer.acknowledgement(of: delivery), to: id) == .acknowledged)
        #expect(meaning(writer.failure("no room <", of: delivery), to: id) == .failed("no room <"))
        let other = MessageID(subscription: "uuid:2", position: position)
        #expect(
            meaning(writer.acknowledgement(of: delivery), to: other)
                == .unrelated("the answer acknowledges another message"))
    }

    private func meaning(_ answer: [UInt8], to id: MessageID) -> Acknowledgement? {
        let document = XMLDocument()
        guard (try? answer.withUnsafeBytes { try XMLParser().parse($0, into: document) }) != nil else { return nil }
        return Acknowledgement(document, to: id)
    }

    @Test("heartbeats come alone or in a batch", arguments: [DeliveryMode.push, .pushWithAck, .events])
    func heartbeats(_ mode: DeliveryMode) throws {
        var writer = XMLWriter()
        DeliveryWriter(to: Endpoint(address: "http://sink/"), mode: mode)
            .heartbeat(&writer, messageID: MessageID(subscription: "s", position: position))
        #expect(try read(writer.string).events == [.heartbeat])
    }

    @Test("an end that nobody asked for is told with its reason")
    func ends() throws {
        var writer = XMLWriter()
        SubscriptionEnd.write(
            SubscriptionManager(address: "http://bmc/", resourceURI: "urn:x", identifier: "uuid:1"),
            .sourceShuttingDown,
            "The agent stops.", to: Endpoint(address: "http://sink/"),
            messageID: MessageID(subscription: "s", position: position), &writer)
        let delivery = try read(writer.string)
        let status = SubscriptionEnd.Status.sourceShuttingDown.uri
        #expect(delivery.events == [.ended(status: status, reason: "The agent stops.")])
        #expect(!delivery.wantsAcknowledgement)
    }

    @Test("other services' events are read with whatever prefixes they use, and have no place in a log")
    func foreign() throws {
        let text = """
            <?xml version="1.0"?><s:Envelope xmlns:s="\(Answers.soap)" xmlns:x="\(Answers.addressing2004)"
              xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><x:To>http://sink/</x:To>
              <x:Action s:mustUnderstand="true">urn:event</x:Action><x:MessageID>uuid:7</x:MessageID>
              <w:AckRequested/></s:Header>
              <s:Body><q:Event xmlns:q="urn:q"><q:System>disk</q:System></q:Event></s:Body></s:Envelope>
            """
        let delivery = try read(text)
        guard case .event(let event, let action) = delivery.events.first else {
            Issue.record("there is no event")
            return
        }
        #expect(action == "urn:event" && event["System"] == "disk" && delivery.messageID == "uuid:7")
        #expect(delivery.events[0].position == nil && delivery.wantsAcknowledgement && delivery.bookmark == nil)
    }

    @Test("CIM's indications tell their place by their sequence")
    func indications() throws {
        let event = Instance(
            className: "CIM_AlertIndication", namespace: "urn:c",
            properties: [.init("SequenceContext", [.text(Self.epoch)]), .init("SequenceNumber", [.text("12")])])
        #expect(DeliveredEvent.event(event, action: "urn:c").position == EventPosition(epoch: Self.epoch, sequence: 12))
    }

    @Test("what is no delivery is refused", arguments: ["", "<x/>", "no XML", "<!DOCTYPE x><x/>"])
    func refuses(_ text: String) {
        #expect(throws: WSManClientError.self) { _ = try read(text) }
    }
}
