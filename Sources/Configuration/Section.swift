// SPDX-License-Identifier: Apache-2.0

/// A section of the file and the keys it may hold.
struct Section: Sendable {
    let name: String
    let documentation: String
    let keys: [Key]

    init(_ name: String, _ documentation: String, _ keys: [Key]) {
        self.name = name
        self.documentation = documentation
        self.keys = keys
    }
}
