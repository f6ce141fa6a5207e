// SPDX-License-Identifier: Apache-2.0

extension Int64 {
    /// The number an attribute holds, in decimal or with `0x` in hexadecimal.
    ///
    /// Space around it is allowed, anything else behind it is not; a number that does not fit gives `nil`.
    public init?(sysfs bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        while let first = rest.first, first <= 0x20 { rest.removeFirst() }
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        var radix: Int64 = 10
        if rest.count > 2, rest.first == UInt8(ascii: "0"), rest.dropFirst().first.map({ $0 | 0x20 }) == 0x78 {
            radix = 16
            rest = rest.dropFirst(2)
        }
        guard !rest.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in rest {
            let digit: Int64
            switch byte {
            case 0x30...0x39: digit = Int64(byte &- 0x30)
            case 0x41...0x46, 0x61...0x66: digit = Int64((byte | 0x20) &- 0x61 &+ 10)
            default: return nil
            }
            guard digit < radix else { return nil }
            // Built downwards: the least number has no positive twin.
            let (shifted, overflow) = value.multipliedReportingOverflow(by: radix)
            let (next, carried) = shifted.subtractingReportingOverflow(digit)
            guard !overflow, !carried else { return nil }
            value = next
        }
        if isNegative {
            self = value
        } else {
            let (positive, overflow) = Int64(0).subtractingReportingOverflow(value)
            guard !overflow else { return nil }
            self = positive
        }
    }

    /// The number in `text`, by the rules of `init(sysfs:)`.
    public init?(sysfs text: String) {
        var text = text
        let value = text.withUTF8 { Int64(sysfs: UnsafeRawBufferPointer($0)) }
        guard let value else { return nil }
        self = value
    }
}

extension String {
    /// The text an attribute holds, fit for XML: bytes that are not UTF-8 replaced, control characters dropped, trimmed.
    public init(sysfs bytes: some Sequence<UInt8>) {
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: scalars.append(" ")
            // C0, DEL, C1 and the non-characters XML 1.0 refuses.
            case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: break
            default: scalars.append(scalar)
            }
        }
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " }
        let end = scalars.lastIndex { !isSpace($0) }.map { scalars.index(after: $0) } ?? scalars.startIndex
        self.init(scalars[..<end].drop(while: isSpace))
    }
}
