// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing

struct PartIndexTests {
    private var index = PartIndex<Int>()

    init() {
        index.update(to: 1) { add in
            add(PartID("b"), 1)
            add(PartID("a"), 2)
            add(PartID("b"), 3)
        }
    }

    @Test func `parts stay in the order in which they were added, the first of two with one identifier`() {
        #expect(index.ids.map(\.text) == ["b", "a"])
        #expect(index.all == [1, 2])
        #expect(index[PartID("a")] == 2 && index[PartID("c")] == nil)
        #expect(index.revision == 1)
    }

    @Test func `the same revision leaves everything as it is, another makes everything anew`() {
        var index = index
        index.update(to: 1) { _ in Issue.record("the inventory was looked at") }
        #expect(index.all == [1, 2])
        index.update(to: 2) { add in add(PartID("c"), 4) }
        #expect(index.ids.map(\.text) == ["c"] && index[PartID("b")] == nil && index.revision == 2)
    }

    @Test func `only a part that is there is replaced`() {
        var index = index
        index.replace(PartID("a"), by: 7)
        index.replace(PartID("c"), by: 8)
        #expect(index.all == [1, 7] && index[PartID("c")] == nil)
    }
}
