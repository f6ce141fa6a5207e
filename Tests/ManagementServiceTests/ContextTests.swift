// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import ProviderKit
import Testing
import XML

struct ContextTests {
    let service = TestService(fans: 5)

    @Test(arguments: ["", "x", String(repeating: "0", count: 32)])
    func `a context that is none is refused`(context: String) throws {
        for request in [RequestText.pull("CIM_Fan", context), .release("CIM_Fan", context)] {
            try expectFault(service.send(request), "Receiver", "wsen:InvalidEnumerationContext")
        }
    }

    @Test func `Release ends the enumeration, with an empty body`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        let reply = try service.send(.release("CIM_Fan", context))
        #expect(reply.status == 200 && reply.body == nil)
        #expect(reply.action == "http://schemas.xmlsoap.org/ws/2004/09/enumeration/ReleaseResponse")
        for request in [RequestText.pull("CIM_Fan", context), .release("CIM_Fan", context)] {
            try expectFault(service.send(request), "Receiver", "wsen:InvalidEnumerationContext")
        }
    }

    @Test func `a context expires when nobody pulls it`() throws {
        let service = TestService(fans: 5) { $0.enumeration.lifetime = 10_000_000_000 }
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.loop.advance(seconds: 9)
        #expect(try service.send(.pull("CIM_Fan", context)).items.count == 1)
        service.loop.advance(seconds: 9)
        #expect(try service.send(.pull("CIM_Fan", context)).items.count == 1)
        service.loop.advance(seconds: 10)
        try expectFault(service.send(.pull("CIM_Fan", context)), "Receiver", "wsen:InvalidEnumerationContext")
        service.loop.advance(seconds: 100)
        #expect(service.loop.pendingTimers == 0)
    }

    @Test func `a context belongs to the account that opened it`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        for request in [RequestText.pull("CIM_Fan", context), .release("CIM_Fan", context)] {
            try expectFault(service.send(request, by: TestService.admin), "Sender", "wsman:AccessDenied")
        }
        #expect(try service.send(.pull("CIM_Fan", context)).ids == ["hwmon/fan0"])
    }

    @Test func `a context belongs to the resource that was enumerated`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        for request in [RequestText.pull("CIM_NumericSensor", context), .release("CIM_NumericSensor", context)] {
            let reply = try service.send(request)
            try expectFault(reply, "Sender", "wsa:MessageInformationHeaderRequired", naming: ["ResourceURI"])
            let header = try #require(reply.fault?.extras.first)
            #expect(header.qualifiedName(header.text) == XMLName(Published.wsman, "ResourceURI"))
        }
        let other = "http://schemas.microsoft.com/wbem/wscim/1/cim-schema/2/CIM_Fan"
        #expect(try service.send(.pull(other, context)).ids == ["hwmon/fan0"])
    }

    @Test func `an account's quota of contexts holds, and releasing makes room`() throws {
        let service = TestService { $0.enumeration.contextsPerPrincipal = 2 }
        let contexts = try (0..<2).map { _ in try service.send(.enumerate("CIM_Fan")).context }
        #expect(Set(contexts).count == 2)
        try expectFault(
            service.send(.enumerate("CIM_Fan")), "Sender", "wsman:QuotaLimit", naming: ["2", "release"])
        #expect(try service.send(.enumerate("CIM_Fan"), by: TestService.admin).status == 200)
        #expect(try service.send(.enumerate("CIM_Fan", first: 100), by: TestService.reader).isEnd)
        _ = try service.send(.release("CIM_Fan", contexts[0]))
        #expect(try service.send(.enumerate("CIM_Fan")).status == 200)
    }

    @Test func `the service's quota of contexts holds for all`() throws {
        let service = TestService { $0.enumeration.contexts = 1 }
        #expect(try service.send(.enumerate("CIM_Fan"), by: TestService.admin).status == 200)
        try expectFault(service.send(.enumerate("CIM_Fan")), "Sender", "wsman:QuotaLimit", naming: ["later"])
    }

    @Test func `parts that go away meanwhile are passed over`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.machine.fans.fans.remove(at: 3)
        service.machine.fans.fans.remove(at: 0)
        let first = try service.send(.pull("CIM_Fan", context, 2))
        #expect(first.ids == ["hwmon/fan1", "hwmon/fan2"])
        service.machine.fans.fans.removeAll()
        let last = try service.send(.pull("CIM_Fan", context, 2))
        #expect(last.items.isEmpty && last.isEnd)
    }

    @Test func `an error in the middle can be pulled past once it is over`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.machine.fans.failure = .unavailable("The bus is gone.")
        try expectFault(
            service.send(.pull("CIM_Fan", context, 2)), "Receiver", "wsa:EndpointUnavailable", "ResourceOffline",
            naming: ["The bus is gone."])
        service.machine.fans.failure = nil
        #expect(try service.send(.pull("CIM_Fan", context, 2)).ids == ["hwmon/fan0", "hwmon/fan1"])
    }
}
