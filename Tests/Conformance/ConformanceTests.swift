// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("RULES.md: every rule has a test that lives, or a reason")
struct ConformanceTests {
    private struct Row {
        let rule: String
        let tests: [(suite: String, title: String)]
        let reason: String
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private static let rows: [Row] = {
        let text = (try? String(contentsOf: folder.appendingPathComponent("RULES.md"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 7, cells[1] != "Rule", !cells[1].hasPrefix("--") else { return nil }
            let tests = cells[4].components(separatedBy: "<br>").filter { !$0.isEmpty }.map { test in
                let parts = test.components(separatedBy: "`: ")
                return (String(parts[0].dropFirst()), parts.dropFirst().joined(separator: "`: "))
            }
            return Row(rule: cells[1], tests: tests, reason: cells[5])
        }
    }()

    /// The text of every test file, by the name of its suite.
    private static let suites: [String: String] = {
        // Fixtures hold whole machines, with links that lead in circles.
        let folders = try? FileManager.default.contentsOfDirectory(atPath: folder.deletingLastPathComponent().path)
        var suites: [String: String] = [:]
        for name in folders ?? [] where name.hasSuffix("Tests") {
            let directory = folder.deletingLastPathComponent().appendingPathComponent(name)
            let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift", let text = try? String(contentsOf: file, encoding: .utf8) else {
                    continue
                }
                suites[file.deletingPathExtension().lastPathComponent, default: ""] += text
            }
        }
        return suites
    }()

    @Test("the table is whole: 295 rules of DSP0226, 40 rows of the catalog, each once")
    func whole() {
        let rules = Self.rows.map(\.rule)
        #expect(rules.filter { !$0.hasPrefix("CR ") }.count == 295)
        #expect(rules.filter { $0.hasPrefix("CR ") }.count == 40)
        #expect(Set(rules).count == rules.count)
    }

    @Test("every row names tests, or gives a reason of more than a word")
    func explained() {
        for row in Self.rows where row.tests.isEmpty {
            #expect(row.reason.split(separator: " ").count >= 2 || row.reason == "Supported.", "\(row.rule)")
        }
    }

    @Test("every test that a row names is there, by its title")
    func alive() {
        for row in Self.rows {
            for (suite, title) in row.tests {
                let text = Self.suites[suite]
                #expect(text != nil, "\(row.rule): there is no \(suite).swift")
                let isThere = text.map { $0.contains("func `\(title)`") || $0.contains("\"\(title)\"") } ?? true
                #expect(isThere, "\(row.rule): \(suite) has no test \"\(title)\"")
            }
        }
    }
}
