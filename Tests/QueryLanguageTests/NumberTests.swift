// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("Numbers: compared exactly")
struct NumberTests {
    @Test(
        "whole numbers and reals are not rounded to each other",
        arguments: [
            (Value.real(9_007_199_254_740_992), "Weight", "Weight = 9007199254740993", false),
            (.real(9_007_199_254_740_992), "Weight", "Weight < 9007199254740993", true),
            (.real(9_007_199_254_740_992), "Weight", "Weight = 9007199254740992", true),
            (.unsigned(9_007_199_254_740_993), "Pages", "Pages = 9007199254740992.0", false),
            (.unsigned(9_007_199_254_740_993), "Pages", "Pages > 9007199254740992.0", true),
            (.unsigned(.max), "Pages", "Pages < 18446744073709551616.0", true),
            (.unsigned(.max), "Pages", "Pages < 1e300", true), (.unsigned(0), "Pages", "Pages > -1e300", true),
            (.unsigned(5), "Pages", "Pages > 4.5", true), (.unsigned(4), "Pages", "Pages > 4.5", false),
            (.signed(-4), "Delta", "Delta > -4.5", true), (.signed(-5), "Delta", "Delta < -4.5", true),
            (.signed(.min), "Delta", "Delta = -9.223372036854775808e18", true),
            (.signed(.min), "Delta", "Delta < -9223372036854775807", true),
            (.real(0.1), "Weight", "Weight = 0.1", true),
        ])
    func mixed(_ value: Value, _ property: String, _ condition: String, _ expected: Bool) throws {
        #expect(try Shelf.passes(value, of: property, condition, .cql) == expected)
    }

    @Test(
        "what no property can be is beyond them all",
        arguments: [
            (Value.unsigned(.max), "Pages", "Pages = 99999999999999999999", false),
            (.unsigned(.max), "Pages", "Pages < 99999999999999999999999999999999999999999999", true),
            (.unsigned(.max), "Pages", "Pages > -99999999999999999999999999999999999999999999", true),
            (.unsigned(.max), "Pages", "Pages = 0xFFFFFFFFFFFFFFFF", true),
            (.unsigned(.max), "Pages", "Pages = 0x10000000000000000", false),
            (.unsigned(.max), "Pages", "Pages = '18446744073709551615'", true),
            (.real(.nan), "Weight", "Weight <> 1", false), (.real(.nan), "Weight", "NOT Weight = 1.5", false),
            (.real(.infinity), "Weight", "Weight > 99999999999999999999", true),
            (.real(-.infinity), "Weight", "Weight < 5", true), (.real(.infinity), "Weight", "Weight > 1e308", true),
        ])
    func beyond(_ value: Value, _ property: String, _ condition: String, _ expected: Bool) throws {
        #expect(try Shelf.passes(value, of: property, condition, .wql) == expected)
    }

    @Test("two properties are compared exactly too")
    func properties() throws {
        let bound = try Shelf.bind("SELECT * FROM CIM_Book WHERE Pages = Weight")
        func matches(_ pages: UInt64) -> Bool {
            bound.matches(Shelf.row(["Pages": .unsigned(pages), "Weight": .real(9_007_199_254_740_992)]))
        }
        #expect(matches(9_007_199_254_740_992) && !matches(9_007_199_254_740_993))
    }
}
