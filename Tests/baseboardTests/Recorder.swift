// SPDX-License-Identifier: Apache-2.0

@testable import baseboard

/// Takes what a command prints.
final class Recorder {
    private(set) var text = ""

    func output(_ format: OutputFormat, width: Int? = nil, isTerminal: Bool = false, isPretty: Bool = false) -> Output {
        Output(
            format: format, isPretty: isPretty,
            terminal: Terminal(width: width, isTerminal: isTerminal, hasColour: isTerminal),
            sink: { self.text += $0 })
    }
}
