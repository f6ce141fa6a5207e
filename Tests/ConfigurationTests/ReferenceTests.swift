// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Configuration

/// The table of keys, the struct it fills and the texts made of it.
struct ReferenceTests {
    static let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized

    @Test func `every property has one key of its name, in the section of its name`() {
        for section in Mirror(reflecting: Configuration()).children {
            let properties = Mirror(reflecting: section.value).children.compactMap { $0.label?.lowercased() }
            let keys = Configuration.sections.filter { $0.name == section.label }.flatMap(\.keys)
            #expect(keys.map { $0.name.lowercased() }.sorted() == properties.sorted(), "\(section.label ?? "")")
            #expect(!keys.isEmpty)
        }
        #expect(Configuration.sections.count == Mirror(reflecting: Configuration()).children.count)
    }

    @Test func `every ceiling names two keys of its section, and the defaults keep it`() {
        for ceiling in Configuration.ceilings {
            let keys = Configuration.sections.first { $0.name == ceiling.section }?.keys.map(\.name) ?? []
            #expect(keys.contains(ceiling.key) && keys.contains(ceiling.ceiling))
            #expect(!ceiling.isExceeded(Configuration()))
        }
    }

    @Test(arguments: Configuration.sections.flatMap { section in section.keys.map { (section.name, $0.name) } })
    func `a key takes the default that the reference shows`(section: String, name: String) throws {
        let key = try #require(Configuration.sections.first { $0.name == section }?.keys.first { $0.name == name })
        var configuration = Configuration()
        if key.isList { key.reset(&configuration) }
        for text in key.texts(Configuration()) { try key.assign(text, &configuration) }
        #expect(configuration == Configuration())
        #expect(!key.documentation.isEmpty)
    }

    @Test func `the reference parses, as it is and with every key taken in`() throws {
        let text = Configuration.referenceText()
        let active = text.split(separator: "\n").map { $0.hasPrefix("#") && !$0.hasPrefix("# ") ? $0.dropFirst() : $0 }
        for text in [text, active.joined(separator: "\n")] {
            var reader = ConfigurationReader()
            reader.read(Array(text.utf8), file: "reference")
            #expect(try reader.finish() == Configuration())
        }
        #expect(active.count { $0.contains("=") && !$0.hasPrefix("#") } > 40)
    }

    @Test func `no line of the reference is wider than a terminal`() {
        for line in Configuration.referenceText().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    /// To make the files anew: `BASEBOARD_WRITE_REFERENCE=1 swift test --filter ReferenceTests`.
    @Test(arguments: ["etc/baseboard/baseboard.conf", "packaging/man/baseboard.conf.5"])
    func `the installed file is the one that the table makes`(path: String) throws {
        let expected = path.hasPrefix("etc/") ? Configuration.referenceText() : Configuration.manualPage()
        let file = Self.root.appending(path: path)
        if ProcessInfo.processInfo.environment["BASEBOARD_WRITE_REFERENCE"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(expected.utf8).write(to: file)
        }
        let installed = try String(contentsOf: file, encoding: .utf8)
        #expect(
            installed == expected,
            "\(path) is not what the keys say: BASEBOARD_WRITE_REFERENCE=1 swift test --filter ReferenceTests")
    }
}
