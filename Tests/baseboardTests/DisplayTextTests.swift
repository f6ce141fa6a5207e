// SPDX-License-Identifier: Apache-2.0

import Testing
import WSManClient

@testable import baseboard

struct DisplayTextTests {
    @Test(arguments: [
        ("plain é°C…", "plain é°C…"), ("a\u{1b}[2Jb", "a\u{fffd}[2Jb"), ("c1 \u{9b}31m", "c1 \u{fffd}31m"),
        ("two\nlines\tand", "two lines and"), ("rtl \u{202e}evil", "rtl \u{fffd}evil"),
        ("\u{7f}\u{0}", "\u{fffd}\u{fffd}"),
    ])
    func `nothing that acts on a terminal passes`(text: String, clean: String) {
        #expect(DisplayText.clean(text) == clean)
    }

    @Test func `markup keeps its lines and shows the rest as references`() {
        #expect(DisplayText.cleanMarkup("<a>\n\t\u{9b}2J</a>") == "<a>\n\t&#x9B;2J</a>")
    }

    @Test func `no output of an instance holds a control character`() {
        let nasty = Fixtures.fan("f\u{1b}]0;x\u{7}", name: "\u{9b}\u{202e}n\nm")
        for format in [OutputFormat.table, .json] {
            let recorder = Recorder()
            let output = recorder.output(format, width: 80, isTerminal: true)
            output.show(nasty)
            var listing = Listing(output)
            listing.add([.init(instance: nasty)])
            listing.finish()
            #expect(!recorder.text.isEmpty)
            #expect(!recorder.text.unicodeScalars.contains { $0 != "\n" && DisplayText.isUnsafe($0) })
        }
    }
}
