// SPDX-License-Identifier: Apache-2.0

extension XMLWriter {
    /// Appends a signed number in decimal.
    public mutating func integer(_ value: Int64) {
        if value < 0 { raw("-") }
        unsigned(value.magnitude)
    }

    /// Appends an unsigned number in decimal.
    public mutating func unsigned(_ value: UInt64) {
        var length = 1
        var rest = value / 10
        while rest > 0 {
            length &+= 1
            rest /= 10
        }
        reserve(length)
        var position = used &+ length
        rest = value
        repeat {
            position &-= 1
            let digit = UInt8(truncatingIfNeeded: rest % 10)
            storage.storeBytes(of: UInt8(ascii: "0") &+ digit, toByteOffset: position, as: UInt8.self)
            rest /= 10
        } while rest > 0
        used &+= length
    }

    /// Appends a number in the form of `xs:double`: the shortest that reads back the same, `INF`, `-INF` or `NaN`.
    public mutating func real(_ value: Double) {
        if value.isNaN {
            raw("NaN")
        } else if value.isInfinite {
            raw(value < 0 ? "-INF" : "INF")
        } else {
            raw(value.description)
        }
    }

    /// Appends `true` or `false`.
    public mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }
}
