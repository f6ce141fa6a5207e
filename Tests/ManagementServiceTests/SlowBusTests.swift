// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import Testing
import XML

struct SlowBusTests {
    let service = TestService()
    var bus: TestBus { service.machine.sensors.bus }
    let slowGet = RequestText.get("CIM_NumericSensor", ("DeviceID", "temp1"))

    func begin(_ request: RequestText, timeout: String? = nil) -> TestService.Pending {
        let pending = service.begin(
            request.with {
                if let timeout { $0.headers = "<wsman:OperationTimeout>\(timeout)</wsman:OperationTimeout>" }
            })
        service.loop.drain()
        return pending
    }

    @Test func `a request that waits for its bus is answered when the bus answers`() throws {
        bus.isStalled = true
        let pending = begin(slowGet)
        #expect(pending.answers.isEmpty && bus.waiters == 1 && service.loop.pendingTimers == 1)
        bus.answer()
        service.loop.drain()
        #expect(try pending.reply().properties["DeviceID"] == ["temp1"])
        #expect(service.loop.pendingTimers == 0)
    }

    @Test func `others are answered while one waits`() throws {
        bus.isStalled = true
        let pending = begin(slowGet)
        #expect(try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))).status == 200)
        #expect(try service.send(.enumerate("CIM_Fan", first: 9)).items.count == 3)
        #expect(pending.answers.isEmpty)
    }

    @Test func `a request is answered with TimedOut when its time is over, and what comes later is dropped`() throws {
        bus.isStalled = true
        let pending = begin(slowGet, timeout: "PT30S")
        service.loop.advance(seconds: 29.9)
        #expect(pending.answers.isEmpty)
        service.loop.advance(seconds: 0.2)
        let reply = try pending.reply()
        try expectFault(reply, "Receiver", "wsman:TimedOut", naming: ["PT30S"])
        #expect(reply.relatesTo == slowGet.messageID)
        bus.answer()
        service.loop.drain()
        #expect(pending.answers.count == 1)
        #expect(try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))).status == 200)
    }

    @Test func `without an OperationTimeout the service's default holds`() throws {
        bus.isStalled = true
        let pending = begin(slowGet)
        service.loop.advance(seconds: 59)
        #expect(pending.answers.isEmpty)
        service.loop.advance(seconds: 1)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut", naming: ["PT60S"])
    }

    @Test func `an OperationTimeout beyond the service's longest is cut to that`() throws {
        bus.isStalled = true
        let pending = begin(slowGet, timeout: "PT3759670629.777S")
        service.loop.advance(seconds: 599)
        #expect(pending.answers.isEmpty)
        service.loop.advance(seconds: 1)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut", naming: ["PT600S"])
    }

    @Test(arguments: ["", Filters.filter("CIM_NumericSensor[Limit=-5]"), Filters.selectors(("Limit", "-5"))])
    func `when the time is over the work stops: no other part is read`(filter: String) throws {
        bus.isStalled = true
        let pending = begin(.enumerate("CIM_NumericSensor", first: 3, filter), timeout: "PT5S")
        #expect(bus.accesses == 1)
        service.loop.advance(seconds: 5)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut")
        bus.isStalled = false
        bus.answer()
        service.loop.drain()
        // The one that was waited for, and for a filter that one again to write it.
        #expect(bus.accesses <= 2)
        #expect(try service.send(.enumerate("CIM_NumericSensor", first: 3, filter)).items.count == 3)
        #expect(bus.accesses >= 4)
    }

    @Test func `a Pull that times out can be repeated, and loses nothing`() throws {
        let context = try service.send(.enumerate("CIM_NumericSensor")).context
        bus.isStalled = true
        let pending = begin(.pull("CIM_NumericSensor", context, 2), timeout: "PT5S")
        service.loop.advance(seconds: 5)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut")
        bus.isStalled = false
        bus.answer()
        service.loop.drain()
        #expect(pending.answers.count == 1)
        #expect(try service.send(.pull("CIM_NumericSensor", context, 2)).ids == ["temp0", "temp1"])
    }

