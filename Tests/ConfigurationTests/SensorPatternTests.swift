// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

struct SensorPatternTests {
    @Test(arguments: [
        ("Package id 0", "Package id 0", true), ("Package id 0", "package id 0", false),
        ("Package id ?", "Package id 1", true), ("Package id ?", "Package id 10", false),
        ("platform/coretemp.*", "platform/coretemp.1/temp2", true), ("*", "", true), ("*", "anything", true),
        ("*temp1", "platform/a/temp11/temp1", true), ("*temp1", "platform/a/temp10", false),
        ("a*b*c", "axxbxxbc", true), ("a*b*c", "axxcxxb", false), ("?", "", false), ("**", "x", true),
        ("[a]", "a", false), ("Größe ?", "Größe ä", true),
    ])
    func `a pattern means whole names`(pattern: String, name: String, isMeant: Bool) throws {
        #expect(try #require(SensorPattern(pattern)).matches(name) == isMeant)
    }

    @Test func `nothing and what is too long is no pattern`() {
        #expect(SensorPattern("") == nil && SensorPattern(String(repeating: "a", count: 257)) == nil)
        #expect(SensorPattern(String(repeating: "*", count: 256)) != nil)
    }

    @Test func `many stars take no longer than they must`() throws {
        let pattern = try #require(SensorPattern(String(repeating: "*a", count: 128)))
        #expect(!pattern.matches(String(repeating: "a", count: 100) + String(repeating: "b", count: 400)))
    }
}
