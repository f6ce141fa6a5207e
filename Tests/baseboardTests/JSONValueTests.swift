// SPDX-License-Identifier: Apache-2.0

import Foundation
import ResourceModel
import Testing
import WSManClient

@testable import baseboard

struct JSONValueTests {
    @Test(arguments: ["0", "-0", "7", "-12.50", "18446744073709551615", "1.5e-05", "1.0E4", "1e+16"])
    func `texts that are numbers become numbers, digit by digit`(text: String) throws {
        #expect(JSONValue(.text(text)) == .number(text))
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data("[\(text)]".utf8)) }
    }

    @Test(arguments: ["", "0012", "12E4", "+1", "1.", ".5", "0x10", "INF", "NaN", "1 ", "--1", "1.0e9999", "١"])
    func `texts that merely look like numbers stay texts`(text: String) {
        #expect(JSONValue(.text(text)) == .string(text))
    }

    @Test func `an instance keeps order, nulls, arrays, truth and references`() {
        let reference = EndpointReference(
            address: "here", reference: Reference(ResourceURI("urn:y"), [Selector("K", "1")]))
        let instance = Instance(
            className: "X", namespace: "urn:x",
            properties: [
                .init("Z", [.text("1")]), .init("A", [.null]), .init("L", [.text("1"), .text("b")]),
                .init("T", [.text("true")]), .init("D", [.time("2026-03-02T10:15:00Z", kind: "Datetime")]),
                .init("R", [.reference(reference)]),
            ])
        #expect(
            JSONValue(instance).text == """
                {"@class": "X", "Z": 1, "A": null, "L": [1, "b"], "T": true, "D": "2026-03-02T10:15:00Z", \
                "R": {"Address": "here", "ResourceURI": "urn:y", "Selectors": {"K": "1"}}}
                """)
    }

    private static let types = InstanceTypes(schemas: [
        "urn:x": ClassSchema(elements: [
            "X": .init([
                .init("Serial", .string), .init("Truth", .boolean), .init("Size", .number), .init("At", .dateTime),
                .init("Status", .number, isArray: true), .init("Names", .string, isArray: true),
                .init("None", .string, isArray: true),
            ]),
            "Reset_OUTPUT": .init([.init("ReturnValue", .number)]),
        ])
    ])

    private func typed(_ properties: [Instance.Property], element: String = "X") -> String {
        JSONValue(Instance(className: element, namespace: "urn:x", properties: properties), types: Self.types).text
    }

    @Test func `what a filter selected has no members that it did not select`() {
        let part = Instance(
            className: "X", namespace: "urn:x", properties: [.init("Names", [.text("7")])], isFragment: true)
        #expect(JSONValue(part, types: Self.types).text == #"{"@class": "X", "Names": ["7"]}"#)
        #expect(typed([.init("Names", [.text("7")])]).contains("\"Status\": []"))
    }

    @Test func `with a schema texts stay texts and arrays are arrays`() {
        #expect(
            typed([
                .init("Names", [.text("7")]), .init("None", [.null]), .init("Serial", [.text("123")]),
                .init("Size", [.text("12")]), .init("Status", [.text("2")]), .init("Truth", [.text("1")]),
                .init("At", [.time("2026-03-02T10:15:00Z", kind: "Datetime")]),
            ])
                == """
                {"@class": "X", "Serial": "123", "Truth": true, "Size": 12, "At": "2026-03-02T10:15:00Z", \
                "Status": [2], "Names": ["7"], "None": null}
                """)
    }

    @Test func `members stand in the order of the schema, empty arrays too`() {
        #expect(
            typed([.init("None", [.text("n")]), .init("Size", [.text("1")]), .init("Truth", [.text("1")])])
                == #"{"@class": "X", "Truth": true, "Size": 1, "Status": [], "Names": [], "None": ["n"]}"#)
    }

    @Test func `an array without an element on the wire is empty, another property that is missing is missing`() {
        #expect(
            typed([.init("Serial", [.text("true")])])
                == #"{"@class": "X", "Serial": "true", "Status": [], "Names": [], "None": []}"#)
    }

    @Test func `what does not read as its type stays a text, what the schema lacks is guessed`() {
        let json = typed([
            .init("Size", [.text("INF")]), .init("Truth", [.text("maybe")]), .init("Extra", [.text("5")]),
            .init("Serial", [.text("a"), .text("1")]), .init("Names", [.null]), .init("None", [.null]),
            .init("Status", [.text("12E4"), .null]),
        ])
        #expect(
            json == """
                {"@class": "X", "Serial": ["a", "1"], "Truth": "maybe", "Size": "INF", "Status": [12E4, null], \
                "Names": null, "None": null, "Extra": 5}
                """)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.utf8)) }
    }

    @Test func `a method's output has types too, another class of that schema none`() {
        let zero = [Instance.Property("ReturnValue", [.text("0")])]
        #expect(typed(zero, element: "Reset_OUTPUT") == #"{"@class": "Reset_OUTPUT", "ReturnValue": 0}"#)
        #expect(
            typed([.init("Serial", [.text("123")])], element: "Y") == #"{"@class": "Y", "Serial": 123}"#)
    }

    @Test func `every string is valid JSON that reads back the same`() throws {
        for value in 0...0x2100 {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            let text = "a\(scalar)\\\"b"
            let json = JSONValue.array([.string(text)]).text
            #expect(!json.unicodeScalars.contains(where: DisplayText.isUnsafe))
            let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
            #expect(read?.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
        }
    }

    @Test(arguments: [0, 1, 3, 1200])
    func `a listing is one array, however many items it has`(count: Int) throws {
        let recorder = Recorder()
        var listing = Listing(recorder.output(.json))
        for index in 0..<count { listing.add([.init(instance: Fixtures.fan("fan\(index)"))]) }
        listing.finish()
        let read = try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [[String: Any]]
        #expect(read?.count == count)
        #expect(read?.last?["DeviceID"] as? String == (count == 0 ? nil : "fan\(count - 1)"))
    }
}
