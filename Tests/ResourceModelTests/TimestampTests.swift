// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (1_772_446_500_000_000, "2026-03-02T10:15:00Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
        (1_500_000, "1970-01-01T00:00:01.500000Z"),
    ])
    func `a moment is written as xs:dateTime in UTC`(microseconds: Int64, expected: String) {
        #expect(Timestamp(microseconds: microseconds).description == expected)
    }

    @Test func `the extremes of the range are written, not trapped on`() {
        #expect(Timestamp(microseconds: .max).description.hasSuffix("Z"))
        #expect(Timestamp(microseconds: .min).description.hasSuffix("Z"))
    }
}
