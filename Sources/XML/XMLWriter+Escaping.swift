// SPDX-License-Identifier: Apache-2.0

extension XMLWriter {
    /// Appends element content: markup characters escaped, characters XML 1.0 forbids replaced by U+FFFD.
    public mutating func text(_ string: String) {
        var string = string
        string.withUTF8 { escape($0, inAttribute: false) }
    }

    /// Appends an attribute value, to stand between double quotes: as text, and white space kept from normalization.
    public mutating func attribute(_ string: String) {
        var string = string
        string.withUTF8 { escape($0, inAttribute: true) }
    }

    private mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>, inAttribute: Bool) {
        let raw = UnsafeRawBufferPointer(bytes)
        var start = 0
        var position = 0
        while position < raw.count {
            if raw.count &- position >= 8 {
                let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if Self.isPlain(word) {
                    position &+= 8
                    continue
                }
            }
            let end = min(position &+ 8, raw.count)
            while position < end {
                let byte = raw[position]
                var length = 1
                if let replacement = Self.replacement(for: byte, inAttribute: inAttribute) {
                    append(UnsafeRawBufferPointer(rebasing: raw[start..<position]))
                    self.raw(replacement)
                    start = position &+ 1
                } else if byte == 0xef, Self.isNoncharacter(raw, at: position) {
                    append(UnsafeRawBufferPointer(rebasing: raw[start..<position]))
                    self.raw("\u{fffd}")
                    length = 3
                    start = position &+ 3
                }
                position &+= length
            }
        }
        append(UnsafeRawBufferPointer(rebasing: raw[start...]))
    }

    /// Whether eight bytes are all ASCII and none is a control character, `"`, `&`, `<` or `>`.
    ///
    /// Where none of them has its high bit set, subtracting 1 sets it only in bytes that were 0, or above such a byte.
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones &* 0x80
        let quoteOrAmpersand = (word | ones &* 0x04) ^ ones &* 0x26
        let lessOrGreater = (word | ones &* 0x02) ^ ones &* 0x3e
        let suspects = word | (word &- ones &* 0x20) | (quoteOrAmpersand &- ones) | (lessOrGreater &- ones)
        return suspects & highBits == 0
    }

    private static func replacement(for byte: UInt8, inAttribute: Bool) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case 0x0d: "&#xD;"  // Bare, a reader would make a line feed of it.
        case UInt8(ascii: "\"") where inAttribute: "&quot;"
        case 0x09: inAttribute ? "&#x9;" : nil
        case 0x0a: inAttribute ? "&#xA;" : nil
        case 0x00..<0x20: "\u{fffd}"
        default: nil
        }
    }

    /// Whether U+FFFE or U+FFFF, which XML 1.0 forbids, stands at an index.
    private static func isNoncharacter(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
        bytes.count &- index >= 3 && bytes[index &+ 1] == 0xbf && bytes[index &+ 2] >= 0xbe
    }
}
