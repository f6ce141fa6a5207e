// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// Which parts are asked for: those in which every word occurs, letter case ignored.
struct InventorySearch {
    private let words: [[UInt8]]

    /// A search for these words; blanks make no words.
    init(_ words: [String] = []) {
        self.words = words.map { Array($0.lowercased().utf8) }.filter { !$0.isEmpty }
    }

    /// Whether every part is asked for.
    var isEmpty: Bool { words.isEmpty }

    /// Whether each word occurs in the class's name or in some property's value, as it came or as it is shown.
    func matches(_ instance: Instance) -> Bool {
        guard !isEmpty else { return true }
        var missing = words
        func look(in text: String) {
            let bytes = Array(text.lowercased().utf8)
            missing.removeAll { Self.occurs($0, in: bytes) }
        }
        look(in: instance.className)
        for property in instance.properties where !property.isNull {
            if missing.isEmpty { return true }
            let shown = ClassDisplay.text(of: property, in: instance)
            look(in: shown)
            let came = property.display
            if came != shown { look(in: came) }
        }
        return missing.isEmpty
    }

    private static func occurs(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard text.count >= word.count, let first = word.first else { return false }
        for start in 0...(text.count - word.count) where text[start] == first {
            if text[start..<start + word.count].elementsEqual(word) { return true }
        }
        return false
    }
}
