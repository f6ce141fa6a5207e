// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Where results go, and in which form.
struct Output {
    let format: OutputFormat
    let isPretty: Bool
    let terminal: Terminal
    private let sink: (String) -> Void

    init(format: OutputFormat, isPretty: Bool = false, terminal: Terminal, sink: @escaping (String) -> Void) {
        self.format = format
        self.isPretty = isPretty
        self.terminal = terminal
        self.sink = sink
    }

    /// Standard output.
    init(_ options: OutputOptions, environment: [String: String]) {
        self.init(
            format: options.format, isPretty: options.pretty, terminal: Terminal(environment: environment),
            sink: { StandardOutput.write($0) })
    }

    /// Writes text whose parts are clean already.
    func write(_ text: String) { sink(text) }

    /// Writes a line whose parts are clean already.
    func line(_ text: String = "") { sink(text + "\n") }

    /// Writes markup from the wire: as it is into a file, made harmless for a terminal.
    func markup(_ markup: String) {
        let shaped = isPretty ? IndentedXML.indent(markup) : markup
        line(terminal.isTerminal ? DisplayText.cleanMarkup(shaped) : shaped)
    }

    /// Writes values as one JSON array, a line each.
    func json(_ values: [JSONValue]) {
        line("[")
        for (index, value) in values.enumerated() {
            line("  " + value.text + (index < values.count - 1 ? "," : ""))
        }
        line("]")
    }

    /// Writes names and values below each other.
    func details(_ rows: [(String, String)], indent: String = "") {
        let width = rows.map(\.0.count).max() ?? 0
        for (name, value) in rows {
            line(indent + name + String(repeating: " ", count: width - name.count + 2) + terminal.shown(value))
        }
    }

    /// Writes a table of rows that are all at hand.
    func table(_ columns: [Table.Column], _ rows: [[String]], indent: String = "") {
        let inner = Terminal(
            width: terminal.width.map { max(1, $0 - indent.count) }, isTerminal: terminal.isTerminal,
            hasColour: terminal.hasColour, hasUnicode: terminal.hasUnicode)
        let table = Table(columns, layout: rows, terminal: inner)
        line(indent + table.header)
        for row in rows { line(indent + table.line(row)) }
    }
}

/// Standard output, which may end before we do: `baseboard inventory | head` is no error.
private enum StandardOutput {
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more; anything else, such as a full disk, is EX_IOERR.
            if count <= 0 { exit(errno == EPIPE ? 0 : 74) }
            rest = rest.dropFirst(count)
        }
    }
}
