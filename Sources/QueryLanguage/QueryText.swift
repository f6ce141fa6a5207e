// SPDX-License-Identifier: Apache-2.0

/// What the backslashes of a text between quotes mean.
enum QueryText {
    /// The text that is meant.
    ///
    /// In both languages a backslash stands before itself and before quotes. CQL has more (DSP0202's strings are MOF's:
    /// `\n` and others by letter, `\u` by four hexadecimal digits). Before anything else it stands for itself: people
    /// write Windows' paths, and `\.` and `\%` in patterns.
    static func meaning(of written: String, _ dialect: QueryDialect) -> String {
        guard written.utf8.contains(UInt8(ascii: "\\")) else { return written }
        var meaning = String.UnicodeScalarView()
        var rest = written.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let escaped = rest.first else {
                meaning.append(scalar)
                continue
            }
            if escaped == "\\" || escaped == "'" || escaped == "\"" {
                meaning.append(escaped)
                rest.removeFirst()
            } else if dialect == .cql, let control = controls[escaped] {
                meaning.append(control)
                rest.removeFirst()
            } else if dialect == .cql, escaped == "u", let named = hexadecimal(rest.dropFirst().prefix(4)) {
                meaning.append(named)
                rest.removeFirst(5)
            } else {
                meaning.append(scalar)
            }
        }
        return String(meaning)
    }

    private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
        "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r",
    ]

    private static func hexadecimal(_ digits: Substring.UnicodeScalarView) -> Unicode.Scalar? {
        guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        return UInt32(Substring(digits), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
