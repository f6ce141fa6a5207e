// SPDX-License-Identifier: Apache-2.0

import ManagementService
import Testing
import XML

struct GetTests {
    let service = TestService()
    static let keys = [
        (name: "SystemCreationClassName", value: "CIM_ComputerSystem"), (name: "SystemName", value: "host1"),
        (name: "CreationClassName", value: "CIM_Fan"), (name: "DeviceID", value: "hwmon/fan1"),
    ]

    func expectFan1(_ request: RequestText, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let reply = try service.send(request, sourceLocation: sourceLocation)
        #expect(reply.status == 200, "\(reply.text)", sourceLocation: sourceLocation)
        #expect(reply.properties["DeviceID"] == ["hwmon/fan1"], sourceLocation: sourceLocation)
    }

    @Test func `all keys find the instance`() throws {
        try expectFan1(RequestText(RequestText.get, "CIM_Fan", Self.keys))
    }

    @Test func `the identifying key alone finds the instance`() throws {
        try expectFan1(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))
    }

    @Test func `names of keys are taken in any letter case and in any order`() throws {
        let keys = Self.keys.reversed().map { (name: $0.name.lowercased(), value: $0.value) }
        try expectFan1(RequestText(RequestText.get, "CIM_Fan", keys))
        try expectFan1(.get("CIM_Fan", ("DEVICEID", "hwmon/fan1")))
    }

    @Test(arguments: [
        "http://schemas.microsoft.com/wbem/wscim/1/cim-schema/2/CIM_Fan",
        "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/cim_fan",
    ])
    func `the class counts, not the host of its URI`(uri: String) throws {
        try expectFan1(.get(uri, ("DeviceID", "hwmon/fan1")))
    }

    @Test func `text is trimmed of the white space around it`() throws {
        var request = RequestText("\n  \(RequestText.get)\n", "CIM_Fan", [("DeviceID", "\r\n\thwmon/fan1  ")])
        request.resource = "\n\(Published.classes)CIM_Fan\n"
        try expectFan1(request)
    }

    @Test func `a class of one instance needs no selectors`() throws {
        let reply = try service.send(.get("CIM_ComputerSystem"))
        #expect(reply.properties["Name"] == ["host1"])
    }

    @Test(arguments: ["root/cimv2", "ROOT/CIMV2", "root\\cimv2", "Root\\Interop", "root/interop", " root/cimv2 "])
    func `the CIM namespace is taken in every spelling`(namespace: String) throws {
        try expectFan1(.get("CIM_Fan", ("__cimnamespace", namespace), ("DeviceID", "hwmon/fan1")))
        try expectFan1(.get("CIM_Fan", ("DeviceID", "hwmon/fan1"), ("__CIMNamespace", namespace)))
    }

    @Test(arguments: ["root/cimv3", "", "cimv2", "root//cimv2"])
    func `a CIM namespace that is not there is refused`(namespace: String) throws {
        try expectFault(
            service.send(.get("CIM_Fan", ("__cimnamespace", namespace), ("DeviceID", "hwmon/fan1"))), "Sender",
            "wsa:DestinationUnreachable", "InvalidResourceURI", naming: ["root/cimv2"])
    }

    @Test(arguments: ["1", "uuid:ABCDEF00-0000-0000-0000-000000000000", "a &amp; b &lt; c", "http://x/%20?q=ä"])
    func `any MessageID is repeated in RelatesTo, octet for octet`(id: String) throws {
        let reply = try service.send(RequestText.get("CIM_ComputerSystem").with { $0.messageID = id })
        #expect(reply.status == 200)
        #expect(reply.text.contains("<b:RelatesTo>\(id)</b:RelatesTo>"))
    }

    @Test func `a repeated MessageID is no fault, and every answer has a new one of its own`() throws {
        let ids = try (0..<50).map { _ in try #require(try service.send(.get("CIM_ComputerSystem")).messageID) }
        #expect(Set(ids).count == 50)
        let pattern = /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        for id in ids { #expect(id.wholeMatch(of: pattern) != nil, "\(id)") }
    }

    @Test(arguments: ["/wsman", "http://103040106:5985/wsman", "HTTP://HOST/wsman/", ""])
    func `To is compared with nothing`(to: String) throws {
        try expectFan1(
            RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1")).with { $0.to = "<wsa:To>\(to)</wsa:To>" })
    }

    @Test func `the answer's headers say where, what, and to which message`() throws {
        let reply = try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))
        #expect(reply.header(Published.wsa, "To") == Published.anonymous)
        #expect(reply.action == "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse")
        #expect(reply.relatesTo == "urn:uuid:0f3a7f26-53c1-4b0e-9a7e-0a1b2c3d4e5f")
        #expect(reply.header(Published.wsman, "ResourceURI") == Published.classes + "CIM_Fan")
        #expect(reply.headers.count == 5)
        #expect(reply.root?.attribute("lang", namespace: "http://www.w3.org/XML/1998/namespace") == "en-US")
    }

    @Test func `the SOAP prefix is a, elements are compact, empty ones have a blank`() throws {
        let reply = try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))
        #expect(reply.text.hasPrefix("<a:Envelope "))
        #expect(reply.text.contains("<a:Header>"))
        #expect(reply.text.contains("<a:Body><p:CIM_Fan "))
        #expect(reply.text.contains("<p:DesiredSpeed xsi:nil=\"true\" />"))
        #expect(!reply.text.contains("\n"))
        #expect(!reply.text.contains(/>\s+</))
        #expect(!reply.text.contains(/[^ ]\/>/))
    }

    @Test func `an instance holds its properties in alphabetical order, in the class's namespace`() throws {
        service.machine.fans.fans[1].tags = ["a", "b"]
        let reply = try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))
        let body = try #require(reply.body)
        #expect(body.name == XMLName(Published.classes + "CIM_Fan", "CIM_Fan"))
        let names = body.children.map(\.localName)
        #expect(names == names.sorted())
        #expect(body.children.allSatisfy { $0.namespace == Published.classes + "CIM_Fan" })
        let properties = reply.properties
        #expect(properties["Tags"] == ["a", "b"])
        #expect(properties["ActiveCooling"] == ["true"])
        #expect(properties["DesiredSpeed"] == ["nil"])
        #expect(properties["Label"] == ["nil"])
        #expect(properties["LowerLimit"] == ["-5"])
        #expect(properties["OperationalStatus"] == ["2"])
        #expect(properties["Ratio"] == ["0.5"])
        let moment = body.first(XMLName(Published.classes + "CIM_Fan", "InstallDate"))
        #expect(moment?.first(XMLName(Published.cim, "Datetime"))?.text == "2026-03-02T10:15:00Z")
        let interval = body.first(XMLName(Published.classes + "CIM_Fan", "TimeOn"))
        #expect(interval?.first(XMLName(Published.cim, "Interval"))?.text == "PT90S")
    }

    @Test func `an empty array is no element at all`() throws {
        #expect(try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))).properties["Tags"] == nil)
    }

    @Test func `what XML forbids in a value is replaced, what it reserves is escaped`() throws {
        service.machine.fans.fans[1].name = "a<b>&\u{1}\u{fffe}\r\"]]>"
        let reply = try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))
        #expect(reply.properties["Name"] == ["a<b>&\u{fffd}\u{fffd}\r\"]]>"])
    }

    @Test func `an unknown class is refused, and near ones are named once each`() throws {
        let reply = try service.send(.get("CIM_Fam", ("DeviceID", "x")))
        try expectFault(
            reply, "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI", naming: ["CIM_Fam", "mean CIM_Fan?"])
    }

    @Test func `an unknown class that is like none leads to the catalog`() throws {
        try expectFault(
            service.send(.get("CIM_VideoController")), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI",
            naming: ["CIM_VideoController", Published.catalog])
    }

    @Test(arguments: ["http://schemas.dmtf.org/wbem/wscim/2/*", "urn:x", "wsman:system/2099/Catalog"])
    func `an unknown resource leads to the catalog`(uri: String) throws {
        try expectFault(
            service.send(.get(uri)), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI",
            naming: [uri, Published.catalog])
    }

    @Test func `a missing ResourceURI is refused`() throws {
        try expectFault(
            service.send(RequestText(RequestText.get, nil)), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI", naming: ["wsman:ResourceURI"])
    }

    @Test func `a missing selector is named`() throws {
        try expectFault(
            service.send(.get("CIM_Fan")), "Sender", "wsman:InvalidSelectors", "InsufficientSelectors",
            naming: ["DeviceID"])
        try expectFault(
            service.send(.get("CIM_Fan", ("SystemName", "host1"))), "Sender", "wsman:InvalidSelectors",
            "InsufficientSelectors", naming: ["DeviceID"])
    }

    @Test func `an unknown selector is named with the near one`() throws {
        try expectFault(
            service.send(.get("CIM_Fan", ("DeviceIDs", "hwmon/fan1"))), "Sender", "wsman:InvalidSelectors",
            "UnexpectedSelectors", naming: ["DeviceIDs", "mean DeviceID?", "SystemName"])
    }

    @Test(arguments: [("DeviceID", "hwmon/fan9"), ("SystemName", "host2"), ("CreationClassName", "CIM_Sensor")])
    func `keys that no instance has are refused`(name: String, value: String) throws {
        var keys = Self.keys
        let index = try #require(keys.firstIndex { $0.name == name })
        keys[index].value = value
        try expectFault(
            service.send(RequestText(RequestText.get, "CIM_Fan", keys)), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI", naming: ["CIM_Fan"])
    }

    @Test func `a selector twice is refused`() throws {
        try expectFault(
            service.send(.get("CIM_Fan", ("DeviceID", "a"), ("deviceid", "b"))), "Sender", "wsman:InvalidSelectors",
            "DuplicateSelectors", naming: ["deviceid"])
    }

    @Test(arguments: [
        ("notFound", "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI", "CIM_Failing"),
        ("insufficientSelectors", "Sender", "wsman:InvalidSelectors", "InsufficientSelectors", "Other"),
        ("unavailable", "Receiver", "wsa:EndpointUnavailable", "ResourceOffline", "The bus is gone."),
        ("timedOut", "Receiver", "wsman:TimedOut", nil, "The bus is slow."),
        ("busy", "Sender", "wsman:Concurrency", nil, "Somebody holds the bus."),
        ("accessDenied", "Sender", "wsman:AccessDenied", nil, "The kernel says no."),
        ("unsupportedAction", "Sender", "wsa:ActionNotSupported", "ActionMismatch", "CIM_Failing"),
        ("invalidValue", "Sender", "wxf:InvalidRepresentation", "InvalidValues", "Mode"),
        ("invalidParameter", "Sender", "wsman:InvalidParameter", "InvalidName", "Level"),
        ("quotaExceeded", "Sender", "wsman:QuotaLimit", nil, "The disk is full."),
        ("internalFailure", "Receiver", "wsman:InternalError", nil, "log"),
    ])
    func `each error of a provider has its fault`(
        kind: String, code: String, subcode: String, detail: String?, word: String
    ) throws {
        let reply = try service.send(.get("CIM_Failing", ("Kind", kind)))
        try expectFault(reply, code, subcode, detail, naming: [word])
        #expect(!reply.text.contains("secret"))
        #expect(service.reports == (kind == "internalFailure" ? ["CIM_Failing: secret path /var/lib/secret"] : []))
    }

    @Test func `an answer beyond MaxEnvelopeSize is refused with both sizes`() throws {
        service.machine.fans.fans[1].padding = String(repeating: "x", count: 9000)
        var request = RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))
        request.headers = "<wsman:MaxEnvelopeSize s:mustUnderstand=\"true\">8192</wsman:MaxEnvelopeSize>"
        try expectFault(
            service.send(request), "Sender", "wsman:EncodingLimit", "MaxEnvelopeSize", naming: ["8192"])
        request.headers = "<wsman:MaxEnvelopeSize>99999999999999999999</wsman:MaxEnvelopeSize>"
        try expectFan1(request)
    }

    @Test func `an answer beyond the service's own limit is refused`() throws {
        let service = TestService { $0.maxEnvelopeSize = 10_000 }
        service.machine.fans.fans[1].padding = String(repeating: "x", count: 11_000)
        var request = RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))
        request.headers = "<wsman:MaxEnvelopeSize>20000</wsman:MaxEnvelopeSize>"
        try expectFault(
            service.send(request), "Sender", "wsman:EncodingLimit", "ServiceEnvelopeLimit", naming: ["10000"])
    }

    @Test func `a wide encoding counts in its own octets`() throws {
        service.machine.fans.fans[1].padding = String(repeating: "x", count: 4000)
        var request = RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))
        request.headers = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        try expectFan1(request)
        let wide = service.begin(bytes: Array(request.text.utf8)) { $0.expansion = 2 }
        try expectFault(wide.reply(), "Sender", "wsman:EncodingLimit", "MaxEnvelopeSize")
    }
}
