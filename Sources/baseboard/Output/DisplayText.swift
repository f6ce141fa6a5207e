// SPDX-License-Identifier: Apache-2.0

/// Text from the wire made fit for a terminal: nothing in it can move the cursor or change how the rest reads.
enum DisplayText {
    /// The text on one line, control and bidirectional formatting characters replaced.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t", "\u{2028}", "\u{2029}": clean.append(" ")
            default: clean.append(isUnsafe(scalar) ? "\u{fffd}" : scalar)
            }
        }
        return String(clean)
    }

    /// Markup with such characters as references, line feeds and tabs kept.
    static func cleanMarkup(_ markup: String) -> String {
        guard markup.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" && $0 != "\t" }) else { return markup }
        var clean = ""
        for scalar in markup.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || !isUnsafe(scalar) {
                clean.unicodeScalars.append(scalar)
            } else {
                clean += "&#x\(String(scalar.value, radix: 16, uppercase: true));"
            }
        }
        return clean
    }

    /// Whether a character acts on the terminal, or on the characters around it, instead of being seen.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x7f...0x9f, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
