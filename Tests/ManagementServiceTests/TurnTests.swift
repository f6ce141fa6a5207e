// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import ProviderKit
import Testing
import XML

struct TurnTests {
    let service = TestService()

    @Test func `a long batch lets others have their turn`() throws {
        let service = TestService(fans: 50) { $0.timeSlice = 1000 }
        service.loop.tick = 100
        let pending = service.begin(.enumerate("CIM_Fan", first: 100))
        #expect(pending.answers.isEmpty)
        let other = service.begin(.get("CIM_ComputerSystem"))
        #expect(try other.reply().status == 200)
        service.loop.drain()
        #expect(try pending.reply().items.count == 50)
        #expect(service.loop.yields >= 4)
    }

    @Test func `parts that are gone count towards a turn too`() throws {
        let service = TestService(fans: 50) { $0.timeSlice = 1000 }
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.machine.fans.fans.removeAll()
        service.loop.tick = 100
        let pending = service.begin(.pull("CIM_Fan", context, 100))
        #expect(pending.answers.isEmpty)
        service.loop.drain()
        #expect(try pending.reply().isEnd)
    }

    @Test func `a batch returns what it has when MaxTime is over`() throws {
        let service = TestService(fans: 50)
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.loop.tick = 1_000_000_000
        let pending = service.begin(.pull("CIM_Fan", context, 100, "<wsen:MaxTime>PT10S</wsen:MaxTime>"))
        service.loop.drain()
        let reply = try pending.reply()
        #expect(!reply.items.isEmpty && reply.items.count < 12 && !reply.isEnd)
    }

    @Test func `a MaxTime that is no duration is refused`() throws {
        let context = try service.send(.enumerate("CIM_Fan")).context
        try expectFault(
            service.send(.pull("CIM_Fan", context, 1, "<wsen:MaxTime>soon</wsen:MaxTime>")), "Sender",
            "wsman:SchemaValidationError", naming: ["MaxTime"])
    }

    @Test func `a batch returns what it has a little before the operation's time is over`() throws {
        let service = TestService(fans: 50)
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.loop.tick = 1_000_000_000
        let pending = service.begin(
            RequestText.pull("CIM_Fan", context, 100).with {
                $0.headers = "<wsman:OperationTimeout>PT20S</wsman:OperationTimeout>"
            })
        service.loop.drain()
        let reply = try pending.reply()
        #expect(reply.items.count > 5 && reply.items.count < 20 && !reply.isEnd)
    }

    @Test func `an endless OperationTimeout gives a batch no more than the service's longest`() throws {
        let service = TestService(fans: 50) { $0.maxOperationTimeout = 20_000_000_000 }
        let context = try service.send(.enumerate("CIM_Fan")).context
        service.loop.tick = 1_000_000_000
        let pending = service.begin(
            RequestText.pull("CIM_Fan", context, 100).with {
                $0.headers = "<wsman:OperationTimeout>PT3759670629.777S</wsman:OperationTimeout>"
            })
        service.loop.drain()
        let reply = try pending.reply()
        #expect(reply.items.count > 5 && reply.items.count < 20 && !reply.isEnd)
    }
}
