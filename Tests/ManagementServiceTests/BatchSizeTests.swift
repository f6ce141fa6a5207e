// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ProviderKit
import Testing
import XML

struct BatchSizeTests {
    func paddedService(_ sizes: [Int]) -> TestService {
        let service = TestService(fans: sizes.count)
        for (index, size) in sizes.enumerated() {
            service.machine.fans.fans[index].padding = String(repeating: "x", count: size)
        }
        return service
    }

    @Test func `batches shrink to MaxEnvelopeSize, and nothing is lost or repeated`() throws {
        let service = paddedService((0..<40).map { 200 + $0 * 37 % 2500 })
        let small = { (request: inout RequestText) in
            request.headers = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        }
        var reply = try service.send(RequestText.enumerate("CIM_Fan", first: 100).with(small))
        var ids: [String] = []
        var batches = 0
        while true {
            #expect(reply.status == 200 && reply.bytes.count <= 8192 && !reply.items.isEmpty)
            #expect(reply.bytes.count > 8192 - 4200 || reply.isEnd)
            ids += reply.ids
            batches += 1
            if reply.isEnd { break }
            reply = try service.send(RequestText.pull("CIM_Fan", reply.context, 100).with(small))
        }
        #expect(ids == (0..<40).map { "hwmon/fan\($0)" })
        #expect(batches > 5)
    }

    @Test func `one item that cannot fit is refused, and can be pulled with more room`() throws {
        let service = paddedService([100, 9000, 100])
        let small = { (request: inout RequestText) in
            request.headers = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        }
        let context = try service.send(.enumerate("CIM_Fan")).context
        let first = try service.send(RequestText.pull("CIM_Fan", context, 100).with(small))
        #expect(first.ids == ["hwmon/fan0"] && !first.isEnd)
        try expectFault(
            service.send(RequestText.pull("CIM_Fan", context, 100).with(small)), "Sender", "wsman:EncodingLimit",
            "MaxEnvelopeSize", naming: ["MaxEnvelopeSize"])
        let rest = try service.send(.pull("CIM_Fan", context, 100))
        #expect(rest.ids == ["hwmon/fan1", "hwmon/fan2"] && rest.isEnd)
    }

    @Test func `an optimised enumeration whose first item cannot fit leaves no context behind`() throws {
        let service = TestService(fans: 2) {
            $0.enumeration.contextsPerPrincipal = 1
            $0.maxEnvelopeSize = 9000
            $0.defaultMaxEnvelopeSize = 9000
        }
        service.machine.fans.fans[0].padding = String(repeating: "x", count: 9000)
        for _ in 0..<3 {
            try expectFault(
                service.send(.enumerate("CIM_Fan", first: 2)), "Sender", "wsman:EncodingLimit", "ServiceEnvelopeLimit")
        }
    }

    @Test func `MaxCharacters is a hint that one item may pass`() throws {
        let service = paddedService([1000, 1000, 5000, 10])
        let context = try service.send(.enumerate("CIM_Fan")).context
        func pull() throws -> [String] {
            try service.send(
                .pull("CIM_Fan", context, 100, "<wsen:MaxCharacters>4500</wsen:MaxCharacters>")
            ).ids
        }
        #expect(try pull() == ["hwmon/fan0", "hwmon/fan1"])
        #expect(try pull() == ["hwmon/fan2"])
        #expect(try pull() == ["hwmon/fan3"])
    }
}
