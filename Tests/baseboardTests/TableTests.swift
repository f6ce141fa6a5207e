// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import baseboard

struct TableTests {
    private let rows = [
        ["platform/nct6775.656/fan1", "1200 RPM", "Upper Critical"], ["platform/coretemp.0/temp1", "-", "Normal"],
    ]
    private let columns = [
        Table.Column(title: "DeviceID"), .init(title: "Reading"), .init(title: "State", isState: true),
    ]

    private func lines(width: Int?, hasColour: Bool = false) -> [String] {
        let table = Table(
            columns, layout: rows, terminal: Terminal(width: width, isTerminal: width != nil, hasColour: hasColour))
        return [table.header] + rows.map(table.line)
    }

    @Test func `texts align left, numbers right, and nothing trails`() {
        #expect(
            lines(width: nil) == [
                "DeviceID                    Reading  State",
                "platform/nct6775.656/fan1  1200 RPM  Upper Critical",
                "platform/coretemp.0/temp1         -  Normal",
            ])
    }

    @Test(arguments: 20...60)
    func `no line is wider than the terminal`(width: Int) {
        for line in lines(width: width) { #expect(line.count <= width) }
    }

    @Test func `long texts lose their middle, numbers stay whole`() {
        let lines = lines(width: 40)
        #expect(lines[1].hasPrefix("platfo"))
        #expect(lines[1].contains("…"))
        #expect(lines[1].contains("fan1  1200 RPM"))
    }

    @Test func `columns that do not fit go from the right`() {
        let lines = lines(width: 24)
        #expect(!lines[0].contains("State"))
        #expect(lines[1].contains("1200 RPM"))
    }

    @Test func `only states are coloured, and only where colour is wanted`() {
        #expect(!lines(width: 80).joined().contains("\u{1b}"))
        let coloured = lines(width: 80, hasColour: true)
        #expect(!coloured[0].contains("\u{1b}"))
        #expect(coloured[1].hasSuffix("\u{1b}[1;31mUpper Critical\u{1b}[0m"))
        #expect(coloured[2].hasSuffix("\u{1b}[32mNormal\u{1b}[0m"))
    }

    @Test(arguments: [
        ("Normal", Severity.good), ("Lower Non-Critical", .warning), ("Upper Critical", .critical),
        ("Fault", .critical),
        ("Unknown", .plain), ("2", .plain),
    ])
    func `severity follows the words of a state`(state: String, severity: Severity) {
        #expect(Severity(ofState: state) == severity)
    }

    @Test func `a row with fewer cells shows what it has`() {
        let table = Table(columns, layout: rows, terminal: Terminal(width: nil, isTerminal: false, hasColour: false))
        #expect(table.line(["x"]).hasPrefix("x "))
    }
}
