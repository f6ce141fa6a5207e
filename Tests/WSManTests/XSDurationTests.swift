// SPDX-License-Identifier: Apache-2.0

import Testing
import WSMan

struct XSDurationTests {
    static let good: [(text: String, nanoseconds: UInt64)] = [
        ("PT60S", 60_000_000_000), ("PT60.000S", 60_000_000_000), ("PT1M30S", 90_000_000_000), ("PT0S", 0),
        ("P1DT2H", 93_600_000_000_000), ("P1Y", 31_536_000_000_000_000), ("P2M", 5_184_000_000_000_000),
        ("P1Y2M3DT4H5M6S", 36_993_906_000_000_000), ("PT0.5S", 500_000_000), ("PT0.0000000019S", 1),
        ("PT3759670629.777S", 3_759_670_629_777_000_000), ("PT00001S", 1_000_000_000),
    ]

    @Test(arguments: good)
    func `a duration is read to the nanosecond`(text: String, nanoseconds: UInt64) {
        #expect(XSDuration.nanoseconds(text) == nanoseconds)
    }

    @Test(arguments: [
        "PT18446744074S", "PT99999999999999999999S", "PT999999999999999999999S", "PT9999999999999999999999999S",
        "P1000000000000000000Y", "P600YT1S", "P99999999999999999999DT0S",
    ])
    func `a duration beyond the range is the range's end`(text: String) {
        #expect(XSDuration.nanoseconds(text) == .max)
    }

    @Test(arguments: [
        "", "P", "PT", "-PT5S", "+PT5S", "60", "PT60", "P1S", "PT1D", "PT1S1S", "PT1M1H", "P1M1Y", "P1YT", "PTT1S",
        "PT1.5M", "P1.5D", "PT.5S", "PT1.S", "PT 1S", "PT1S ", "pt1s", "PT1S\u{0}", "P1H", "PT١S", "2026-03-02",
    ])
    func `what is no duration is not read`(text: String) {
        #expect(XSDuration.nanoseconds(text) == nil)
    }

    static let written: [(nanoseconds: UInt64, text: String)] = [
        (0, "PT0S"), (60_000_000_000, "PT60S"), (500_000_000, "PT0.500S"), (1_001_000_000, "PT1.001S"),
        (999_999, "PT0S"), (.max, "PT18446744073.709S"),
    ]

    @Test(arguments: written)
    func `a duration is written in seconds and milliseconds`(nanoseconds: UInt64, text: String) {
        #expect(XSDuration.text(nanoseconds: nanoseconds) == text)
    }
}
