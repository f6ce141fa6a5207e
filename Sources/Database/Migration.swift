// SPDX-License-Identifier: Apache-2.0

/// One step of the schema, from the version before it to its own.
///
/// A database is given all of them in a list that only ever grows at its end: the first makes version 1, the second
/// version 2. Each runs once per file, in a transaction that also records its name and version.
public struct Migration: Sendable {
    /// What tells this step from all others; recorded in the file, so it never changes.
    public let name: String
    /// The SQL statements of the step, one statement each.
    public let statements: [String]

    /// Makes a step of the schema.
    public init(_ name: String, _ statements: [String]) {
        self.name = name
        self.statements = statements
    }
}
