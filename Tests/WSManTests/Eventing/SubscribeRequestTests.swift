// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan

@Suite("Subscribe, as DSP0226 chapter 10.2 has it")
struct SubscribeRequestTests {
    static let all = """
        <wse:NotifyTo><wsa:Address>https://sink:8443/events</wsa:Address><wsa:ReferenceParameters><b:Tag xmlns:b="urn:b">42\
        </b:Tag></wsa:ReferenceParameters></wse:NotifyTo><wsman:Heartbeats>PT1M</wsman:Heartbeats>\
        <wsman:ConnectionRetry Total="5">PT10S</wsman:ConnectionRetry><wsman:Locale xml:lang="de"/>\
        <wsman:ContentEncoding>utf-16</wsman:ContentEncoding><wsman:MaxElements>10</wsman:MaxElements>\
        <wsman:MaxTime>PT5S</wsman:MaxTime><wsman:MaxEnvelopeSize Policy="Skip">65536</wsman:MaxEnvelopeSize>\
        <wsman:Auth Profile="http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"/>
        """

    @Test func `everything that a Delivery may say is read`() throws {
        let request = try SubscribeMessage(
            mode: "\(SubscribeMessage.wsman)/Events", delivery: Self.all,
            content: """
                <wse:EndTo><wsa:Address>https://sink:8443/end</wsa:Address></wse:EndTo><wse:Expires>PT1H</wse:Expires>\
                <wsman:Filter>/x</wsman:Filter><wsman:SendBookmarks/>
                """
        ).read()
        #expect(request.mode == .events)
        let sink = try #require(request.sink)
        #expect(sink.endpoint.address == "https://sink:8443/events")
        #expect(
            String(decoding: sink.endpoint.parameters, as: UTF8.self) == "<b:Tag xmlns:b=\"urn:b\">42</b:Tag>")
        #expect(sink.profile == .httpsMutual && sink.encoding == .utf16)
        #expect(sink.retry == ConnectionRetry(pause: 10_000_000_000, total: 5))
        #expect(request.endTo?.endpoint.address == "https://sink:8443/end")
        #expect(request.heartbeat == 60_000_000_000)
        #expect(request.locale == "de")
        #expect(request.maxElements == 10 && request.maxTime == 5_000_000_000)
        #expect(request.maxEnvelopeSize == 65536 && request.envelopePolicy == .skip)
        #expect(request.sendsBookmarks && request.bookmark == nil)
        #expect(request.expires == .duration(3_600_000_000_000))
        #expect(request.filter?.operation == .subscribe && request.filter?.mayProject == true)
    }

    @Test func `what is left out has its default`() throws {
        let request = try SubscribeMessage().read()
        #expect(request.mode == .push && request.envelopePolicy == .notify && !request.sendsBookmarks)
        #expect(request.sink == EventSink(Endpoint(address: "http://sink:9/e")))
        #expect(request.endTo == nil && request.expires == nil && request.filter == nil && request.heartbeat == nil)
        #expect(request.maxElements == nil && request.maxTime == nil && request.maxEnvelopeSize == nil)
    }

    @Test(arguments: DeliveryMode.allCases)
    func `every mode is known by its URI`(mode: DeliveryMode) throws {
        var message = SubscribeMessage(mode: mode.uri)
        if mode == .pull { message.delivery = "" }
        let request = try message.read()
        #expect(request.mode == mode && (request.sink == nil) == (mode == .pull))
    }

    @Test func `an unknown mode is told of those that exist`() throws {
        let fault = try #require(try SubscribeMessage(mode: "urn:other").fault())
        #expect(fault.code == .deliveryModeRequestedUnavailable)
        #expect(fault.extras == DeliveryMode.allCases.map { .supportedDeliveryMode($0) })
    }

    @Test func `WS-Addressing 1 is read as well as that of 2004`() throws {
        let request = try SubscribeMessage(addressing: SubscribeMessage.wsa2005).read()
        #expect(request.sink?.endpoint.version == .recommendation2005)
    }

    @Test func `SendBookmarks may stand within Delivery, as June 2005 has it`() throws {
        #expect(
            try SubscribeMessage(delivery: SubscribeMessage().delivery + "<wsman:SendBookmarks/>").read().sendsBookmarks
        )
    }

    @Test func `a bookmark is the earliest, or a place`() throws {
        let earliest = "<wsman:Bookmark> \(SubscribeMessage.wsman)/bookmark/earliest\n</wsman:Bookmark>"
        #expect(try SubscribeMessage(content: earliest).read().bookmark == .earliest)
        let epoch = "01234567-89ab-cdef-0123-456789abcdef"
        let place = """
            <wsman:Bookmark><p:Position xmlns:p="http://schemas.baseboard-project.org/event">\(epoch)/7</p:Position>\
            </wsman:Bookmark>
            """
        #expect(
            try SubscribeMessage(content: place).read().bookmark == .position(EventPosition(epoch: epoch, sequence: 7)))
    }

    @Test(arguments: [
        "<wsman:Bookmark/>", "<wsman:Bookmark>x</wsman:Bookmark>", "<wsman:Bookmark><x/></wsman:Bookmark>",
        "<wsman:Bookmark><p:Position xmlns:p=\"http://schemas.baseboard-project.org/event\">x/7</p:Position></wsman:Bookmark>",
    ])
    func `another's bookmark is refused`(bookmark: String) throws {
        let fault = try SubscribeMessage(content: bookmark).fault()
        #expect(fault?.code == .invalidBookmark && fault?.detail == .invalid)
    }

    @Test(arguments: [
        ("<wsman:Auth Profile=\"urn:x\"/>", FaultCode.eventDeliverToUnusable, FaultDetail.unusableAddress),
        (
            "<wsman:Auth Profile=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual\"/>",
            .unsupportedFeature, .insecureAddress
        ),
        (
            "<wsman:Auth Profile=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/basic\"/>",
            .eventDeliverToUnusable, .unusableAddress
        ),
        ("<wsman:Heartbeats>PT0.5S</wsman:Heartbeats>", .unsupportedFeature, .heartbeats),
        ("<wsman:Heartbeats>often</wsman:Heartbeats>", .unsupportedFeature, .heartbeats),
        ("<wsman:ConnectionRetry>10</wsman:ConnectionRetry>", .unsupportedFeature, .deliveryRetries),
        ("<wsman:ConnectionRetry Total=\"-1\">PT1S</wsman:ConnectionRetry>", .unsupportedFeature, .deliveryRetries),
        ("<wsman:ContentEncoding>EBCDIC</wsman:ContentEncoding>", .unsupportedFeature, .characterSet),
        ("<wsman:MaxElements>0</wsman:MaxElements>", .unsupportedFeature, .maxElements),
        ("<wsman:MaxTime>5</wsman:MaxTime>", .unsupportedFeature, .maxTime),
        ("<wsman:MaxEnvelopeSize>x</wsman:MaxEnvelopeSize>", .unsupportedFeature, .maxEnvelopeSize),
        ("<wsman:MaxEnvelopeSize>100</wsman:MaxEnvelopeSize>", .encodingLimit, .minimumEnvelopeLimit),
        (
            "<wsman:MaxEnvelopeSize Policy=\"Zip\">65536</wsman:MaxEnvelopeSize>", .unsupportedFeature,
            .maxEnvelopePolicy
        ),
    ])
    func `what cannot be done is refused by its name`(element: String, code: FaultCode, detail: FaultDetail) throws {
        let fault = try SubscribeMessage(
            mode: "\(SubscribeMessage.wsman)/Events", delivery: SubscribeMessage().delivery + element
        ).fault()
        #expect(fault?.code == code && fault?.detail == detail, "\(String(describing: fault))")
    }

    @Test(arguments: [
        "<wse:NotifyTo><wsa:Address>http://sink:9/e</wsa:Address></wse:NotifyTo>",
        "<wsman:MaxElements>10</wsman:MaxElements>", "<wsman:MaxTime>PT5S</wsman:MaxTime>",
        "<wsman:ConnectionRetry>PT5S</wsman:ConnectionRetry>",
        "<wsman:MaxEnvelopeSize>65536</wsman:MaxEnvelopeSize>",
    ])
    func `what is about sending does not fit the Pull mode (R10.2.9.5-2)`(element: String) throws {
        let fault = try SubscribeMessage(mode: DeliveryMode.pull.uri, delivery: element).fault()
        #expect(fault?.code == .unsupportedFeature && fault?.detail == .formatMismatch)
    }

    @Test func `heartbeats fit the Pull mode, and nobody is told of its end (R10.6-2)`() throws {
        let request = try SubscribeMessage(
            mode: DeliveryMode.pull.uri, delivery: "<wsman:Heartbeats>PT9S</wsman:Heartbeats>",
            content: "<wse:EndTo><wsa:Address>http://sink:9/end</wsa:Address></wse:EndTo>"
        ).read()
        #expect(request.heartbeat == 9_000_000_000 && request.endTo == nil)
    }

    @Test func `a sink without an address that can be used is refused`() throws {
        for address in ["", "\(SubscribeMessage.wsa2004)/role/anonymous"] {
            let fault = try SubscribeMessage(
                delivery: "<wse:NotifyTo><wsa:Address>\(address)</wsa:Address></wse:NotifyTo>"
            ).fault()
            #expect(fault?.code == .unsupportedFeature && fault?.detail == .addressingMode)
        }
        #expect(try SubscribeMessage(delivery: "").fault()?.code == .eventingInvalidMessage)
    }

    @Test func `two filters are one too many (R10.2.2-52)`() throws {
        let fault = try SubscribeMessage(content: "<wse:Filter>/x</wse:Filter><wsman:Filter>/x</wsman:Filter>").fault()
        #expect(fault?.code == .eventingInvalidMessage)
    }

    @Test(arguments: ["wse", "wsman"])
    func `a filter that cannot be processed is WS-Eventing's fault (R10.2.2-1, R10.2.2-2)`(prefix: String) throws {
        for content in ["q:x", "f#n", "text<b/>", "<a/><b/>", "<a/>"] {
            let fault = try SubscribeMessage(content: "<\(prefix):Filter>\(content)</\(prefix):Filter>").fault()
            #expect(fault?.code == .eventSourceUnableToProcess, "\(content)")
        }
        let other = try SubscribeMessage(content: "<\(prefix):Filter Dialect=\"urn:x\">x</\(prefix):Filter>").fault()
        #expect(other?.code == .filteringRequestedUnavailable)
        #expect(other?.extras == FilterDialect.eventing.map { .supportedDialect($0.uri) })
    }

    @Test(arguments: FilterDialect.eventing)
    func `every dialect of events is read`(dialect: FilterDialect) throws {
        let content =
            dialect == .selector
            ? "<wsman:SelectorSet><wsman:Selector Name=\"A\">b</wsman:Selector></wsman:SelectorSet>" : "/x"
        let filter = try SubscribeMessage(
            content: "<wse:Filter Dialect=\"\(dialect.uri)\">\(content)</wse:Filter>"
        ).read().filter
        #expect(filter?.mayProject == false)
    }

    @Test func `an end that is none is WS-Eventing's fault`() throws {
        #expect(
            try SubscribeMessage(content: "<wse:Expires>soon</wse:Expires>").fault()?.code
                == .eventingInvalidExpirationTime)
    }

    @Test func `what may stand once does not stand twice`() throws {
        let endTo = "<wse:EndTo><wsa:Address>http://x/</wsa:Address></wse:EndTo>"
        for twice in [endTo, "<wse:Expires>PT1S</wse:Expires>", "<wse:Delivery/>"] {
            var message = SubscribeMessage(content: twice + twice)
            if twice == "<wse:Delivery/>" { message.content = message.delivery }
            message.content =
                twice == "<wse:Delivery/>" ? "<wse:Delivery>\(message.delivery)</wse:Delivery>" : twice + twice
            #expect(try message.fault()?.code == .eventingInvalidMessage, "\(twice)")
        }
    }

    @Test func `the form of Windows Event Collector is read`() throws {
        let request = try SubscribeMessage(
            mode: "\(SubscribeMessage.wsman)/Events",
            delivery: """
                <wsman:Heartbeats>PT3600.000S</wsman:Heartbeats><wse:NotifyTo><wsa:Address>http://collector:5985/wsman/1\
                </wsa:Address><wsa:ReferenceProperties><e:Identifier xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing">\
                2A</e:Identifier></wsa:ReferenceProperties><c:Policy xmlns:c="http://schemas.xmlsoap.org/ws/2002/12/policy">\
                <c:ExactlyOne><c:All><auth:Authentication xmlns:auth="urn:a" Profile="urn:kerberos"/></c:All>\
                </c:ExactlyOne></c:Policy></wse:NotifyTo><wsman:ConnectionRetry Total="5">PT60.0S</wsman:ConnectionRetry>\
                <wsman:MaxTime>PT30.000S</wsman:MaxTime><wsman:MaxEnvelopeSize Policy="Notify">512000\
                </wsman:MaxEnvelopeSize><wsman:Locale xml:lang="en-US"/><wsman:ContentEncoding>UTF-16</wsman:ContentEncoding>
                """, content: "<wsman:SendBookmarks/>"
        ).read()
        #expect(request.mode == .events && request.sink?.encoding == .utf16 && request.sendsBookmarks)
        #expect(
            String(decoding: request.sink?.endpoint.parameters ?? [], as: UTF8.self)
                == "<e:Identifier xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\">2A</e:Identifier>")
    }
}
