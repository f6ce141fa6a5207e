// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

struct ResourceSchemaTests {
    let schema = ResourceSchema(
        "CIM_Fan", extends: ["CIM_CoolingDevice"], displayName: "Fans",
        properties: [
            PropertySchema("SystemName", .string, isKey: true, "System."),
            PropertySchema("DeviceID", .string, isKey: true, "Device."),
            PropertySchema("ActiveCooling", .boolean, "Overwritten below."),
            PropertySchema("ActiveCooling", .boolean, isWritable: true, "Active."),
        ],
        "A fan.")

    @Test func `properties are alphabetical and the later of two of one name stands`() {
        #expect(schema.properties.map(\.name) == ["ActiveCooling", "DeviceID", "SystemName"])
        #expect(schema.isWritable)
    }

    @Test func `keys keep the order of declaration`() {
        #expect(schema.keyProperties.map(\.name) == ["SystemName", "DeviceID"])
    }

    @Test func `names are found in any letter case`() {
        #expect(schema.position(of: "deviceid") == 1)
        #expect(schema.position(of: "DeviceID") == 1)
        #expect(schema.position(of: "Device") == nil)
    }

    @Test func `the class prefix picks the host of the URI`() {
        #expect(schema.resourceURI.text == "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Fan")
        #expect(ResourceURI(ofClass: "BB_FanView").text.hasPrefix("http://schemas.baseboard-project.org/"))
    }

    @Test(arguments: [
        ("http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Fan", "CIM_Fan"),
        ("http://schemas.microsoft.com/wbem/wscim/1/cim-schema/2/CIM_Fan", "CIM_Fan"),
        ("http://schemas.dmtf.org/wbem/wscim/1/CIM_Fan", nil),
        ("CIM_Fan", nil), ("", nil), ("/", nil), ("http://x/cim-schema/2/", nil),
    ])
    func `a class is known by the end of its URI, whatever the host`(uri: String, expected: String?) {
        #expect(ResourceURI(uri).className.map(String.init) == expected)
    }
}

struct PropertySetTests {
    @Test(arguments: [0, 1, 63, 64, 100, 255])
    func `a set holds what was put into it and nothing beside`(position: Int) {
        var set = PropertySet.none
        #expect(!set.contains(position))
        set.insert(position)
        #expect(set.contains(position))
        #expect(!set.contains(position == 0 ? 1 : position - 1))
        #expect(PropertySet.all.contains(position))
    }

    @Test func `positions beyond the set's reach are always wanted`() {
        #expect(PropertySet.none.contains(256))
    }
}

struct ValueTypeTests {
    @Test func `values are read with their range`() throws {
        #expect(try ValueType.uint8.parse("255") == .unsigned(255))
        #expect(throws: ValueParsingError.outOfRange) { try ValueType.uint8.parse("256") }
        #expect(throws: ValueParsingError.outOfRange) { try ValueType.uint16.parse("-1") }
        #expect(throws: ValueParsingError.wrongType) { try ValueType.uint8.parse("1.5") }
        #expect(throws: ValueParsingError.wrongType) { try ValueType.uint8.parse("") }
        #expect(throws: ValueParsingError.wrongType) { try ValueType.sint32.parse("-") }
        #expect(try ValueType.boolean.parse("TRUE") == .boolean(true))
        #expect(throws: ValueParsingError.wrongType) { try ValueType.boolean.parse("yes") }
        #expect(try ValueType.real64.parse("-1.5e3") == .real(-1500))
    }
}
