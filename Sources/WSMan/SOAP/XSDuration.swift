// SPDX-License-Identifier: Apache-2.0

/// `xs:duration`, as far as timeouts need it.
public enum XSDuration {
    /// The nanoseconds of a duration such as `PT60.000S`; nil when it is none or is negative.
    ///
    /// A year counts 365 days and a month 30. What is beyond the range is the range's end: one client asks for more
    /// than a century (`spec/client-quirks.md`).
    public static func nanoseconds(_ text: String) -> UInt64? {
        var bytes = text.utf8[...]
        guard bytes.popFirst() == UInt8(ascii: "P"), !bytes.isEmpty else { return nil }
        var total: UInt64 = 0
        var inTime = false
        var order = 0
        while let first = bytes.first {
            if first == UInt8(ascii: "T") {
                guard !inTime, bytes.count > 1 else { return nil }
                inTime = true
                order = 0
                bytes.removeFirst()
                continue
            }
            guard let (whole, fraction) = number(&bytes), let designator = bytes.popFirst() else { return nil }
            let units = inTime ? Self.timeUnits : Self.dateUnits
            guard let index = units.indices.first(where: { units[$0].0 == designator && $0 >= order }) else {
                return nil
            }
            order = index + 1
            guard fraction == nil || designator == UInt8(ascii: "S") && inTime else { return nil }
            let seconds = whole.multipliedReportingOverflow(by: units[index].1)
            let part = seconds.partialValue.multipliedReportingOverflow(by: 1_000_000_000)
            let sum = total.addingReportingOverflow(part.partialValue)
            let exact = sum.partialValue.addingReportingOverflow(fraction ?? 0)
            total = seconds.overflow || part.overflow || sum.overflow || exact.overflow ? .max : exact.partialValue
        }
        return order == 0 ? nil : total
    }

    private static let dateUnits: [(UInt8, UInt64)] = [
        (UInt8(ascii: "Y"), 31_536_000), (UInt8(ascii: "M"), 2_592_000), (UInt8(ascii: "D"), 86_400),
    ]
    private static let timeUnits: [(UInt8, UInt64)] = [
        (UInt8(ascii: "H"), 3600), (UInt8(ascii: "M"), 60), (UInt8(ascii: "S"), 1),
    ]

    /// Digits, and nanoseconds after a point.
    private static func number(_ bytes: inout Substring.UTF8View) -> (whole: UInt64, fraction: UInt64?)? {
        var whole: UInt64 = 0
        var digits = 0
        while let digit = bytes.first, (48...57).contains(digit) {
            let grown = whole.multipliedReportingOverflow(by: 10)
            let added = grown.partialValue.addingReportingOverflow(UInt64(digit - 48))
            whole = grown.overflow || added.overflow ? .max : added.partialValue
            digits += 1
            bytes = bytes.dropFirst()
        }
        guard digits > 0 else { return nil }
        guard bytes.first == UInt8(ascii: ".") else { return (whole, nil) }
        bytes = bytes.dropFirst()
        var fraction: UInt64 = 0
        var scale: UInt64 = 100_000_000
        digits = 0
        while let digit = bytes.first, (48...57).contains(digit) {
            fraction += UInt64(digit - 48) * scale
            scale /= 10
            digits += 1
            bytes = bytes.dropFirst()
        }
        return digits > 0 ? (whole, fraction) : nil
    }

    /// A duration in whole seconds and, where there are any, milliseconds.
    public static func text(nanoseconds: UInt64) -> String {
        let seconds = nanoseconds / 1_000_000_000
        let milliseconds = nanoseconds / 1_000_000 % 1000
        guard milliseconds > 0 else { return "PT\(seconds)S" }
        let digits = String(milliseconds)
        return "PT\(seconds).\(String(repeating: "0", count: 3 - digits.utf8.count))\(digits)S"
    }
}
