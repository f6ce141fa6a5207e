// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

struct NearMatchTests {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1),
        ("abc", "acb", 1), ("sevrer", "server", 1), ("kitten", "sitting", 3),
    ])
    func `the distance counts insertions, deletions, replacements and swaps`(
        first: String, second: String, expected: Int
    ) {
        #expect(NearMatch.distance(first, second) == expected)
        #expect(NearMatch.distance(second, first) == expected)
    }

    @Test func `a name that resembles nothing has no near match`() {
        #expect(NearMatch.candidates(for: "Colour", among: ["Level", "Listen"]) == [])
        #expect(
            NearMatch.candidates(for: String(repeating: "x", count: 65), among: [String(repeating: "x", count: 64)])
                == [])
    }
}
