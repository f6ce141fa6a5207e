// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import ProviderKit
import Testing
import XML

struct EnumerateTests {
    let service = TestService(fans: 5)

    @Test func `Enumerate opens a context, and Pull brings the items one by one`() throws {
        let opened = try service.send(.enumerate("CIM_Fan"))
        #expect(opened.status == 200)
        #expect(opened.action == "http://schemas.xmlsoap.org/ws/2004/09/enumeration/EnumerateResponse")
        #expect(opened.body?.name == XMLName(Published.wsen, "EnumerateResponse"))
        #expect(opened.body?.children.map(\.localName) == ["EnumerationContext"])
        var ids: [String] = []
        var last = opened
        for _ in 0..<5 {
            last = try service.send(.pull("CIM_Fan", last.context ?? opened.context))
            #expect(last.action == "http://schemas.xmlsoap.org/ws/2004/09/enumeration/PullResponse")
            #expect(last.body?.name == XMLName(Published.wsen, "PullResponse"))
            #expect(last.items.count == 1)
            ids += last.ids
        }
        #expect(ids == (0..<5).map { "hwmon/fan\($0)" })
        #expect(last.isEnd)
    }

    @Test func `a Pull that goes on has a context, the last has the end, in the schema's order, never both`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        let first = try service.send(.pull("CIM_Fan", context, 3))
        #expect(first.body?.children.map(\.localName) == ["EnumerationContext", "Items"])
        #expect(first.body?.children.allSatisfy { $0.namespace == Published.wsen } == true)
        #expect(first.items.count == 3)
        let last = try service.send(.pull("CIM_Fan", first.context, 3))
        #expect(last.body?.children.map(\.localName) == ["Items", "EndOfSequence"])
        #expect(last.items.count == 2)
        #expect(!last.text.contains("EnumerationContext"))
    }

    @Test func `a Pull of exactly the rest ends the sequence`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        #expect(try service.send(.pull("CIM_Fan", context, 5)).isEnd)
        try expectFault(
            service.send(.pull("CIM_Fan", context, 5)), "Receiver", "wsen:InvalidEnumerationContext",
            naming: ["Enumerate again"])
    }

    @Test func `an enumeration of nothing ends at once`() throws {
        let service = TestService(fans: 0)
        let context = try service.send(.enumerate("CIM_Fan")).context
        let pulled = try service.send(.pull("CIM_Fan", context))
        #expect(pulled.isEnd && pulled.items.isEmpty)
        let optimized = try service.send(.enumerate("CIM_Fan", first: 10))
        #expect(optimized.isEnd && optimized.items.isEmpty && optimized.context == "")
    }

    @Test func `an optimised enumeration that fits ends with an empty context`() throws {
        let reply = try service.send(.enumerate("CIM_Fan", first: 5))
        #expect(reply.items.count == 5)
        #expect(reply.body?.children.map(\.localName) == ["EnumerationContext", "Items", "EndOfSequence"])
        #expect(
            reply.body?.children.map(\.namespace) == [Published.wsen, Published.wsman, Published.wsman])
        #expect(reply.text.contains("<wsen:EnumerationContext /><wsman:Items>"))
        #expect(reply.text.contains("</wsman:Items><wsman:EndOfSequence /></wsen:EnumerateResponse>"))
        #expect(service.loop.pendingTimers == 1)
    }

    @Test func `an optimised enumeration that goes on is continued where it stopped`() throws {
        let reply = try service.send(.enumerate("CIM_Fan", first: 2))
        #expect(reply.ids == ["hwmon/fan0", "hwmon/fan1"])
        #expect(reply.body?.children.map(\.localName) == ["EnumerationContext", "Items"])
        let rest = try service.send(.pull("CIM_Fan", reply.context, 100))
        #expect(rest.ids == ["hwmon/fan2", "hwmon/fan3", "hwmon/fan4"])
        #expect(rest.isEnd)
    }

    @Test(arguments: ["<wsman:OptimizeEnumeration/>", "<wsman:OptimizeEnumeration xsi:nil=\"true\"/>"])
    func `an optimised enumeration without MaxElements brings one item`(content: String) throws {
        #expect(try service.send(.enumerate("CIM_Fan", content)).items.count == 1)
    }

    @Test func `MaxElements in either namespace is taken, in both messages`() throws {
        let reply = try service.send(
            .enumerate("CIM_Fan", "<wsman:OptimizeEnumeration/><wsen:MaxElements>2</wsen:MaxElements>"))
        #expect(reply.items.count == 2)
        let pulled = try service.send(
            .pull("CIM_Fan", reply.context, nil, "<wsman:MaxElements>2</wsman:MaxElements>"))
        #expect(pulled.items.count == 2)
    }

    @Test func `MaxElements without OptimizeEnumeration brings nothing along`() throws {
        let reply = try service.send(.enumerate("CIM_Fan", "<wsman:MaxElements>2</wsman:MaxElements>"))
        #expect(reply.items.isEmpty && reply.context != "")
    }

    @Test(arguments: ["32000", "99999999999999999999999"])
    func `a MaxElements beyond the service's own is taken as that`(most: String) throws {
        let service = TestService(fans: 5) { $0.maxBatch = 3 }
        let context = try service.send(.enumerate("CIM_Fan")).context
        let reply = try service.send(
            .pull("CIM_Fan", context, nil, "<wsen:MaxElements>\(most)</wsen:MaxElements>"))
        #expect(reply.items.count == 3)
    }

    @Test(arguments: ["0", "-1", "", "many", "1.5"])
    func `a MaxElements that is no positive number is refused`(most: String) throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        try expectFault(
            service.send(.pull("CIM_Fan", context, nil, "<wsen:MaxElements>\(most)</wsen:MaxElements>")), "Sender",
            "wsman:SchemaValidationError", naming: ["MaxElements"])
        #expect(try service.send(.pull("CIM_Fan", context)).items.count == 1)
    }

    @Test func `unknown children of Enumerate are ignored`() throws {
        let content = "<p:SessionId xmlns:p=\"urn:p\">x</p:SessionId>"
        #expect(try service.send(.enumerate("CIM_Fan", first: 2, content)).items.count == 2)
    }

    // MARK: Modes

    @Test func `EnumerateEPR brings addresses that find their instances`() throws {
        let reply = try service.send(
            .enumerate("CIM_Fan", first: 5, "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"))
        #expect(reply.items.count == 5)
        for (index, item) in reply.items.enumerated() {
            #expect(item.name == XMLName(Published.wsa, "EndpointReference"))
            let request = try #require(Self.get(from: item))
            #expect(
                request.selectors.map(\.name) == [
                    "SystemCreationClassName", "SystemName", "CreationClassName", "DeviceID", "__cimnamespace",
                ])
            #expect(request.selectors.last?.value == "root/cimv2")
            #expect(try service.send(request).properties["DeviceID"] == ["hwmon/fan\(index)"])
        }
    }

    @Test func `EnumerateObjectAndEPR brings the instance and then its address`() throws {
        let reply = try service.send(
            .enumerate("CIM_Fan", first: 1, "<wsman:EnumerationMode>EnumerateObjectAndEPR</wsman:EnumerationMode>"))
        let item = try #require(reply.items.first)
        #expect(item.name == XMLName(Published.wsman, "Item"))
        #expect(
            item.children.map(\.name) == [
                XMLName(Published.classes + "CIM_Fan", "CIM_Fan"), XMLName(Published.wsa, "EndpointReference"),
            ])
        let address = try #require(item.first(XMLName(Published.wsa, "EndpointReference")))
        let got = try service.send(#require(Self.get(from: address)))
        let object = try #require(item.first(XMLName(Published.classes + "CIM_Fan", "CIM_Fan")))
        #expect(got.properties == Reply.properties(object))
        let next = try service.send(.pull("CIM_Fan", reply.context))
        #expect(next.items.map(\.localName) == ["Item"])
    }

    @Test func `an association's address, keys nested, finds it again`() throws {
        let reply = try service.send(
            .enumerate("CIM_SystemDevice", first: 5, "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"))
        #expect(reply.items.count == 5)
        let markup = try #require(reply.text.split(separator: "<wsman:SelectorSet>", maxSplits: 1).last)
        let first = try #require(
            markup.split(separator: "</wsman:SelectorSet></b:ReferenceParameters></b:EndpointReference><b:").first)
        let request = RequestText(RequestText.get, "CIM_SystemDevice").with {
            $0.headers = "<wsman:SelectorSet xmlns:b=\"\(Published.wsa)\">\(first)</wsman:SelectorSet>"
        }
        let got = try service.send(request)
        let tie = try #require(got.body)
        let ends = tie.children.map { ($0.localName, Self.get(from: $0)) }
        #expect(ends.map(\.0) == ["GroupComponent", "PartComponent"])
        #expect(try service.send(#require(ends[0].1)).properties["Name"] == ["host1"])
        #expect(try service.send(#require(ends[1].1)).properties["DeviceID"] == ["hwmon/fan0"])
    }

    @Test func `an unknown mode is refused`() throws {
        try expectFault(
            service.send(.enumerate("CIM_Fan", "<wsman:EnumerationMode>All</wsman:EnumerationMode>")), "Sender",
            "wsman:UnsupportedFeature", "EnumerationMode", naming: ["EnumerateEPR"])
    }

    /// A Get of what an endpoint reference addresses, its headers copied as they are.
    static func get(from reference: XMLElement) -> RequestText? {
        guard let parameters = reference.first(XMLName(Published.wsa, "ReferenceParameters")),
            let uri = parameters.first(XMLName(Published.wsman, "ResourceURI"))?.text
        else { return nil }
        let set = parameters.first(XMLName(Published.wsman, "SelectorSet"))
        let selectors = set.map { set in
            set.children.map { (name: $0.attribute("Name") ?? "", value: $0.text) }
        }
        return RequestText(RequestText.get, uri, selectors ?? [])
    }

    // MARK: Refused

    @Test(arguments: [RequestText.enumerate, RequestText.pull, RequestText.release])
    func `a body that does not fit the action is refused`(action: String) throws {
        for body in ["", "<x/>", "<Enumerate/>"] {
            try expectFault(
                service.send(RequestText(action, "CIM_Fan", body: body)), "Sender", "wsman:SchemaValidationError",
                naming: ["wsen:\(action.split(separator: "/").last ?? "")"])
        }
    }

    // MARK: Scope and count

    @Test func `selectors pick what is enumerated`() throws {
        let one = try service.send(
            RequestText.enumerate("CIM_Fan", first: 9).with { $0.selectors = [("DeviceID", "hwmon/fan3")] })
        #expect(one.ids == ["hwmon/fan3"] && one.isEnd)
        let all = try service.send(
            RequestText.enumerate("CIM_Fan", first: 9).with { $0.selectors = [("__cimnamespace", "root/cimv2")] })
        #expect(all.ids.count == 5)
        let none = try service.send(
            RequestText.enumerate("CIM_Fan", first: 9).with { $0.selectors = [("DeviceID", "nothing")] })
        #expect(none.items.isEmpty && none.isEnd)
    }

    @Test(arguments: ["<wsman:RequestTotalItemsCountEstimate/>", ""])
    func `the number of items is told to whoever asks`(header: String) throws {
        let opened = try service.send(RequestText.enumerate("CIM_Fan", first: 2).with { $0.headers = header })
        let pulled = try service.send(
            RequestText.pull("CIM_Fan", opened.context, 1).with { $0.headers = header })
        for reply in [opened, pulled] {
            #expect(reply.header(Published.wsman, "TotalItemsCountEstimate") == (header.isEmpty ? nil : "5"))
        }
    }
}
