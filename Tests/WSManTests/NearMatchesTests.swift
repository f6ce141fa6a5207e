// SPDX-License-Identifier: Apache-2.0

import Testing
import WSMan

struct NearMatchesTests {
    static let classes = [
        "CIM_Fan", "BB_FanView", "CIM_NumericSensor", "CIM_Sensor", "CIM_Processor", "CIM_ComputerSystem",
    ]

    @Test(arguments: [
        ("CIM_Fam", "; did you mean CIM_Fan?"), ("cim_fan", "; did you mean CIM_Fan?"),
        ("Win32_Processor", "; did you mean CIM_Processor?"), ("CIM_FanView", "BB_FanView"),
        ("CIM_Sensors", "; did you mean CIM_Sensor"), ("CIM_NumericSensr", "CIM_NumericSensor"),
    ])
    func `a mistyped name has near ones`(name: String, part: String) {
        #expect(NearMatches.of(name, among: Self.classes).contains(part))
    }

    @Test(arguments: ["", "CIM_VideoController", "xyzzy", String(repeating: "C", count: 10_000), "_", "__"])
    func `a name like none has none`(name: String) {
        #expect(NearMatches.of(name, among: Self.classes) == "")
    }

    @Test func `the nearest comes first, and there are three at most`() {
        let text = NearMatches.of("abcd", among: ["abcx", "abcd", "abxx", "axcd", "abcde"])
        #expect(text == "; did you mean abcd, abcde, abcx?")
    }
}
