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
                "Model               SerialNumber    Size", "Example PM9 1.92TB  S1            1.9 TB",
            ])
        #expect(
            table([Fixtures.drives[0]], width: 80) == [
                "Model               SerialNumber    Size  HealthState  KernelNames  Transport",
                "Example PM9 1.92TB  S1            1.9 TB  OK           nvme0n1      NVMe",
            ])
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
