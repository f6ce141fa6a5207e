// SPDX-License-Identifier: Apache-2.0

extension Syntax<Int> {
    /// A count, in decimal digits.
    static func count(_ range: ClosedRange<Int>) -> Syntax {
        Syntax(
            allowed: "a number from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in digits(text).flatMap { range.contains($0) ? $0 : nil } },
            format: { "\($0)" })
    }

    /// A number of bytes; K, M and G stand for 1024, 1024² and 1024³.
    static func bytes(_ range: ClosedRange<Int>) -> Syntax {
        Syntax(
            allowed: "bytes from \(bytesText(range.lowerBound)) to \(bytesText(range.upperBound)), such as 512K or 1M",
            parse: { text in
                let unit = bytesUnits.first { text.uppercased().hasSuffix($0.suffix) }
                guard let number = digits(text.dropLast(unit == nil ? 0 : 1)) else { return nil }
                let (bytes, overflow) = number.multipliedReportingOverflow(by: unit?.factor ?? 1)
                return !overflow && range.contains(bytes) ? bytes : nil
            },
            format: bytesText)
    }

    private static let bytesUnits: [(suffix: String, factor: Int)] = [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]

    @Sendable private static func bytesText(_ bytes: Int) -> String {
        guard bytes > 0, let unit = bytesUnits.first(where: { bytes.isMultiple(of: $0.factor) }) else {
            return "\(bytes)"
        }
        return "\(bytes / unit.factor)\(unit.suffix)"
    }
}

/// Reads decimal digits and nothing else: no sign, no blank.
func digits(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
}
