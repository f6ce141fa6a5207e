// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import WSManClient

@testable import baseboard

struct InventoryTests {
    private func entry(_ name: String, enumerable: Bool = true) -> CatalogResource {
        CatalogResource(
            resourceURI: ResourceURI(ofClass: name).text, displayName: "The \(name)", notes: nil, vendor: nil,
            operations: [
                .init(
                    actions: enumerable ? [Action.get, Action.enumerate] : [Action.get], selectorSets: [], schemas: [],
                    filterDialects: [], deliveryModes: [])
            ], selectorSets: [], relationships: [], xml: nil)
    }

    @Test func `the catalog's flat views are the sections, the machine first and sensors last`() {
        let catalog = ["CIM_Fan", "BB_SensorView", "BB_DriveView", "BB_FanView", "BB_SystemView"].map { entry($0) }
        let sections = InventorySection.sections(of: catalog + [entry("BB_LogView", enumerable: false)])
        #expect(sections.map(\.className) == ["BB_SystemView", "BB_DriveView", "BB_FanView", "BB_SensorView"])
        #expect(sections.map(\.title).first == "The BB_SystemView")
    }

    @Test func `a service without views is asked for standard classes`() {
        #expect(
            InventorySection.sections(of: [entry("CIM_Fan")]).map(\.className)
                == ["CIM_ComputerSystem", "CIM_Processor", "CIM_Fan", "CIM_NumericSensor"])
    }

    @Test func `the machine shows every property that it has, parts make a table`() {
        let recorder = Recorder()
        let system = Instance(
            className: "BB_SystemView", namespace: "u",
            properties: [.init("Model", [.text("R1")]), .init("Name", [.text("host")]), .init("SKU", [.null])])
        InventorySection(title: "System", className: "BB_SystemView").show([system], to: recorder.output(.table))
        #expect(recorder.text == "  Model  R1\n  Name   host\n")
        let fans = Recorder()
        let section = InventorySection(title: "Fans", className: "BB_FanView")
        section.show([Fixtures.fan("f1"), Fixtures.fan("f2")], to: fans.output(.table))
        #expect(fans.text.split(separator: "\n").count == 3)
        section.show([], to: fans.output(.table))
        #expect(fans.text.hasSuffix("\n  none\n"))
    }
}
