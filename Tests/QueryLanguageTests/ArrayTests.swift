// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("Arrays: any element, every element, one element")
struct ArrayTests {
    @Test(
        "any element counts; for <> all; or one by its number",
        arguments: [
            ("Tags = 'sea'", "w"), ("Tags = 'SEA'", "w"), ("Tags = 'land'", ""), ("Tags <> 'land'", "wl"),
            ("Tags <> 'sea'", "l"), ("Tags[0] = 'sea'", "w"), ("Tags[1] = 'sea'", ""), ("Tags[9] = 'sea'", ""),
            ("Tags[9] IS NULL", "wle"), ("Prices > 8", "w"), ("Prices > 9", ""), ("Prices[1] = 9", "w"),
            ("Pages > Prices[0]", "w"), ("Pages > Prices", "w"), ("Shelf = Prices", ""), ("Tags IS NOT NULL", "wl"),
        ])
    func elements(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "ANY and EVERY say of how many elements",
        arguments: [
            ("ANY Tags = 'sea'", "w"), ("any b.Tags[*] <> 'sea'", "w"), ("EVERY Tags <> 'sea'", "l"),
            ("EVERY Tags LIKE '%a%'", "wl"), ("ANY Tags LIKE '%w%'", "w"), ("EVERY Tags[*] = 'sea'", "l"),
            ("EVERY Prices > 4", "w"), ("5 < ANY Prices", "w"), ("5 < EVERY Prices", ""), ("Prices[*] = 9", "w"),
            ("NOT ANY Tags = 'sea'", "l"), ("Shelf < EVERY Prices", "w"), ("Prices <> Shelf", "w"),
        ])
    func quantifiers(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "an absent element leaves open what the others do not decide",
        arguments: [
            ("Prices = 5", true), ("Prices = 6", false), ("NOT Prices = 6", false), ("Prices <> 6", false),
            ("NOT Prices <> 5", true), ("Prices[1] IS NULL", true), ("Prices[0] IS NULL", false),
        ])
    func absent(_ condition: String, _ expected: Bool) throws {
        let prices = Value.array([.unsigned(5), .absent(.absent)])
        #expect(try Shelf.passes(prices, of: "Prices", condition, .wql) == expected)
    }
}
