// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Events on their way from the hardware to sinks that others wrote: each once, in order, in every mode.
@Suite(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct EventDeliveryTests {
    private static let temperature = "sys/devices/platform/coretemp.0/hwmon/hwmon0/temp1_input"

    private static func chip() throws -> MachineTree {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "coretemp", device: "platform/coretemp.0",
            ["temp1_input": "40000", "temp1_crit": "95000", "temp1_label": "Package id 0"])
        return tree
    }

    /// Has a sensor pass its limit, and waits until that stands in the log.
    private func overheat(_ tree: MachineTree, _ daemon: DaemonProcess) throws {
        try tree.change(Self.temperature, to: "97000")
        _ = try daemon.poll(.events) { $0.items.contains { $0["MessageID"] == "overheat.asserted" } }
    }

    @Test(arguments: DeliveryMode.sent)
    func `what was, what is rehearsed and what happens arrives once and in order`(mode: DeliveryMode) throws {
        let tree = try Self.chip()
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        try DaemonProcess.run(.watching(tree)) { daemon in
            try daemon.subscribe(.subscribe(to: sink.address, mode))
            for part in 1...5 { try daemon.rehearse(part: "\(part)") }
            try overheat(tree, daemon)
            let last = try daemon.rehearse("overheat", part: "the last")
            try sink.wait(forEvent: last)
            let log = try daemon.log()
            #expect(try sink.events() == log && log.count >= 8)
            let deliveries = try sink.deliveries()
            #expect(Set(deliveries.map(\.messageID)).count == deliveries.count)
            #expect(deliveries.allSatisfy { $0.received.path == "/events" })
            let asksForAcks = deliveries.allSatisfy { $0.reply.count("AckRequested") == 1 }
            #expect(asksForAcks == (mode != .push))
            let hot = deliveries.flatMap(\.reply.events).filter { $0["Kind"] == "overheat" }
            // The one that happened, and the rehearsal, which says so.
            #expect(hot.map { $0["IsRehearsal"] } == ["false", "true"])
            #expect(hot.map { $0["PartName"] } == ["Package id 0", "the last"])
        }
    }

    @Test func `events are pulled once and in order, and twice with the same context`() throws {
        let tree = try Self.chip()
        try DaemonProcess.run(.watching(tree)) { daemon in
            let connection = try daemon.connect()
            let answer = try connection.ask(.subscribe(to: nil, .pull))
            var context = try #require(answer.first("EnumerationContext"))
            for part in 1...5 { try daemon.rehearse(part: "\(part)") }
            try overheat(tree, daemon)
            let last = try daemon.rehearse()
            var events: [String] = []
            while !events.contains(last) {
                let pull = Message.pull("BB_EventView", context, max: 3)
                let batch = try connection.ask(pull)
                let again = try connection.ask(pull)
                #expect(again.items.map { $0["EventID"] } == batch.items.map { $0["EventID"] })
                context = try #require(batch.first("EnumerationContext"), "\(batch.text)")
                events += batch.items.compactMap { $0["EventID"] }
            }
            #expect(try events == daemon.log())
        }
    }

    @Test func `a class of indications and a filter bring what they name, and a bookmark goes on behind it`() throws {
        let tree = try Self.chip()
        let directories = try (0..<3).map { _ in try TemporaryDirectory() }
        let sinks = try directories.map { try EventSinkProcess(in: $0) }
        try DaemonProcess.run(.watching(tree)) { daemon in
            let filter =
                "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">"
                + "select * from BB_EventView where Kind = 'fan.stopped'</w:Filter>"
            try daemon.subscribe(
                .subscribe(to: sinks[0].address, resource: "CIM_ThresholdIndication", content: ""))
            try daemon.subscribe(.subscribe(to: sinks[1].address, content: filter + Message.earliest))
            let bookmarks = "<w:SendBookmarks/>" + Message.earliest
            try daemon.subscribe(.subscribe(to: sinks[2].address, .batches, content: bookmarks))
            let first = try daemon.rehearse("fan.stopped")
            try overheat(tree, daemon)
            let second = try daemon.rehearse("fan.stopped")
            #expect(try sinks[1].wait(forEvent: second) == [first, second])
            let indication = try #require(try sinks[0].wait(for: 1).first).reply()
            #expect(indication.body == "CIM_ThresholdIndication")
            try sinks[2].wait(forEvent: second)
            // As it came, whatever it is.
            let delivery = try #require(try sinks[2].received().last).body
            let bookmark = try #require(try /<wsman:Bookmark>.*<\/wsman:Bookmark>/.firstMatch(in: delivery)?.output)
            let third = try daemon.rehearse()
            let behind = bookmark.replacing("wsman:", with: "w:")
            let pulled = try daemon.connect().ask(.subscribe(to: nil, .pull, content: String(behind)))
            let batch = try daemon.connect().ask(
                .pull("BB_EventView", pulled.first("EnumerationContext"), max: 10))
            #expect(batch.items.compactMap { $0["EventID"] } == [third], "\(pulled.text)")
        }
    }
}
