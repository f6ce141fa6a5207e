// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct ConformanceTests {
    private func violations(_ classes: any ResourceClass...) async -> [String] {
        await Conformance.violations(of: Shelves(resourceClasses: classes))
    }

    @Test func `a provider that keeps its promises violates none`() async {
        let shelf = Shelf(["Emma", "Ulysses", "Middlemarch"])
        #expect(await violations(bookClass(shelf), neighbourClass(shelf)) == [])
        #expect(await violations(bookClass(Shelf([])), neighbourClass(Shelf([]))) == [])
        #expect(await violations(bookClass(Shelf(["Emma"])), neighbourClass(Shelf(["Emma"]))) == [])
    }

    // MARK: 1

    @Test func `a class may not be declared twice`() async {
        let shelf = Shelf()
        #expect(await violations(bookClass(shelf), bookClass(shelf)) == ["XX_Book is declared twice"])
    }

    @Test func `a declaration must be complete`() async {
        let schema = ResourceSchema(
            "XX_Book", displayName: "", summary: ["Titel"],
            properties: [
                PropertySchema("pages", .uint16, ""),
                PropertySchema("Binding", .uint8, values: [NamedValue(1, "Hard"), NamedValue(1, "Soft")], "Binding."),
            ],
            methods: [MethodSchema("lend", returnValues: [NamedValue(1, "Not lent")], role: .operator, "")], "")
        var broken = BrokenClass(Shelf([]), schema: schema)
        broken.onRead = { _, _, _ throws(ProviderError) in throw .notFound }
        broken.onInvoke = { _, _ throws(ProviderError) in throw .notFound }
        #expect(
            await violations(broken)
                == [
                    "the display name has 0 words (CR 2.8.b)", "the class has no documentation", "the class has no key",
                    "the summary names Titel, which is no property", "Binding names a number twice",
                    "pages has no documentation", "pages is not in MOF spelling", "lend has no documentation",
                    "lend is not in MOF spelling", "lend names no return value for success",
                ].map { "XX_Book: \($0)" })
    }

    @Test func `a key may not be writable`() async {
        let schema = ResourceSchema(
            "XX_Book", displayName: "Books",
            properties: [PropertySchema("BookID", .string, isKey: true, isWritable: true, "The book.")], "A book.")
        #expect(
            await violations(BrokenClass(Shelf([]), schema: schema)).contains("XX_Book: BookID is a key and writable"))
    }

    // MARK: 2

    @Test func `two parts may not have one identifier`() async {
        var broken = BrokenClass(Shelf())
        broken.onParts = { $0 + $0.prefix(1) }
        #expect(await violations(broken) == ["XX_Book: two parts have one identifier"])
    }

    @Test func `the order of parts must be stable`() async {
        var broken = BrokenClass(Shelf())
        var calls = 0
        broken.onParts = { parts in
            calls += 1
            return calls == 1 ? parts : parts.reversed()
        }
        #expect(await violations(broken) == ["XX_Book: the order of parts is not stable"])
    }

    @Test func `the generation may not grow by itself`() async {
        var broken = BrokenClass(Shelf())
        var count: UInt64 = 0
        broken.onGeneration = { _ in
            count += 1
            return count
        }
        #expect(await violations(broken) == ["XX_Book: the generation changed while the parts did not"])
    }

    @Test func `the generation may not fall with a rescan`() async {
        var generation: UInt64 = 7
        var broken = BrokenClass(Shelf())
        broken.onGeneration = { _ in generation }
        let provider = Shelves(resourceClasses: [broken]) { generation = 6 }
        #expect(await Conformance.violations(of: provider) == ["XX_Book: a rescan lowered the generation"])
    }

    @Test func `the generation must grow when parts come`() async {
        let shelf = Shelf()
        var broken = BrokenClass(shelf)
        broken.onGeneration = { _ in 1 }
        let provider = Shelves(resourceClasses: [broken, bookClass(shelf)]) { shelf.add("Dubliners") }
        #expect(
            await Conformance.violations(of: provider) == [
                "XX_Book is declared twice", "XX_Book: a rescan changed the parts and not the generation",
            ])
    }

    // MARK: 3

    @Test func `a part must be found by its keys`() async {
        var broken = BrokenClass(Shelf())
        broken.onFind = { keys, found in keys.allSatisfy { $0 != nil } ? nil : found }
        #expect(
            await violations(broken) == [
                "XX_Book: emma is not found by its keys", "XX_Book: ulysses is not found by its keys",
            ])
    }

    @Test func `a part may not be found by a wrong key`() async {
        var broken = BrokenClass(Shelf(["Emma"]))
        broken.onFind = { keys, found in found ?? (keys[1] == .text("emma") ? PartID("emma") : nil) }
        #expect(
            await violations(broken) == [
                "XX_Book: emma is found by a wrong SystemName", "XX_Book: emma is found by a wrong SystemName",
            ])
    }

    @Test func `a part that is found without a key must be that part`() async {
        var broken = BrokenClass(Shelf())
        broken.onFind = { keys, found in keys[0] == nil ? nil : found }
        #expect(
            await violations(broken)
                == ["emma", "ulysses"].map {
                    "XX_Book: \($0) is not found without SystemName, nor is SystemName asked for"
                })
    }

    @Test func `a missing key must be the one that is asked for`() async {
        var broken = BrokenClass(Shelf(["Emma"]))
        broken.onFind = { keys, found throws(ProviderError) in
            if keys[1] == nil { throw .insufficientSelectors(["SystemName"]) }
            return found
        }
        #expect(
            await violations(broken) == [
                #"XX_Book: emma: BookID is missing, ["SystemName"] asked for"#,
                "XX_Book: emma, the only part, is not found without selectors",
            ])
    }

    @Test func `the only part must be found without selectors`() async {
        var broken = BrokenClass(Shelf(["Emma"]))
        broken.onFind = { keys, found in keys.contains { $0 != nil } ? found : nil }
        #expect(await violations(broken) == ["XX_Book: emma, the only part, is not found without selectors"])
    }

    // MARK: 4

    @Test(arguments: [
        (Value.signed(3), "Pages", "is signed(3), which is no uint16"),
        (.unsigned(70_000), "Pages", "is 70000, beyond the range of its type"),
        (.unsigned(3), "Binding", "is 3, which has no name"),
        (.string("a\u{7}b"), "Title", "holds a character that XML forbids"),
        (.array([.string("a")]), "Title", "is an array and declared as a single value"),
        (.absent(.absent), "BookID", "is a key and absent"),
    ])
    func `a value must be of its property's type`(value: Value, name: String, complaint: String) async {
        var broken = BrokenClass(Shelf(["Emma"]))
        let position = broken.schema.position(of: name) ?? 0
        broken.onRead = { part, wanted, row throws(ProviderError) in
            guard part.text == "emma" else { throw .notFound }
            if wanted.contains(position) { row[position] = value }
        }
        #expect(await violations(broken).contains("XX_Book: emma: \(name) \(complaint)"))
    }

    // MARK: 5

    @Test func `a property read alone must be what it is among all`() async {
        var broken = BrokenClass(Shelf(["Emma"]))
        let (pages, title) = (broken.schema.position(of: "Pages") ?? 0, broken.schema.position(of: "Title") ?? 0)
        broken.onRead = { part, wanted, row throws(ProviderError) in
            guard part.text == "emma" else { throw .notFound }
            if wanted.contains(pages), !wanted.contains(title) { row[pages] = .absent(.absent) }
        }
        #expect(await violations(broken) == ["XX_Book: emma: Pages is another when it is read alone"])
    }

    @Test func `nothing may be read that is not wanted`() async {
        var broken = BrokenClass(Shelf(["Emma"]))
        let (pages, title) = (broken.schema.position(of: "Pages") ?? 0, broken.schema.position(of: "Title") ?? 0)
        broken.onRead = { part, wanted, row throws(ProviderError) in
            guard part.text == "emma" else { throw .notFound }
            if wanted.contains(pages) { row[title] = .string("Emma") }
        }
        #expect(await violations(broken) == ["XX_Book: emma: reading Pages reads Title"])
    }

    // MARK: 6

    @Test func `a part that is not there cannot be read`() async {
        var broken = BrokenClass(Shelf())
        broken.onRead = { _, _, _ in }
        #expect(await violations(broken) == ["XX_Book: reading a part that is not there succeeds"])
        broken.onRead = { part, _, _ throws(ProviderError) in
            if part.text == "no such part" { throw .internalFailure("broken") }
        }
        #expect(
            await violations(broken)
                == [#"XX_Book: reading a part that is not there throws internalFailure("broken")"#])
    }

    @Test func `a part that is not there cannot be written or called`() async {
        var broken = BrokenClass(Shelf())
        broken.onWrite = { changes, _ throws(ProviderError) in
            if changes.contains(where: { $0.name != "Title" }) { throw .unsupportedAction }
        }
        broken.onInvoke = { name, _ throws(ProviderError) in
            guard name == "Lend" else { throw .unsupportedAction }
            return MethodResult(returnValue: 0)
        }
        #expect(
            await violations(broken) == [
                "XX_Book: writing to a part that is not there succeeds",
                "XX_Book: calling Lend of a part that is not there succeeds",
            ])
    }

    // MARK: 7

    @Test func `what is not declared cannot be written or called`() async {
        var broken = BrokenClass(Shelf())
        broken.onWrite = { _, part throws(ProviderError) in if part.text == "no such part" { throw .notFound } }
        broken.onInvoke = { _, part throws(ProviderError) in
            if part.text == "no such part" { throw .notFound }
            return MethodResult(returnValue: 0)
        }
        #expect(
            await violations(broken) == [
                "XX_Book: a property that is not declared can be written",
                "XX_Book: a property that is not declared can be written",
                "XX_Book: calling a method that is not declared succeeds",
            ])
    }

    @Test func `a refused change may not change anything`() async {
        let shelf = Shelf(["Emma"])
        var broken = BrokenClass(shelf)
        broken.onWrite = { changes, part throws(ProviderError) in
            if part.text == "no such part" { throw .notFound }
            shelf.rename(part, "Persuasion")
            throw .invalidValue(property: "NoSuchProperty", reason: "unknown.")
        }
        #expect(await violations(broken) == ["XX_Book: a refused change changed Title"])
    }
}
