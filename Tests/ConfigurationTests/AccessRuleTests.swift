// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Configuration

/// The section `[access]`.
struct AccessRuleTests {
    private func read(_ texts: String...) -> ConfigurationReader {
        var reader = ConfigurationReader()
        for (number, text) in texts.enumerated() { reader.read(Array(text.utf8), file: "\(number + 1).conf") }
        return reader
    }

    private func errors(
        _ texts: String..., refusal: (Configuration.Access.Rule) -> String? = { _ in nil }
    ) -> [String] {
        var reader = ConfigurationReader()
        for (number, text) in texts.enumerated() { reader.read(Array(text.utf8), file: "\(number + 1).conf") }
        do throws(InvalidConfiguration) {
            _ = try reader.finish(refusal: refusal)
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    @Test func `a rule is a class, an action and a role, and rules accumulate`() throws {
        var reader = read(
            "[access]\nRequire=BB_DriveView get operator\nRequire = CIM_*\tput   Admin\n",
            "[access]\nRequire=* * nobody\n")
        #expect(
            try reader.finish().access.require == [
                Configuration.Access.Rule(classes: "BB_DriveView", action: "get", role: .operator),
                Configuration.Access.Rule(classes: "CIM_*", action: "put", role: .admin),
                Configuration.Access.Rule(classes: "*", action: "*", role: .nobody),
            ])
    }

    @Test(arguments: [
        ("CIM_Fan get", "expected CLASS ACTION ROLE, such as BB_DriveView get operator"),
        ("CIM_Fan get admin now", "expected CLASS ACTION ROLE, such as BB_DriveView get operator"),
        ("http://x/CIM_Fan get admin", "expected the name of a class, with at most one *, such as CIM_Fan or CIM_*"),
        ("C*M_* get admin", "expected the name of a class, with at most one *, such as CIM_Fan or CIM_*"),
        ("CIM_Fan get,put admin", "expected get, enumerate, put, the name of a method, or *"),
        ("CIM_Fan Set* admin", "expected get, enumerate, put, the name of a method, or *"),
        ("CIM_Fan get king", "the role is one of reader, operator, admin, nobody"),
        ("CIM_Fan get amdin", "unknown role; did you mean admin?"),
    ])
    func `what is no rule is refused with its line`(rule: String, message: String) {
        #expect(errors("[access]\nRequire=\(rule)\n") == ["1.conf:2: Require=\(rule): \(message)"])
    }

    @Test func `what others refuse stands with the file and line of each rule that is left`() {
        let found = errors(
            "[access]\nRequire=CIM_Old get admin\nRequire=\n\nRequire=CIM_A get admin\nRequire=CIM_A get\n",
            "[access]\nRequire=CIM_B get admin\nRequire=CIM_C get admin\n"
        ) { $0.classes == "CIM_A" ? nil : "there is no \($0.classes)" }
        #expect(
            found == [
                "1.conf:6: Require=CIM_A get: expected CLASS ACTION ROLE, such as BB_DriveView get operator",
                "2.conf:2: Require=CIM_B get admin: there is no CIM_B",
                "2.conf:3: Require=CIM_C get admin: there is no CIM_C",
            ])
    }

    @Test func `without rules nobody is asked`() {
        #expect(
            errors("[access]\nRequire=CIM_A get admin\nRequire=\n") { _ in
                Issue.record("asked")
                return nil
            }.isEmpty)
    }
}
