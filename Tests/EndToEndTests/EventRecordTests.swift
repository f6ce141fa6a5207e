// SPDX-License-Identifier: Apache-2.0

import MachineFixtures
import Testing

/// What happens to a machine stands in the log, through the true daemon and over its restarts.
struct EventRecordTests {
    private static func chip(_ temperature: String) throws -> MachineTree {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "coretemp", device: "platform/coretemp.0",
            ["temp1_input": temperature, "temp1_crit": "95000", "temp1_label": "Package id 0"])
        return tree
    }

    private func messageIDs(_ reply: Reply) -> [String] { reply.items.compactMap { $0["MessageID"] } }

    @Test func `a temperature over its limit is one incident until it is over`() throws {
        let tree = try Self.chip("40000")
        let file = "sys/devices/platform/coretemp.0/hwmon/hwmon0/temp1_input"
        try DaemonProcess.run(.watching(tree)) { daemon in
            _ = try daemon.poll(.events) { !$0.items.isEmpty }
            try tree.change(file, to: "97000")
            let hot = try daemon.poll(.events) { messageIDs($0).contains("overheat.asserted") }
            let event = try #require(hot.items.first { $0["MessageID"] == "overheat.asserted" })
            #expect(event["Severity"] == "critical")
            #expect(event["ObservedValue"].flatMap(Double.init) == 97 && event["LimitValue"].flatMap(Double.init) == 95)
            #expect(event["PartClass"] == "CIM_NumericSensor" && event["PartName"] == "Package id 0")
            try tree.change(file, to: "40000")
            let cool = try daemon.poll(.events) { messageIDs($0).contains("overheat.cleared") }
            let end = try #require(cool.items.first { $0["MessageID"] == "overheat.cleared" })
            #expect(end["Incident"] == event["Incident"] && end["Severity"] == "information")
            #expect(messageIDs(cool).filter { $0.hasPrefix("overheat") } == ["overheat.asserted", "overheat.cleared"])
        }
    }

    @Test func `a restart tells how the last run ended, repeats nothing, and uses no number twice`() throws {
        let tree = try Self.chip("97000")
        let directory = try TemporaryDirectory()
        let first = try DaemonProcess(.watching(tree), in: directory)
        let before = try first.poll(.events) { messageIDs($0).contains("overheat.asserted") }
        try first.cutPower()
        let second = try DaemonProcess(.watching(tree), in: directory)
        // Long enough for three rounds of the watch to say it again.
        let after = try second.poll(.events) { messageIDs($0).filter { $0 == "agent.started" }.count == 2 }
        #expect(messageIDs(after).contains("agent.uncleanStop"))
        try second.stop()
        let third = try DaemonProcess(.watching(tree), in: directory)
        let last = try third.poll(.events) { messageIDs($0).filter { $0 == "agent.started" }.count == 3 }
        try third.stop()
        #expect(messageIDs(last).filter { $0 == "overheat.asserted" }.count == 1)
        #expect(messageIDs(last).filter { $0 == "agent.uncleanStop" }.count == 1)
        #expect(messageIDs(last).filter { $0 == "agent.stopped" }.count == 1)
        let numbers = last.items.compactMap { $0["Sequence"].flatMap { Int($0) } }
        #expect(numbers == Array(1...numbers.count) && numbers.count > before.items.count)
        #expect(Set(last.items.map { $0["Epoch"] }).count == 1)
    }

    @Test func `the log is read by filters, and cleared by admins alone`() throws {
        let tree = try Self.chip("97000")
        try DaemonProcess.run(.watching(tree)) { daemon in
            _ = try daemon.poll(.events) { messageIDs($0).contains("overheat.asserted") }
            let filter =
                "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">"
                + "select * from CIM_LogEntry where PerceivedSeverity &gt;= 6</w:Filter>"
            let bad = try daemon.connect().ask(.enumerate("CIM_LogEntry", first: 10, filter))
            #expect(bad.items.compactMap { $0["MessageID"] } == ["overheat.asserted"])
            let clear = Message.invoke("CIM_RecordLog", ["InstanceID": "Baseboard:EventLog"], "ClearLog")
            #expect(try daemon.connect().ask(clear).fault == .init("AccessDenied"))
            #expect(try daemon.connect(as: .admin).ask(clear).first("ReturnValue") == "0")
            #expect(messageIDs(try daemon.connect().ask(.events)) == ["log.cleared"])
        }
    }

    @Test func `an entry leads to its log, the log to its entries, the last of them first where that is asked for`()
        throws
    {
        let tree = try Self.chip("40000")
        try DaemonProcess.run(.watching(tree)) { daemon in
            let logged = try daemon.poll(.events) { !$0.items.isEmpty }
            let first = try #require(logged.items.first?["EventID"])
            let tied = try daemon.connect().ask(.associated(to: "CIM_LogEntry", ["InstanceID": first]))
            #expect(tied.items.map { $0["InstanceID"] } == ["Baseboard:EventLog"])
            let entries = try daemon.connect().ask(
                .associated(to: "CIM_RecordLog", ["InstanceID": "Baseboard:EventLog"]))
            #expect(entries.items.first?["InstanceID"] == first)
            var newest = Message.events
            newest.headers =
                "<w:OptionSet s:mustUnderstand=\"true\"><w:Option Name=\"Order\" MustComply=\"true\">NewestFirst"
                + "</w:Option></w:OptionSet>"
            let reversed = try daemon.connect().ask(newest)
            let numbers = reversed.items.compactMap { $0["Sequence"].flatMap { Int($0) } }
            #expect(numbers == numbers.sorted(by: >) && numbers.last == 1)
        }
    }
}
