// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What standard output is: whether a person looks at it, how wide it is, and whether it shows colours.
struct Terminal: Sendable, Equatable {
    /// The columns to fit in; nil where output is not a terminal's and may be as wide as it likes.
    let width: Int?
    /// Whether a terminal shows it, so that it must hold no control characters.
    let isTerminal: Bool
    /// Whether states are coloured.
    let hasColour: Bool
    /// Whether it shows more than ASCII, such as the characters that boxes are drawn with.
    let hasUnicode: Bool

    init(width: Int?, isTerminal: Bool, hasColour: Bool, hasUnicode: Bool = true) {
        self.width = width
        self.isTerminal = isTerminal
        self.hasColour = hasColour
        self.hasUnicode = hasUnicode
    }

    /// Looks at standard output and at COLUMNS, NO_COLOR, TERM and the locale.
    init(environment: [String: String]) {
        isTerminal = isatty(STDOUT_FILENO) == 1
        let columns = environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
        width = columns ?? (isTerminal ? Self.windowWidth() ?? 80 : nil)
        let refusesColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        hasColour = isTerminal && !refusesColour && environment["TERM"] != "dumb"
        hasUnicode = Self.isUnicode(environment)
    }

    /// Whether the locale's characters are UTF-8, by POSIX's rule of which variable counts.
    static func isUnicode(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let codeset = locale.split(separator: ".").last?.split(separator: "@").first ?? ""
        return codeset.lowercased().filter { $0 != "-" } == "utf8"
    }

    /// The text as the terminal can show it: degrees without their sign where there is only ASCII.
    func shown(_ text: String) -> String { hasUnicode ? text : Self.withoutDegrees(text) }

    /// `°C` as `C`.
    static func withoutDegrees(_ text: String) -> String { text.contains("°") ? text.replacing("°", with: "") : text }

    private static func windowWidth() -> Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
