// SPDX-License-Identifier: Apache-2.0

/// Comparisons of protocol text, which is ASCII and mostly without case.
enum ASCII {
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    static func equalsIgnoringCase(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { lowercased($0) == lowercased($1) }
    }

    static func equalsIgnoringCase(_ left: String, _ right: StaticString) -> Bool {
        let count = right.utf8CodeUnitCount
        guard left.utf8.count == count else { return false }
        var position = right.utf8Start
        for byte in left.utf8 {
            if lowercased(byte) != lowercased(position.pointee) { return false }
            position += 1
        }
        return true
    }

    static func hasPrefixIgnoringCase(_ text: String, _ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard text.utf8.count >= count else { return false }
        return equalsIgnoringCase(text.utf8.prefix(count), UnsafeBufferPointer(start: prefix.utf8Start, count: count))
    }
}
