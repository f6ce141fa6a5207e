// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// A book, the part of a class that needs no hardware.
struct Book {
    let id: PartID
    var title: String
    var pages: UInt64
    /// Read by a facet of its own.
    var isLent: Bool?
}

extension Facets {
    static let lending = Facets(rawValue: 1)
}

/// Books that can be renamed, added and lost.
final class Shelf: PartSource {
    private(set) var books: [Book]
    private(set) var generation: UInt64 = 1
    /// How often books were looked up, by what was read of them.
    private(set) var reads: [Facets] = []

    init(_ titles: [String] = ["Emma", "Ulysses"]) {
        books = titles.map { Book(id: PartID($0.lowercased()), title: $0, pages: 300) }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { books.map(\.id) }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Book? {
        reads.append(facets)
        guard var book = books.first(where: { $0.id == id }) else { return nil }
        if facets.contains(.lending) { book.isLent = id.text == "emma" }
        return book
    }

    func rename(_ id: PartID, _ title: String) {
        for index in books.indices where books[index].id == id { books[index].title = title }
    }

    func add(_ title: String) {
        books.append(Book(id: PartID(title.lowercased()), title: title, pages: 100))
        generation += 1
    }
}

let library = ScopingSystem(name: "library")

/// The class of books, one that keeps every promise.
func bookClass(_ shelf: Shelf, only isIncluded: ((PartID) -> Bool)? = nil) -> Table {
    Table(
        "XX_Book", of: shelf, displayName: "Books", summary: ["Title"],
        columns: [
            .fixedKey("SystemName", library.name, "The library."),
            .key("BookID", "The book.", value: \.id),
            .property("Title", .string, isWritable: true, "What it is called.") { .string($0.title) },
            .property("Pages", .uint16, "How many pages it has.") { .unsigned($0.pages) },
            .property("IsLent", .boolean, reads: .lending, "Whether somebody has it.") { Value($0.isLent) },
            .property(
                "Binding", .uint8, values: [NamedValue(1, "Hard"), NamedValue(2, "Soft")], "How it is bound."
            ) { _ in .unsigned(1) },
        ],
        methods: [
            Method(
                MethodSchema(
                    "Lend", returnValues: [NamedValue(0, "Lent")], role: .operator, "Gives it to somebody.")
            ) { _, _, _, _ throws(ProviderError) in MethodResult(returnValue: 0) }
        ],
        write: { shelf, id, changes, _ throws(ProviderError) in
            for change in changes where change.name != "Title" {
                throw .invalidValue(property: change.name, reason: "it is not the title.")
            }
            for change in changes { shelf.rename(id, change.value.stringValue ?? "") }
        },
        where: isIncluded, "A book on a shelf.")
}

/// Which book stands beside which.
func neighbourClass(_ shelf: Shelf) -> Association {
    func reference(_ id: PartID) -> Reference {
        Reference(
            ResourceURI(ofClass: "XX_Book"), [Selector("SystemName", library.name), Selector("BookID", id.text)])
    }
    return Association(
        "XX_Neighbour", displayName: "Neighbours", first: AssociationRole("Left", "XX_Book", "The one on the left."),
        second: AssociationRole("Right", "XX_Book", "The one on the right."), "Two books side by side.",
        generation: { shelf.generation }
    ) { () throws(ProviderError) in
        zip(shelf.books, shelf.books.dropFirst()).map { Link(reference($0.id), reference($1.id)) }
    }
}

/// Some classes as a provider.
struct Shelves: Provider {
    var resourceClasses: [any ResourceClass]
    var rescanning: () -> Void = {}

    func rescan() async { rescanning() }
}