    @Test func `two Pulls of one context at once are refused, the first goes on`() throws {
        let context = try service.send(.enumerate("CIM_NumericSensor")).context
        bus.isStalled = true
        let first = begin(.pull("CIM_NumericSensor", context, 3))
        let second = begin(.pull("CIM_NumericSensor", context, 3))
        try expectFault(second.reply(), "Sender", "wsman:Concurrency", naming: ["Pull"])
        bus.isStalled = false
        bus.answer()
        service.loop.drain()
        #expect(try first.reply().ids.count == 3)
    }

    @Test func `a Release during a Pull ends the enumeration`() throws {
        let context = try service.send(.enumerate("CIM_NumericSensor")).context
        bus.isStalled = true
        let pulling = begin(.pull("CIM_NumericSensor", context, 1))
        #expect(try service.send(.release("CIM_NumericSensor", context)).status == 200)
        bus.isStalled = false
        bus.answer()
        service.loop.drain()
        #expect(pulling.answers.count == 1)
        try expectFault(
            service.send(.pull("CIM_NumericSensor", context)), "Receiver", "wsen:InvalidEnumerationContext")
    }

    @Test func `an optimised Enumerate that times out leaves no context behind`() throws {
        let service = TestService { $0.enumeration.contextsPerPrincipal = 1 }
        let bus = service.machine.sensors.bus
        bus.isStalled = true
        let pending = service.begin(
            RequestText.enumerate("CIM_NumericSensor", first: 3).with {
                $0.headers = "<wsman:OperationTimeout>PT5S</wsman:OperationTimeout>"
            })
        service.loop.drain()
        service.loop.advance(seconds: 5)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut")
        bus.isStalled = false
        bus.answer()
        service.loop.drain()
        #expect(try service.send(.enumerate("CIM_NumericSensor")).status == 200)
    }

    @Test func `a method that times out and comes to its end all the same is answered once`() throws {
        bus.isStalled = true
        let pending = begin(.invoke("CIM_NumericSensor", "RestoreDefaultThresholds", "temp1", ""), timeout: "PT5S")
        service.loop.advance(seconds: 5)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut")
        bus.answer()
        service.loop.drain()
        #expect(pending.answers.count == 1)
        #expect(service.machine.sensors.calls.count == 1)
    }

    @Test func `before the inventory is there Identify is answered and all else waits`() throws {
        let service = TestService(isInstalled: false)
        let get = service.begin(.get("CIM_ComputerSystem"))
        let late = service.begin(
            RequestText.get("CIM_ComputerSystem").with {
                $0.headers = "<wsman:OperationTimeout>PT1S</wsman:OperationTimeout>"
            })
        service.loop.drain()
        #expect(get.answers.isEmpty)
        #expect(try service.send(text: IdentifyTests.request, by: nil).body?.localName == "IdentifyResponse")
        service.loop.advance(seconds: 2)
        try expectFault(late.reply(), "Receiver", "wsman:TimedOut")
        service.install()
        #expect(try get.reply().properties["Name"] == ["host1"])
        #expect(late.answers.count == 1)
    }

    @Test func `what a former run left is restored before anybody is answered`() throws {
        let service = TestService(isInstalled: false)
        let get = service.begin(.get("CIM_ComputerSystem"))
        service.install(restoration: 1_000_000_000)
        #expect(get.answers.isEmpty)
        service.loop.advance(seconds: 2)
        #expect(try get.reply().properties["Name"] == ["host1"])
    }

    @Test func `a thousand requests that wait on one bus are each answered once`() throws {
        bus.isStalled = true
        let all = (0..<1000).map { service.begin(slowGet.numbered($0)) }
        service.loop.drain()
        #expect(bus.waiters == 1000)
        bus.answer()
        service.loop.drain()
        for (index, pending) in all.enumerated() {
            #expect(try pending.reply().relatesTo == "m\(index)")
        }
    }
}

extension RequestText {
    /// The request with a MessageID of its own.
    fileprivate func numbered(_ number: Int) -> RequestText {
        with { $0.messageID = "m\(number)" }
    }
}
