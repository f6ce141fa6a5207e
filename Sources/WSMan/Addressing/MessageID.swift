// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
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

    /// The name of a delivery: made of the subscription and the place of its last event, so that a delivery that has to be
    /// repeated after a crash is known by its name.
    public init(subscription: String, position: EventPosition) {
        var high: UInt64 = 0xCBF2_9CE4_8422_2325
        var low: UInt64 = 0x8422_2325_CBF2_9CE4
        // Two sums of FNV-1a with different starts; nobody gains by finding two deliveries of one name.
        for byte in "\(subscription)#\(position)".utf8 {
            high = (high ^ UInt64(byte)) &* 0x100_0000_01B3
            low = (low ^ UInt64(byte ^ 0x5A)) &* 0x100_0000_01B3
        }
        self.init(high: Self.mix(high), low: Self.mix(low))
    }

    /// Spreads each bit over all (the finalizer of SplitMix64).
    private static func mix(_ word: UInt64) -> UInt64 {
        var word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// The name's text.
    public var text: String {
        var writer = XMLWriter(capacity: 48)
        write(to: &writer)
        return writer.string
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
