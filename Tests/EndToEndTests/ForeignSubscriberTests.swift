// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Subscriptions as consoles of others write them.
@Suite(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct ForeignSubscriberTests {
    private static let settings = DaemonSettings.stateful.with {
        $0.hardwareRoot = RecordedMachine.virtualMachine.root
        $0.events = ["RetryMinimum=50ms", "RetryMaximum=200ms"]
    }

    /// A Subscribe in the form of Windows Event Collector: in UTF-16, with reference properties and a policy beside them.
    private static func collector(_ sink: String) -> String {
        let reference = """
            <a:Address>\(sink)</a:Address><a:ReferenceProperties><c:ID xmlns:c="urn:collector">7B-é</c:ID>\
            </a:ReferenceProperties><c:Policy xmlns:c="http://schemas.xmlsoap.org/ws/2002/12/policy" \
            xmlns:auth="http://schemas.microsoft.com/wbem/wsman/1/authentication"><c:ExactlyOne><c:All>\
            <auth:Authentication Profile="http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/spnego-kerberos"/>\
            </c:All></c:ExactlyOne></c:Policy>
            """
        return """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
            xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
            xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing" \
            xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
            xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header>\
            <a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>\
            <w:ResourceURI s:mustUnderstand="true">\(Message.uri("BB_EventView"))</w:ResourceURI>\
            <a:ReplyTo><a:Address s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous\
            </a:Address></a:ReplyTo>\
            <a:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe</a:Action>\
            <w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize>\
            <a:MessageID>uuid:6E1D1B1F-5C9F-4B0E-8D3C-2A7F3E0B9C11</a:MessageID>\
            <w:Locale xml:lang="en-US" s:mustUnderstand="false"/><p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/>\
            <w:OperationTimeout>PT60.000S</w:OperationTimeout></s:Header><s:Body><e:Subscribe>\
            <e:EndTo>\(reference)</e:EndTo>\
            <e:Delivery Mode="\(DeliveryMode.batches.rawValue)"><w:Heartbeats>PT1.000S</w:Heartbeats>\
            <e:NotifyTo>\(reference)</e:NotifyTo><w:ConnectionRetry Total="5">PT60.0S</w:ConnectionRetry>\
            <w:MaxTime>PT0.200S</w:MaxTime><w:MaxEnvelopeSize Policy="Notify">512000</w:MaxEnvelopeSize>\
            <w:Locale xml:lang="en-US" s:mustUnderstand="false"/><w:ContentEncoding>UTF-16</w:ContentEncoding>\
            </e:Delivery><e:Expires>PT600.000S</e:Expires><w:SendBookmarks/></e:Subscribe></s:Body></s:Envelope>
            """
    }

    @Test func `a collector in the form of Windows gets UTF-16, its reference properties, bookmarks and heartbeats`()
        throws
    {
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        let directory = try TemporaryDirectory()
        let first = try DaemonProcess(Self.settings, in: directory)
        let connection = try first.connect()
        let request = try #require(Self.collector(sink.address).data(using: .utf16))
        connection.post(Array(request), contentType: "application/soap+xml;charset=UTF-16")
        let answer = try connection.readAnswer()
        #expect(answer["content-type"]?.lowercased().contains("charset=utf-16") == true)
        let reply = try Reply(answer)
        #expect(reply.body == "SubscribeResponse" && reply.first("Expires") != nil, "\(reply.text)")
        var last = ""
        for part in 1...3 { last = try first.rehearse(part: "n° \(part)") }
        try sink.wait(forEvent: last)
        try first.stop()
        // It is read again from what was stored.
        let second = try DaemonProcess(Self.settings, in: directory)
        last = try second.rehearse(part: "n° 4")
        let events = try sink.wait(forEvent: last)
        _ = try sink.wait(for: sink.received().count + 1)
        let deliveries = try sink.deliveries()
        #expect(deliveries.allSatisfy { $0.received.contentType.lowercased().contains("utf-16") })
        #expect(deliveries.allSatisfy { $0.reply.header("ID") == "7B-é" && $0.reply.header("AckRequested") != nil })
        #expect(deliveries.allSatisfy { $0.reply.header("Bookmark")?.isEmpty == false })
        #expect(deliveries.allSatisfy { $0.reply.body == "Events" })
        #expect(deliveries.contains { $0.received.body.contains("/wsman/Heartbeat\"") && $0.events.isEmpty })
        // From the Subscribe on: the log has what was before.
        #expect(try events == Array(second.log().suffix(events.count)) && events.count >= 6)
        let named = deliveries.flatMap(\.reply.events).compactMap { $0["PartName"] }
        #expect(named.filter { $0.hasPrefix("n°") } == ["n° 1", "n° 2", "n° 3", "n° 4"])
        try second.stop()
    }

    @Test func `curl subscribes, pulls and ends it with envelopes that a person types`() throws {
        let curl = try #require(BuildProducts.program("curl"))
        try DaemonProcess.run(Self.settings) { daemon in
            let send = { (message: Message) throws -> Reply in
                let run = try Execution.run(
                    curl,
                    [
                        "--silent", "--noproxy", "*", "--user", TestUser.operator.credentials, "--header",
                        "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary", "@-",
                        "http://127.0.0.1:\(daemon.port)/wsman",
                    ], input: message.text)
                return try Reply(status: 200, data: run.output)
            }
            let answer = try send(.subscribe(to: nil, .pull, content: ""))
            let event = try daemon.rehearse(part: "CPU 0")
            let batch = try send(.pull("BB_EventView", answer.first("EnumerationContext"), max: 10))
            // The first inventory may have been reported in between.
            #expect(batch.items.last?["EventID"] == event && batch.items.count <= 2)
            let nothing = Message.pull("BB_EventView", batch.first("EnumerationContext"), max: 10)
                .header("<w:OperationTimeout>PT0.2S</w:OperationTimeout>")
            #expect(try send(nothing).fault?.code == "TimedOut")
            let identifier = try #require(answer.first("Identifier"))
            #expect(try send(.unsubscribe(identifier)).body == nil)
            #expect(try send(nothing).body == "Fault")
        }
    }
}
