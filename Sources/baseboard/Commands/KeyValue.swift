// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `Name=Value` on the command line.
struct KeyValue: ExpressibleByArgument, Equatable {
    let name: String
    let value: String

    /// Splits at the first `=`; the name must be one that an XML element can have.
    init?(argument: String) {
        guard let separator = argument.firstIndex(of: "=") else { return nil }
        let name = argument[..<separator]
        guard Self.isName(name) else { return nil }
        self.name = String(name)
        value = String(argument[argument.index(after: separator)...])
    }

    /// Whether the text can be the name of a property, a parameter or a method.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-.".unicodeScalars.contains($0)
        }
    }
}
