// SPDX-License-Identifier: Apache-2.0

/// One word of a query, and where it stands.
struct QueryWord: Hashable {
    enum Kind: Hashable {
        /// A name or a keyword.
        case name(String)
        /// What stands between quotes, doubled quotes escaped by a backslash like others.
        case quoted(String)
        case integer(Int128)
        case real(Double)
        /// Punctuation and comparisons.
        case sign(String)
        case end
    }

    let kind: Kind
    /// Which character of the text it begins with, from 1.
    let position: Int

    /// What a person sees of it.
    var shown: String {
        switch kind {
        case .name(let name): "\"\(name.prefix(60))\""
        case .quoted(let text): "the text '\(text.prefix(60))'"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .sign(let sign): "\"\(sign)\""
        case .end: "its end"
        }
    }
}
