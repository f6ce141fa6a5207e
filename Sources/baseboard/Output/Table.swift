// SPDX-License-Identifier: Apache-2.0

/// Aligned columns that fit a terminal.
///
/// Long texts lose their middle, for both ends of an identifier tell it apart; numbers and states are never cut;
/// columns that still do not fit go, from the right.
struct Table {
    struct Column {
        var title: String
        /// What to call the column where room is dear and the title wider than all that stands below it.
        var shortTitle: String?
        /// Whether the cells are coloured by the state they tell.
        var isState = false
        /// How narrow its texts may become, where the terminal is three times as wide.
        var least = Table.narrowest
    }

    /// How narrow a text column may become.
    static let narrowest = 14
    /// How narrow the column may become that says what a row is about.
    static let identity = 24
    /// How narrow a name beside that may become.
    static let name = 18
    private static let gap = 2

    private let columns: [Column]
    private let widths: [Int]
    private let isNumeric: [Bool]
    private let terminal: Terminal

    /// Lays out columns by the rows at hand; rows that come later keep to that layout.
    init(_ columns: [Column], layout rows: [[String]], terminal: Terminal) {
        var columns = columns
        var widths = columns.map { _ in 0 }
        var isNumeric = columns.map { _ in false }
        for index in columns.indices {
            var numbers = 0
            var others = 0
            for row in rows where row.indices.contains(index) {
                let cell = terminal.shown(row[index])
                widths[index] = max(widths[index], cell.count)
                if cell == Self.none { continue }
                if Self.isNumber(cell) { numbers += 1 } else { others += 1 }
            }
            isNumeric[index] = numbers > 0 && others == 0
        }
        let titled = columns.indices.map { max(widths[$0], columns[$0].title.count) }
        let isShort = terminal.width.map { Self.total(titled[...]) > $0 } ?? false
        for index in columns.indices {
            if isShort, let short = columns[index].shortTitle, columns[index].title.count > widths[index] {
                columns[index].title = short
            }
            widths[index] = max(widths[index], columns[index].title.count)
        }
        var shown = columns.count
        if let width = terminal.width {
            // Columns that cannot stay go first, so that the others have their room.
            let isRigid = columns.indices.map { isNumeric[$0] || columns[$0].isState }
            let least = widths.indices.map { index in
                if isRigid[index] { return widths[index] }
                let narrowest = max(Self.narrowest, min(columns[index].least, width / 3))
                return min(widths[index], max(narrowest, columns[index].title.count), width)
            }
            while shown > 1, Self.total(least[..<shown]) > width { shown -= 1 }
            Self.fit(&widths, first: shown, least: least, into: width)
        }
        self.columns = Array(columns.prefix(shown))
        self.widths = Array(widths.prefix(shown))
        self.isNumeric = Array(isNumeric.prefix(shown))
        self.terminal = terminal
    }

    /// What stands where there is no value.
    static let none = "-"

    /// The line of titles.
    var header: String { line(columns.map(\.title), isHeader: true) }

    /// One row as a line.
    func line(_ cells: [String]) -> String { line(cells, isHeader: false) }

    private func line(_ cells: [String], isHeader: Bool) -> String {
        var line = ""
        for index in columns.indices {
            let cell = cells.indices.contains(index) ? terminal.shown(cells[index]) : Self.none
            let text = terminal.width == nil ? cell : shortened(cell, to: widths[index])
            let padding = String(repeating: " ", count: max(0, widths[index] - text.count))
            var painted = text
            if !isHeader, columns[index].isState, terminal.hasColour, let colour = Severity(ofState: cell).colour {
                painted = colour + text + "\u{1b}[0m"
            }
            if index > 0 { line += String(repeating: " ", count: Self.gap) }
            if isNumeric[index] {
                line += padding + painted
            } else {
                line += index == columns.count - 1 ? painted : painted + padding
            }
        }
        return line
    }

    /// Takes from the widest text column until the first columns fit or nothing is left to take.
    private static func fit(_ widths: inout [Int], first shown: Int, least: [Int], into width: Int) {
        while total(widths[..<shown]) > width {
            let candidates = (0..<shown).filter { widths[$0] > least[$0] }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    private static func total(_ widths: ArraySlice<Int>) -> Int {
        widths.reduce(0, +) + gap * max(0, widths.count - 1)
    }

    private func shortened(_ text: String, to width: Int) -> String {
        guard text.count > width else { return text }
        guard width > 1 else { return String(text.prefix(max(0, width))) }
        let tail = (width - 1) / 2
        return text.prefix(width - 1 - tail) + (terminal.hasUnicode ? "…" : "~") + text.suffix(tail)
    }

    /// Whether a cell reads as a number, a unit behind it allowed.
    private static func isNumber(_ cell: String) -> Bool {
        let parts = cell.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count <= 2, let number = parts.first else { return false }
        return Double(number) != nil && number.first.map { $0.isNumber || $0 == "-" } == true
    }
}
