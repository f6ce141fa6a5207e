// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSManClient

@testable import baseboard

struct ListingTests {
    private func listed(
        _ items: [EnumerationItem], _ format: OutputFormat = .table, columns: [String] = []
    ) -> [String] {
        let recorder = Recorder()
        var listing = Listing(recorder.output(format), columns: columns)
        listing.add(items)
        listing.finish()
        return recorder.text.split(separator: "\n").map(String.init)
    }

    @Test func `a known class has its columns, those it lacks left out`() {
        #expect(
            listed([.init(instance: Fixtures.fan("f1"))]) == [
                "ElementName  CurrentSpeed  TargetSpeed  Quality  DeviceID",
                "CPU fan          1200 RPM  -            good     f1",
            ])
    }

    @Test func `an unknown class shows what identifies and describes`() {
        let instance = Instance(
            className: "X_Slot", namespace: "u",
            properties: [
                .init("Caption", [.text("c")]), .init("HealthState", [.text("5")]), .init("Tag", [.text("t1")]),
                .init("ElementName", [.null]),
            ])
        #expect(listed([.init(instance: instance)]) == ["Tag  HealthState", "t1   OK"])
    }

    @Test func `a class without any known property shows its first values`() {
        let instance = Instance(
            className: "X", namespace: "u", properties: [.init("N", [.null]), .init("A", [.text("1"), .text("2")])])
        #expect(listed([.init(instance: instance)]) == ["A", "1, 2"])
    }

    @Test func `subclasses are told apart`() {
        let other = Instance(className: "Y_Fan", namespace: "u", properties: [.init("DeviceID", [.text("y")])])
        let lines = listed([.init(instance: Fixtures.fan("f1")), .init(instance: other)])
        #expect(lines[0].hasPrefix("@class"))
        #expect(lines[2].hasPrefix("Y_Fan"))
    }

    @Test func `columns can be chosen`() {
        #expect(
            listed([.init(instance: Fixtures.fan("f1"))], columns: ["DeviceID", "Nothing"])
                == ["DeviceID  Nothing", "f1        -"])
    }

    @Test func `addresses alone show their keys, beside instances a column`() {
        let reference = EndpointReference(
            address: "a",
            reference: Reference(
                ResourceURI(ofClass: "BB_FanView"),
                [Selector("DeviceID", "f1"), Selector("__cimnamespace", "root/cimv2")]))
        #expect(listed([.init(instance: nil, reference: reference)]) == ["DeviceID", "f1"])
        let lines = listed([.init(instance: Fixtures.fan("f1"), reference: reference)])
        #expect(lines[0].hasSuffix("@epr"))
        #expect(lines[1].hasSuffix("BB_FanView?DeviceID=f1"))
    }

    @Test func `what a filter selected is shown whole and alone`() {
        func part(_ properties: [Instance.Property]) -> EnumerationItem {
            .init(
                instance: Instance(
                    className: "BB_FanView", namespace: "u", properties: properties, isFragment: true))
        }
        let items = [
            part([.init("Chip", [.text("c")]), .init("CurrentSpeed", [.text("1200")])]),
            part([.init("Chip", [.text("d")]), .init("Label", [.null])]),
        ]
        #expect(listed(items) == ["Chip  CurrentSpeed  Label", "c         1200 RPM  -", "d                -  -"])
    }

    @Test func `rows after the layout keep to it`() {
        let recorder = Recorder()
        var listing = Listing(recorder.output(.table))
        for index in 0...Listing.layoutRows { listing.add([.init(instance: Fixtures.fan("fan\(index)"))]) }
        listing.finish()
        #expect(listing.count == Listing.layoutRows + 1)
        #expect(recorder.text.split(separator: "\n").count == Listing.layoutRows + 2)
    }

    @Test func `nothing found is said`() {
        #expect(listed([]) == ["none"])
        #expect(listed([], .xml) == [])
    }

    @Test func `XML is what was received, harmless on a terminal`() {
        let recorder = Recorder()
        recorder.output(.xml).markup("<a>\u{9b}</a>")
        #expect(recorder.text == "<a>\u{9b}</a>\n")
        let terminal = Recorder()
        terminal.output(.xml, width: 80, isTerminal: true).markup("<a>\u{9b}</a>")
        #expect(terminal.text == "<a>&#x9B;</a>\n")
    }
}
