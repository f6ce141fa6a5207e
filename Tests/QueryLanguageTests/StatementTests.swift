// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

@Suite("WQL and CQL: the statement around the condition")
struct StatementTests {
    @Test("the class and the properties are found, whatever their letter case and their qualification")
    func statement() throws {
        let all = try SelectQuery("select * from CIM_Book", .wql)
        #expect(all.className == "CIM_Book" && all.projection == nil)
        let some = try SelectQuery("SELECT Title, b.pages,CIM_Book.ISBN\n FROM CIM_Book b WHERE b.Pages > 1", .cql)
        #expect(some.projection == ["Title", "pages", "ISBN"])
        let bound = try BoundQuery(some, Shelf.schema)
        let projected = try #require(bound.projected)
        let names = Shelf.schema.properties.indices.filter(projected.contains).map { Shelf.schema.properties[$0].name }
        #expect(names == ["ISBN", "Pages", "Title"])
        let read = Shelf.schema.properties.indices.filter(bound.read.contains).map { Shelf.schema.properties[$0].name }
        #expect(read == ["Pages"])
        #expect(try SelectQuery("SELECT CIM_Book.* FROM CIM_Book AS x", .cql).projection == nil)
        #expect(try BoundQuery(all, Shelf.schema).projected == nil)
    }

    @Test("keys that must equal a text are told for looking up, and no others")
    func keys() throws {
        func keys(_ condition: String) throws -> [Selector] {
            try BoundQuery(try SelectQuery("SELECT * FROM CIM_Book WHERE \(condition)", .cql), Shelf.schema).keys
        }
        #expect(try keys("ISBN = '7'") == [Selector("ISBN", "7")])
        #expect(try keys("'7' = isbn AND Pages > 3") == [Selector("ISBN", "7")])
        #expect(try keys("(CIM_Book.ISBN = '7') AND (Pages > 3 AND Lent = TRUE)") == [Selector("ISBN", "7")])
        #expect(try keys("ISBN = 'it\\'s'") == [Selector("ISBN", "it's")])
        #expect(try keys("ISBN = '7' AND isbn = '8'") == [Selector("ISBN", "7")])
        for other in [
            "ISBN <> '7'", "ISBN = '7' OR Pages = 1", "NOT ISBN = '7'", "Shelf = 3", "Title = 'x'", "ISBN LIKE '7'",
            "ISBN = Title", "ISBN IS NULL", "ISBN > '7'",
        ] {
            #expect(try keys(other).isEmpty, "\(other)")
        }
    }
}
