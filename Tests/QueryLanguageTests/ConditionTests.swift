// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("WQL and CQL: what a condition lets pass")
struct ConditionTests {
    @Test(
        "comparisons",
        arguments: [
            ("Pages = 635", "w"), ("pages = '635'", "w"), ("635 = Pages", "w"), ("Pages <> 635", "l"),
            ("Pages != 635", "l"),
            ("Pages < 700", "w"), ("700 > Pages", "w"), ("Pages >= 635", "wl"), ("Pages > 635", "l"),
            ("Pages <= 634.5", ""),
            ("Pages = 18446744073709551615", "l"), ("Pages > 18446744073709551614", "l"),
            ("Pages < 18446744073709551616", "wl"),
            ("Pages = 0x27B", "w"), ("Pages = 6.35e2", "w"), ("Delta < 0", "wl"), ("Delta = -4", "w"),
            ("Delta = -9223372036854775808", "l"), ("Delta > - 5", "w"), ("Weight = 0.5", "w"), ("Weight = .5", "w"),
            ("Weight = 2", "l"),
            ("Weight > 0", "wl"), ("Weight = '2.0'", "l"), ("Lent = TRUE", "w"), ("Lent = false", "l"),
            ("Lent <> TRUE", "l"),
            ("Lent = 'true'", "w"), ("Lent = 1", "w"), ("Title = 'MOBY DICK; OR, THE WHALE'", "w"),
            ("Title > 'm'", "w"),
            ("Title < \"m\"", "l"), ("CIM_Book.Pages = 635", "w"), ("Pages=635AND Shelf=3", "w"),
            ("Printed < '20000101000000.000000+000'", "w"), ("Printed = '1851-10-18T02:00:00+02:00'", "w"),
            ("Loan = '00000000010000.000000:000'", "w"), ("Loan > '00000000020000.000000:000'", ""),
            ("Shelf = Shelf", "w"), ("Pages > Shelf", "w"), ("Title = Title", "wl"),
            ("__CLASS = 'cim_book'", "wle"), ("__CLASS = 'CIM_Fan'", ""), ("b.__CLASS <> 'CIM_Fan'", "wle"),
            ("Pages = NULL", "e"),
            ("Pages <> NULL", "wl"),
        ])
    func comparisons(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "nothing is true of what is absent, and nothing false",
        arguments: [
            ("Pages IS NULL", "e"), ("Pages IS NOT NULL", "wl"), ("NOT Pages IS NULL", "wl"), ("NOT Pages = 635", "l"),
            ("NOT (Pages = 635 OR Pages = 1)", "l"), ("Pages = 635 OR ISBN = '3'", "we"),
            ("NOT (Pages = 1 AND ISBN = '9')", "wle"),
            ("NOT (Pages = 1 AND ISBN = '3')", "wl"), ("not not Pages = 635", "w"), ("Tags IS NULL", "e"),
            ("Owner2 IS NULL", "!"),
        ])
    func absence(_ condition: String, _ expected: String) throws {
        if expected == "!" {
            #expect(throws: QueryError.self) { try Shelf.matching(condition) }
        } else {
            #expect(try Shelf.matching(condition) == expected)
        }
    }

    @Test(
        "AND binds closer than OR, NOT closer than AND, parentheses closest",
        arguments: [
            ("ISBN = '3' OR ISBN = '1' AND Pages = 1", "e"), ("(ISBN = '3' OR ISBN = '1') AND Pages = 635", "w"),
            ("NOT ISBN = '3' AND ISBN = '1'", "w"), ("NOT (ISBN = '3' AND ISBN = '1')", "wle"),
            ("((ISBN = '1'))", "w"), ("ISBN='1' or ISBN='2' or ISBN='3'", "wle"),
        ])
    func precedence(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "classes are told by ISA",
        arguments: [
            ("__this ISA 'CIM_Thing'", "wle"), ("CIM_Book ISA CIM_Book", "wle"),
            ("b ISA \"cim_managedelement\"", "wle"),
            ("B ISA CIM_Fan", ""), ("NOT b ISA CIM_Fan", "wle"),
        ])
    func isA(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition) == expected)
    }

    @Test(
        "what is embedded is told by its class, and that it is there",
        arguments: [
            ("Cover ISA CIM_Cover", "w"), ("b.cover ISA 'cim_leather'", "w"), ("Cover ISA CIM_Book", ""),
            // Of what is absent nothing is true, and nothing false.
            ("NOT Cover ISA CIM_Book", "w"), ("Cover IS NULL", "le"), ("CIM_Thing.Cover IS NOT NULL", "w"),
        ])
    func embedded(_ condition: String, _ expected: String) throws {
        #expect(try Shelf.matching(condition, .cql) == expected)
    }

    @Test(
        "what is embedded is no value to compare, nor to look into",
        arguments: ["Cover = 'x'", "Cover LIKE 'x'", "Cover.Color = 'blue'", "Cover = Title"])
    func embeddedIsOpaque(_ condition: String) {
        #expect(throws: QueryError.unsupported("objects within objects cannot be looked into")) {
            try Shelf.matching(condition)
        }
    }

    @Test(
        "the class may stand before a property, as may what FROM calls it and what it extends",
        arguments: [
            "CIM_Book.Pages = 635", "b.Pages = 635", "B.pages = 635", "CIM_Thing.Pages = 635",
            "CIM_Thing::Pages = 635", "b.CIM_ManagedElement::Pages = 635", "635 = b.Pages",
        ])
    func qualifiers(_ condition: String) throws {
        #expect(try Shelf.matching(condition, .cql) == "w")
    }
}
