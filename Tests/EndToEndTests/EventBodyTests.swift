// SPDX-License-Identifier: Apache-2.0

import MachineFixtures
import Testing

/// Events as they are delivered: what each class says, and that its schema allows it, by libxml2's judgement.
@Suite(
    .enabled("xmllint is not installed (Debian package libxml2-utils)") { BuildProducts.program("xmllint") != nil })
struct EventBodyTests {
    private static let all = Message.enumerate("BB_EventView", first: 200)
    private static let eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
    private static let wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman"

    private static func settings(_ tree: MachineTree) -> DaemonSettings {
        DaemonSettings.stateful.with {
            $0.hardwareRoot = tree.root
            $0.sensors = ["MaximumAge=0", "[monitoring]", "Interval=1s", "CloseInterval=500ms"]
        }
    }

    /// A machine whose log has an event of each of CIM's classes: of three runs, between which its parts change.
    private static func eventful(_ body: (DaemonProcess) throws -> Void) throws {
        let tree = MachineTree()
        let directory = try TemporaryDirectory()
        func run(until messageIDs: String..., body: (DaemonProcess) throws -> Void = { _ in }) throws {
            let daemon = try DaemonProcess(settings(tree), in: directory)
            _ = try daemon.poll(all) { reply in
                Set(messageIDs).isSubset(of: reply.items.compactMap { $0["MessageID"] })
            }
            try body(daemon)
            try daemon.stop()
        }
        try tree.chip(
            "hwmon0", "coretemp", device: "platform/coretemp.0",
            ["temp1_input": "97000", "temp1_crit": "95000", "temp1_label": "Package id 0"])
        try tree.nvme(0, function: "0000:01:00.0", ["firmware_rev": "A"])
        try run(until: "overheat.asserted", "baseline.created")
        try tree.change("sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/firmware_rev", to: "B")
        try tree.nvme(1, function: "0000:02:00.0")
        try run(until: "part.added")
        try tree.remove("sys/class/nvme/nvme1")
        try tree.remove("sys/block/nvme1n1")
        try run(until: "part.removed", body: body)
    }

    /// Every event of the log that comes from a source, in Pull mode, as markup and read.
    private static func events(of source: String, _ selectors: [String: String], _ daemon: DaemonProcess) throws
        -> Reply
    {
        let connection = try daemon.connect()
        let subscribe = Message(
            eventing + "/Subscribe", source, selectors,
            body: """
                <v:Subscribe xmlns:v="\(eventing)"><v:Delivery Mode="\(wsman)/Pull"/>\
                <w:Bookmark>\(wsman)/bookmark/earliest</w:Bookmark></v:Subscribe>
                """)
        let opened = try connection.ask(subscribe)
        try #require(opened.status == 200, "\(opened.text)")
        return try connection.ask(.pull(source, opened.first("EnumerationContext"), max: 200))
    }

    @Test func `events of every class are what their schemas say`() throws {
        try Self.eventful { daemon in
            let indications = try Self.events(of: "CIM_RecordLog", [:], daemon)
            let views = try Self.events(of: "BB_EventView", [:], daemon)
            let classes = Set(indications.children(of: "Items"))
            #expect(
                classes == [
                    "CIM_AlertIndication", "CIM_ThresholdIndication", "CIM_InstCreation", "CIM_InstDeletion",
                    "CIM_InstModification",
                ])
            #expect(indications.items.count == views.items.count && indications.items.count >= 8)
            var dump = try ServiceDump(try daemon.connect())
            try dump.add(eventsOf: indications)
            try dump.add(eventsOf: views)
            #expect(try dump.validate() == "")
            dump.replace("q:DeviceID", with: "q:DeviceNumber")
            #expect(try dump.validate().contains("fails to validate"))
        }
    }

    @Test func `a filter is subscribed to by its name, and lets pass what it says`() throws {
        try Self.eventful { daemon in
            let parts = try Self.events(
                of: "CIM_FilterCollection", ["InstanceID": "Baseboard:PartChanges"], daemon)
            let classes = Set(parts.children(of: "Items"))
            #expect(
                classes.isSubset(of: [
                    "CIM_InstCreation", "CIM_InstDeletion", "CIM_InstModification", "CIM_AlertIndication",
                ]))
            #expect(classes.isSuperset(of: ["CIM_InstCreation", "CIM_InstDeletion", "CIM_InstModification"]))
            let hot = try Self.events(of: "CIM_IndicationFilter", ["Name": "Baseboard:Overheat"], daemon)
            #expect(hot.items.map { $0["MessageID"] } == ["overheat.asserted"])
            let threshold = try #require(hot.items.first)
            #expect(threshold["ThresholdIdentifier"] == "UpperThresholdCritical")
            #expect(threshold["ObservedValue"] == "97.0" && threshold["ThresholdValue"] == "95.0")
            let path = try #require(threshold["AlertingManagedElement"])
            #expect(path.hasPrefix("root/cimv2:CIM_NumericSensor.") && path.contains("platform/coretemp.0/temp1"))
        }
    }
}
