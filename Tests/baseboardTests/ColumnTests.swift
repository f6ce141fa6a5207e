// SPDX-License-Identifier: Apache-2.0

import Testing
import WSManClient

@testable import baseboard

/// Columns of the views at the widths that terminals have.
struct ColumnTests {
    private func table(_ instances: [Instance], width: Int?) -> [String] {
        let recorder = Recorder()
        var listing = Listing(recorder.output(.table, width: width))
        listing.add(instances.map { .init(instance: $0) })
        listing.finish()
        return recorder.text.split(separator: "\n").map(String.init)
    }

    private static let parts: [[Instance]] = [
        Fixtures.drives, Fixtures.functions, [Fixtures.module("A1")], [Fixtures.processor], [Fixtures.battery],
        [Fixtures.system], Fixtures.sensors, [Fixtures.fan("chip/fan1")],
    ]

    @Test(arguments: [40, 80, 120])
    func `tables fit the terminal`(width: Int) {
        for instances in Self.parts {
            for line in table(instances, width: width) { #expect(line.count <= width, "\(line)") }
        }
    }

    @Test func `drives keep model, serial number and size where there is no room for more`() {
        #expect(
            table([Fixtures.drives[0]], width: 40) == [
                "Model             Serial    Size  Health", "Example … 1.92TB  S1      1.9 TB  OK",
            ])
        #expect(
            table([Fixtures.drives[0]], width: 80) == [
                "Model               Serial    Size  Health  Kernel   Bus   DeviceID",
                "Example PM9 1.92TB  S1      1.9 TB  OK      nvme0n1  NVMe  nvme-1",
            ])
    }

    @Test func `where all fits, and in a file, titles are the names on the wire`() {
        for width in [nil, 120] {
            #expect(table([Fixtures.drives[0]], width: width)[0].contains("SerialNumber"))
        }
    }

    @Test func `parts of one name are told apart by what differs in their DeviceIDs`() {
        let fans = [
            Fixtures.fan("i2c/7-0058/fan1", name: "pmbus fan1"), Fixtures.fan("i2c/7-0059/fan1", name: "pmbus fan1"),
            Fixtures.fan("isa/fan1", name: "cpu"),
        ]
        let names = NameDistinction.applied(to: fans).map { $0["ElementName"] }
        #expect(names == ["pmbus fan1 0058", "pmbus fan1 0059", "cpu"])
        #expect(table(fans, width: 60)[2].hasPrefix("pmbus fan1 0059 "))
        let tree = InventoryTree([.init(name: "BB_FanView", title: "Fans", instances: fans)]).lines()
        #expect(tree.suffix(3).first == "   ├─ pmbus fan1 0058  1200 RPM")
    }

    @Test(arguments: [
        (["a/0-001b/temp1", "a/0-0018/temp1"], ["x 001b", "x 0018"]),
        (["a/0-18/t", "a/1-18/t"], ["x 0-18", "x 1-18"]),
        (["a/b", "a/b/c"], ["x", "x c"]), (["same", "same"], ["x", "x"]), (["a", "ab"], ["x a", "x ab"]),
        (["a/1/x", "a/1/y", "a/2/x"], ["x 1/x", "x 1/y", "x 2/x"]),
        (["i2c-3/3-0058/fan1", "i2c-4/4-0058/fan1"], ["x 3-0058", "x 4-0058"]),
    ])
    func `the shortest part that tells all apart is taken`(ids: [String], names: [String]) {
        let fans = ids.map { Fixtures.fan($0, name: "x") }
        #expect(NameDistinction.applied(to: fans).compactMap { $0["ElementName"] } == names)
    }

    @Test func `columns that identify parts make no longer names`() {
        #expect(NameDistinction.isNeeded(in: ["ElementName", "CurrentSpeed", "DeviceID"]))
        for columns in [["DeviceID", "ElementName"], ["ElementName", "DeviceID"], ["Model", "DeviceID"]] {
            #expect(!NameDistinction.isNeeded(in: columns))
        }
    }

    @Test func `a section of several classes has a column of them, and no Name that repeats`() {
        let recorder = Recorder()
        let parts = [("X_Fan", "f1"), ("X_Battery", "b1")].map { name, id in
            Fixtures.part(name, ["DeviceID": [id], "ElementName": ["n \(id)"], "Name": ["n \(id)"]])
        }
        InventorySection(title: "Devices", className: "X_Device").show(parts, to: recorder.output(.table))
        #expect(
            recorder.text.split(separator: "\n") == [
                "  @class     DeviceID  ElementName", "  X_Fan      f1        n f1", "  X_Battery  b1        n b1",
            ])
    }

    @Test func `sensors keep their state and what tells them apart at 60 columns`() {
        let sensors = ["0018", "001b"].map { address in
            Fixtures.sensor([
                "DeviceID": "i2c/0-\(address)/temp1", "ElementName": "jc42 temp1", "Reading": "38", "Units": "°C",
                "State": "Upper Non-Critical", "UpperThresholdNonCritical": "85", "Quality": "good",
            ])
        }
        let recorder = Recorder()
        SensorsCommand.show(
            NameDistinction.applied(to: sensors).map(SensorReading.init), to: recorder.output(.table, width: 60))
        let lines = recorder.text.split(separator: "\n")
        #expect(lines[1].hasPrefix("jc42 temp1 0018    38 °C  Upper Non-Critical"))
        #expect(lines[2].hasPrefix("jc42 temp1 001b    38 °C  Upper Non-Critical"))
    }

    @Test func `without UTF-8 tables are ASCII`() {
        let terminal = Terminal(width: 30, isTerminal: false, hasColour: false, hasUnicode: false)
        let rows = [["a name that is too long for it", "38 °C"]]
        let table = Table([.init(title: "Name"), .init(title: "Reading")], layout: rows, terminal: terminal)
        #expect(table.line(rows[0]).allSatisfy { $0.isASCII })
        #expect(table.line(rows[0]).hasSuffix(" 38 C"))
        #expect(table.line(rows[0]).contains("~"))
    }

    @Test func `PCI functions keep address, name and driver`() {
        let lines = table(Fixtures.functions, width: 40)
        #expect(lines[0].split(separator: " ") == ["DeviceID", "ElementName", "Driver"])
        let wide = table(Fixtures.functions, width: 120)
        #expect(
            wide[0].split(separator: " ") == [
                "DeviceID", "ElementName", "Driver", "LinuxDevices", "LinkVerdict", "Link",
            ])
        #expect(wide[6].hasSuffix("reduced width  8 GT/s x4"))
    }

    @Test func `memory comes in powers of 1024, processors in GHz`() {
        #expect(
            table([Fixtures.module("A1")], width: nil)[1].hasPrefix("A1          32 GiB  DDR4              2933 MT/s"))
        #expect(table([Fixtures.processor], width: nil)[1].hasSuffix("3.3 GHz"))
    }

    @Test func `on a terminal a column of nothing but nulls makes room, in a file it stays`() {
        let fan = [Fixtures.fan("f1")]
        #expect(!table(fan, width: 120)[0].contains("TargetSpeed"))
        #expect(table(fan, width: nil)[0].contains("TargetSpeed"))
    }

    @Test func `columns that are asked for are formatted too`() {
        let recorder = Recorder()
        var listing = Listing(recorder.output(.table), columns: ["Size", "Nothing"])
        listing.add([.init(instance: Fixtures.drives[0])])
        listing.finish()
        #expect(recorder.text == "  Size  Nothing\n1.9 TB  -\n")
    }

    @Test(arguments: [
        (["LANG": "en_US.UTF-8"], true), (["LANG": "de_DE.utf8@euro"], true), (["LANG": "C"], false), ([:], false),
        (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
    ])
    func `boxes are drawn where the locale has UTF-8`(environment: [String: String], hasUnicode: Bool) {
        #expect(Terminal.isUnicode(environment) == hasUnicode)
    }
}
