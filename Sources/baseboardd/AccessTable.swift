// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What every action on every class takes, as text for the administrator.
enum AccessTable {
    /// One row a class, and one more for each method; what the rules changed has a star.
    static func text(_ policy: AccessPolicy, _ schemas: [ResourceSchema]) -> String {
        var rows = [["CLASS"] + ResourceAction.operations.map { $0.description.uppercased() } + ["METHODS"]]
        for schema in schemas.sorted(by: { $0.className < $1.className }) {
            let access = policy.access(to: schema)
            let table = AccessPolicy().access(to: schema)
            func cell(_ action: ResourceAction) -> String {
                guard let role = access[action] else { return "-" }
                return "\(role)\(role == table[action] ? "" : "*")"
            }
            let methods = schema.methods.map { "\($0.name) \(cell(.invoke($0.name)))" }
            let operations = ResourceAction.operations.map(cell)
            rows.append([schema.className] + operations + [methods.first ?? "-"])
            rows += methods.dropFirst().map { [""] + operations.map { _ in "" } + [$0] }
        }
        let last = rows[0].count - 1
        let widths = (0..<last).map { column in rows.map { $0[column].utf8.count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width + 2 - cell.utf8.count)
            }.joined() + row[last]
        }
        return (lines + ["", note]).joined(separator: "\n") + "\n"
    }

    private static let note = """
        Each action takes the role shown or more; nobody closes it to all. - is what a class does not have.
        * is narrowed by Require= in the section [access] of the configuration.
        A base class shows of the classes that extend it those that the caller may use.
        """
}
