// SPDX-License-Identifier: Apache-2.0

public import XML

/// A message's name, as `urn:uuid:…` (R5.4.6.4-1).
public struct MessageID: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    fileprivate init(high: UInt64, low: UInt64) {
        // Version 4, variant 1.
        self.high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        self.low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// Writes the name's text.
    public func write(to writer: inout XMLWriter) {
        writer.raw("urn:uuid:")
        withUnsafeTemporaryAllocation(byteCount: 36, alignment: 1) { buffer in
            let digits: StaticString = "0123456789abcdef"
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = nibble < 16 ? high : low
                let value = word >> UInt64(60 - (nibble & 15) * 4) & 15
                buffer[position] = digits.utf8Start[Int(value)]
                position += 1
            }
            writer.raw(bytes: UnsafeRawBufferPointer(buffer))
        }
    }
}

/// Makes message names that are never used twice (R5.4.6.4-2).
///
/// A random start for the process and a counter: asking the kernel for every message would cost more than writing it.
/// Nobody needs to be kept from guessing them.
public struct MessageIDGenerator {
    private let start: UInt64
    private var counter: UInt64

    /// A generator with a random start.
    public init() {
        start = .random(in: .min ... .max)
        counter = .random(in: .min ... .max)
    }

    /// A name that this generator has not made before.
    public mutating func next() -> MessageID {
        counter &+= 1
        // An odd factor permutes the counter, so names of consecutive messages do not look alike.
        let low = counter &* 0x9E37_79B9_7F4A_7C15
        return MessageID(high: start, low: low)
    }
}
