// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

struct TimestampParsingTests {
    static let moments: [(text: String, microseconds: Int64)] = [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00", 0), ("2026-03-02T10:15:00Z", 1_772_446_500_000_000),
        ("2026-03-02T12:15:00+02:00", 1_772_446_500_000_000), ("2026-03-02T05:15:00-05:00", 1_772_446_500_000_000),
        ("1970-01-01T00:00:00.5Z", 500_000), ("1970-01-01T00:00:00.1234567Z", 123_456),
        ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("1969-12-31T23:59:59.999999Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ]

    @Test(arguments: moments)
    func `a moment is read from xs_dateTime`(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
    }

    @Test func `what is written is read again`() {
        for seconds in stride(from: Int64(-62_135_596_800), through: 253_402_300_799, by: 86_144_401) {
            let moment = Timestamp(microseconds: seconds * 1_000_000)
            #expect(Timestamp(moment.description) == moment)
        }
    }

    @Test(arguments: [
        "", "2026-03-02", "2026-13-02T10:15:00Z", "2026-00-02T10:15:00Z", "2026-02-30T10:15:00Z",
        "2100-02-29T00:00:00Z",
        "2026-03-02T24:00:00Z", "2026-03-02T10:60:00Z", "2026-03-02T10:15:60Z", "2026-03-02T10:15:00.Z",
        "2026-03-02T10:15:00+2:00", "2026-03-02T10:15:00+15:00", "2026-03-02T10:15:00ZZ", "2026-03-02 10:15:00Z",
        "-001-03-02T10:15:00Z", "２026-03-02T10:15:00Z",
    ])
    func `what is no moment is not read`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `CIM's own forms are read`() {
        #expect(Timestamp(cim: "20260302101500.000000+000")?.microseconds == 1_772_446_500_000_000)
        #expect(Timestamp(cim: "20260302121500.000001+120")?.microseconds == 1_772_446_500_000_001)
        #expect(Timestamp(cim: "20260302******.******+000") == nil)
        #expect(Timestamp(cim: "2026030210150") == nil)
        #expect(Timestamp.interval(cim: "00000001000130.000500:000") == 86_490_000_500)
        #expect(Timestamp.interval(cim: "99999999235959.999999:000") == 8_639_999_999_999_999_999)
        #expect(Timestamp.interval(cim: "00000001240000.000000:000") == nil)
        #expect(Timestamp.interval(cim: "00000001000000.000000+000") == nil)
    }
}
