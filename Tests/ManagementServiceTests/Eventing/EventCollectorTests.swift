// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

/// Windows Event Collector, in the form of its Subscribe (`spec/client-quirks.md`).
struct EventCollectorTests {
    let service = TestService(events: true)

    private static let reference = """
        <a:Address a:mustUnderstand="false">http://collector:5985/wsman/subscriptions/7</a:Address>\
        <a:ReferenceProperties><e:Identifier>2A8F</e:Identifier></a:ReferenceProperties>\
        <c:Policy xmlns:c="http://schemas.xmlsoap.org/ws/2002/12/policy" \
        xmlns:auth="http://schemas.microsoft.com/wbem/wsman/1/authentication"><c:ExactlyOne><c:All>\
        <auth:Authentication Profile="http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/spnego-kerberos">\
        <auth:ClientCertificate/></auth:Authentication></c:All></c:ExactlyOne></c:Policy>
        """

    private static let text = """
        <s:Envelope xmlns:s="\(Published.soap)" xmlns:a="\(Published.wsa)" xmlns:e="\(Published.wse)" \
        xmlns:n="\(Published.wsen)" xmlns:w="\(Published.wsman)" \
        xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header>\
        <a:To>\(Published.anonymous)</a:To>\
        <w:ResourceURI s:mustUnderstand="true">\(Published.classes)CIM_RecordLog</w:ResourceURI>\
        <a:ReplyTo><a:Address s:mustUnderstand="true">\(Published.anonymous)</a:Address></a:ReplyTo>\
        <a:Action s:mustUnderstand="true">\(Published.wse)/Subscribe</a:Action>\
        <w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize>\
        <a:MessageID>uuid:7B5F0D6A-5E6C-4C2B-9C5F-1D3E5A7B9C11</a:MessageID>\
        <w:Locale xml:lang="en-US" s:mustUnderstand="false"/><p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/>\
        <p:OperationID s:mustUnderstand="false">uuid:1</p:OperationID><p:SequenceId s:mustUnderstand="false">1</p:SequenceId>\
        <w:OptionSet><w:Option Name="SubscriptionName">boards</w:Option></w:OptionSet>\
        <w:OperationTimeout>PT60.000S</w:OperationTimeout></s:Header><s:Body><e:Subscribe>\
        <e:EndTo>\(reference)</e:EndTo>\
        <e:Delivery Mode="http://schemas.dmtf.org/wbem/wsman/1/wsman/Events"><w:Heartbeats>PT900.000S</w:Heartbeats>\
        <e:NotifyTo>\(reference)</e:NotifyTo><w:ConnectionRetry Total="5">PT60.0S</w:ConnectionRetry>\
        <w:MaxTime>PT30.000S</w:MaxTime><w:MaxEnvelopeSize Policy="Notify">512000</w:MaxEnvelopeSize>\
        <w:Locale xml:lang="en-US" s:mustUnderstand="false"/>\
        <p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/><w:ContentEncoding>UTF-16</w:ContentEncoding>\
        </e:Delivery><w:SendBookmarks/></e:Subscribe></s:Body></s:Envelope>
        """

    @Test func `its Subscribe is taken, and answered with what it manages the subscription by`() throws {
        let reply = try service.send(text: Self.text)
        try #require(!reply.isFault, "\(reply.text)")
        #expect(reply.expires == nil && reply.relatesTo == "uuid:7B5F0D6A-5E6C-4C2B-9C5F-1D3E5A7B9C11")
        let manager = try #require(reply.manager)
        #expect(manager.address == Published.anonymous)
        // It sends the reference's parameters back as headers, to the same address.
        let renew = RequestText.manage("Renew", manager.identifier, "<wse:Expires>PT2H</wse:Expires>").with {
            $0.to = "<wsa:To>\(Published.anonymous)</wsa:To>"
            $0.resource = manager.resource
        }
        #expect(try service.send(renew).expires == "PT7200S")
        #expect(try !service.send(.manage("Unsubscribe", manager.identifier)).isFault)
    }

    @Test func `its batches carry what its references hold, a bookmark, and ask for an Ack`() throws {
        #expect(try !service.send(text: Self.text).isFault)
        service.loop.drain()
        service.happen("one", .overheat)
        service.happen("two", .driveHealth)
        #expect(service.sinks.messages.isEmpty)
        service.loop.advance(seconds: 31)
        let delivery = try #require(try service.deliveries().first)
        #expect(try service.messages() == ["one", "two"] && service.sinks.messages.count == 1)
        #expect(delivery.action == SubscribeText.events && delivery.header(Published.wse, "Identifier") == "2A8F")
        #expect(delivery.header(Published.wsa, "To") == "http://collector:5985/wsman/subscriptions/7")
        #expect(delivery.header(Published.wsman, "AckRequested") != nil)
        #expect(delivery.header(Published.wsman, "Bookmark") != nil)
        #expect(service.sinks.sinks.first?.encoding == .utf16)
        service.loop.advance(seconds: 900)
        #expect(service.sinks.messages.last?.isHeartbeat == true && service.sinks.messages.count == 2)
    }

    @Test func `it is told of an end at the address that it names, with its parameters`() throws {
        #expect(try !service.send(text: Self.text).isFault)
        service.loop.drain()
        service.sinks.outcomes = ["http://collector:5985/wsman/subscriptions/7": .refused]
        service.happen("one")
        service.loop.advance(seconds: 31)
        let notice = try Reply(status: 200, bytes: Array(try #require(service.sinks.notices.first).utf8))
        #expect(notice.action == Published.wse + "/SubscriptionEnd")
        #expect(notice.header(Published.wse, "Identifier") == "2A8F")
    }
}
