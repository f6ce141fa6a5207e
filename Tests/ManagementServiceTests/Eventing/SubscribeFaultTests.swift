// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import Testing
import WSMan
import XML

/// What is wrong with a Subscribe is said by the fault and the detail that the standard has for it.
struct SubscribeFaultTests {
    let service = TestService(events: true)

    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let detail: String?
        let change: @Sendable (inout SubscribeText) -> Void

        init(_ fault: String, _ detail: String? = nil, _ change: @escaping @Sendable (inout SubscribeText) -> Void) {
            self.fault = fault
            self.detail = detail
            self.change = change
        }

        var testDescription: String {
            var text = SubscribeText()
            change(&text)
            return "\(fault) \(detail ?? "") \(text.delivery) \(text.content)"
        }
    }

    private static func delivery(_ fault: String, _ detail: String?, _ element: String) -> Case {
        Case(fault, detail) { $0.delivery = element }
    }

    private static func content(_ fault: String, _ detail: String?, _ element: String) -> Case {
        Case(fault, detail) { $0.content = element }
    }

    static let profiles = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/"

    static let ofDelivery: [Case] = [
        Case("wse:InvalidMessage") { $0.notifyTo = nil },
        Case("wsman:UnsupportedFeature", "AddressingMode") { $0.notifyTo = "<wsa:Address/>" },
        Case("wsman:UnsupportedFeature", "AddressingMode") {
            $0.notifyTo = "<wsa:Address>\(Published.anonymous)</wsa:Address>"
        },
        delivery("wsman:UnsupportedFeature", "Heartbeats", "<wsman:Heartbeats>PT0.1S</wsman:Heartbeats>"),
        delivery("wsman:UnsupportedFeature", "Heartbeats", "<wsman:Heartbeats>soon</wsman:Heartbeats>"),
        delivery("wsman:UnsupportedFeature", "DeliveryRetries", "<wsman:ConnectionRetry>x</wsman:ConnectionRetry>"),
        delivery("wsman:UnsupportedFeature", "MaxElements", "<wsman:MaxElements>0</wsman:MaxElements>"),
        delivery("wsman:UnsupportedFeature", "MaxTime", "<wsman:MaxTime>5</wsman:MaxTime>"),
        delivery("wsman:UnsupportedFeature", "MaxEnvelopeSize", "<wsman:MaxEnvelopeSize>big</wsman:MaxEnvelopeSize>"),
        delivery(
            "wsman:UnsupportedFeature", "MaxEnvelopePolicy",
            "<wsman:MaxEnvelopeSize Policy=\"Split\">65536</wsman:MaxEnvelopeSize>"),
        delivery("wsman:EncodingLimit", "MinimumEnvelopeLimit", "<wsman:MaxEnvelopeSize>8191</wsman:MaxEnvelopeSize>"),
        delivery("wsman:UnsupportedFeature", "CharacterSet", "<wsman:ContentEncoding>EBCDIC</wsman:ContentEncoding>"),
        delivery("wsman:EventDeliverToUnusable", "UnusableAddress", "<wsman:Auth Profile=\"urn:x\"/>"),
        delivery("wsman:UnsupportedFeature", "InsecureAddress", "<wsman:Auth Profile=\"\(profiles)https/basic\"/>"),
        delivery("wsman:EventDeliverToUnusable", "UnusableAddress", "<wsman:Auth Profile=\"\(profiles)http/basic\"/>"),
    ]

    static let ofPull: [Case] = [
        "<wse:NotifyTo><wsa:Address>http://192.0.2.7/</wsa:Address></wse:NotifyTo>",
        "<wsman:MaxElements>5</wsman:MaxElements>", "<wsman:MaxTime>PT5S</wsman:MaxTime>",
        "<wsman:MaxEnvelopeSize>65536</wsman:MaxEnvelopeSize>", "<wsman:ConnectionRetry>PT5S</wsman:ConnectionRetry>",
        "<wsman:Auth Profile=\"\(profiles)http/basic\"/>",
    ].map { element in
        Case("wsman:UnsupportedFeature", "FormatMismatch") {
            $0.mode = SubscribeText.pull
            $0.delivery = element
        }
    }

    static let ofContent: [Case] = [
        content("wse:InvalidExpirationTime", nil, "<wse:Expires>PT0S</wse:Expires>"),
        content("wse:InvalidExpirationTime", nil, "<wse:Expires>-PT5M</wse:Expires>"),
        content("wse:InvalidExpirationTime", nil, "<wse:Expires>2001-01-01T00:00:00Z</wse:Expires>"),
        content("wse:InvalidExpirationTime", nil, "<wse:Expires>tomorrow</wse:Expires>"),
        content("wsman:InvalidBookmark", "Invalid", "<wsman:Bookmark>7</wsman:Bookmark>"),
        content("wsman:InvalidBookmark", "Invalid", "<wsman:Bookmark/>"),
        content("wse:InvalidMessage", nil, "<wse:Delivery/>"),
        content("wse:InvalidMessage", nil, "<wse:Filter>x</wse:Filter><wsman:Filter>x</wsman:Filter>"),
        content("wse:InvalidMessage", nil, "<wsman:Filter>x</wsman:Filter><wsman:Filter>x</wsman:Filter>"),
        content("wsman:UnsupportedFeature", "AddressingMode", "<wse:EndTo><wsa:Address/></wse:EndTo>"),
    ]

    @Test(arguments: ofDelivery + ofPull + ofContent)
    func `each mistake has its fault and detail, and leaves nothing behind`(mistake: Case) throws {
        try expectFault(service.send(.subscribe(mistake.change)), "Sender", mistake.fault, mistake.detail)
        #expect(service.subscriptions?.count == 0 && service.store.rows.isEmpty)
    }

    @Test func `an unknown mode is told of those that there are`() throws {
        let reply = try service.send(.subscribe { $0.mode = "urn:smoke-signals" })
        try expectFault(reply, "Sender", "wse:DeliveryModeRequestedUnavailable", naming: ["smoke-signals"])
        let modes = reply.fault?.extras.map(\.text) ?? []
        #expect(
            Set(modes) == [SubscribeText.push, SubscribeText.pushWithAck, SubscribeText.events, SubscribeText.pull])
        #expect(
            reply.fault?.extras.allSatisfy { $0.has(name: XMLName(Published.wse, "SupportedDeliveryMode")) } == true)
    }

    @Test func `a Body that is no Subscribe, or without Delivery, is no message`() throws {
        let empty = RequestText(SubscribeText.subscribe, "CIM_RecordLog")
        try expectFault(service.send(empty), "Sender", "wse:InvalidMessage")
        try expectFault(
            service.send(empty.with { $0.body = "<wse:Subscribe/>" }), "Sender", "wse:InvalidMessage",
            naming: ["Delivery"])
    }

    @Test func `where nothing may be sent is said as the one that sends says it (R10.2.1-2, R10.2.1-4)`() throws {
        service.sinks.refusals = [
            SubscribeText.sink: Fault(.unsupportedFeature, .addressingMode, "Events may not be sent there."),
            "http://192.0.2.9/end": Fault(.eventDeliverToUnusable, .unusableAddress, "Nobody is told there."),
        ]
        try expectFault(service.send(.subscribe()), "Sender", "wsman:UnsupportedFeature", "AddressingMode")
        try expectFault(
            service.send(
                .subscribe {
                    $0.notifyTo = "<wsa:Address>http://192.0.2.7/other</wsa:Address>"
                    $0.content = "<wse:EndTo><wsa:Address>http://192.0.2.9/end</wsa:Address></wse:EndTo>"
                }), "Sender", "wsman:EventDeliverToUnusable", "UnusableAddress")
        #expect(service.subscriptions?.count == 0)
    }

    @Test func `references that leave no room for events are refused`() throws {
        let parameters =
            "<wsa:ReferenceParameters><t xmlns=\"urn:t\">\(String(repeating: "x", count: 7500))</t>"
            + "</wsa:ReferenceParameters>"
        let reply = try service.send(
            .subscribe {
                $0.notifyTo = "<wsa:Address>\(SubscribeText.sink)</wsa:Address>\(parameters)"
                $0.delivery = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
            })
        try expectFault(reply, "Sender", "wsman:EncodingLimit", "MaxEnvelopeSize")
        let more = try service.send(
            .subscribe {
                $0.notifyTo =
                    "<wsa:Address>\(SubscribeText.sink)</wsa:Address>"
                    + parameters.replacing("xxx", with: "xxxxx")
            })
        try expectFault(more, "Sender", "wsman:EncodingLimit", naming: ["ReferenceParameters", "8192"])
    }

    // MARK: Bookmarks

    private static func bookmark(_ position: String) -> String {
        "<wsman:Bookmark><p:Position xmlns:p=\"\(Namespace.event)\">\(position)</p:Position></wsman:Bookmark>"
    }

    @Test func `a bookmark that cannot be honoured is told why (R10.2.6-6)`() throws {
        for number in 1...5 { service.happen("\(number)") }
        service.journal.remove(through: 3)
        let epoch = service.journal.epoch
        let cases = [
            ("\(epoch)/1", "Expired"), ("\(epoch)/6", "Invalid"),
            ("01234567-89ab-4def-8123-000000000000/4", "Invalid"), ("\(epoch)", "Invalid"),
        ]
        for (position, detail) in cases {
            let reply = try service.send(.subscribe { $0.content = Self.bookmark(position) })
            try expectFault(reply, "Sender", "wsman:InvalidBookmark", detail)
        }
        try service.subscribe { $0.content = Self.bookmark("\(epoch)/4") }
        #expect(try service.messages() == ["5"])
    }

    @Test func `earliest brings all that is kept (R10.2.6-7)`() throws {
        for number in 1...3 { service.happen("\(number)") }
        service.journal.remove(through: 1)
        try service.subscribe {
            $0.content =
                "<wsman:Bookmark>http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest</wsman:Bookmark>"
        }
        #expect(try service.messages() == ["2", "3"])
    }
}
