// SPDX-License-Identifier: Apache-2.0

/// A text that others are compared with, with letter case or without.
struct FoldedText: Sendable, Hashable {
    /// In lower case where letter case does not count.
    private let text: String
    private let ignoresCase: Bool
    private let isASCII: Bool

    init(_ text: String, ignoresCase: Bool) {
        self.text = ignoresCase ? text.lowercased() : text
        self.ignoresCase = ignoresCase
        isASCII = self.text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// Whether another text is before this one, below 0, or after it, above 0.
    func order(of other: String) -> Int {
        guard ignoresCase else { return Self.order(other, text) }
        // Nearly all texts: nothing is allocated.
        guard isASCII, other.utf8.allSatisfy({ $0 < 0x80 }) else { return Self.order(other.lowercased(), text) }
        var own = text.utf8.makeIterator()
        for octet in other.utf8 {
            guard let right = own.next() else { return 1 }
            let left = Self.lowercase(octet)
            if left != right { return left < right ? -1 : 1 }
        }
        return own.next() == nil ? 0 : -1
    }

    private static func order(_ left: String, _ right: String) -> Int { left == right ? 0 : left < right ? -1 : 1 }

    static func lowercase(_ octet: UInt8) -> UInt8 { (65...90).contains(octet) ? octet | 0x20 : octet }
}
