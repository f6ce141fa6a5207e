// SPDX-License-Identifier: Apache-2.0

extension Syntax<Duration> {
    /// A span of time as systemd writes it, such as `100ms`, `10s` or `1min 30s`; a bare number is seconds.
    static func duration(_ range: ClosedRange<Duration>) -> Syntax {
        Syntax(
            allowed:
                "a time from \(text(range.lowerBound)) to \(text(range.upperBound)), such as 100ms, 10s, 5min or 1h",
            parse: { text in milliseconds(text).map(Duration.milliseconds).flatMap { range.contains($0) ? $0 : nil } },
            format: text)
    }

    /// In milliseconds; the first name of a length is the one that is written.
    private static let units: [(name: String, milliseconds: Int)] = [
        ("h", 3_600_000), ("hr", 3_600_000), ("min", 60_000), ("m", 60_000), ("s", 1000), ("sec", 1000), ("", 1000),
        ("ms", 1),
    ]

    private static func milliseconds(_ text: String) -> Int? {
        var rest = Substring(text)
        var total = 0
        repeat {
            let number = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(number.count).drop { $0 == " " }
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count).drop { $0 == " " }
            guard let count = digits(number), let unit = units.first(where: { $0.name == name }) else { return nil }
            let (product, tooLong) = count.multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, tooMuch) = total.addingReportingOverflow(product)
            guard !tooLong, !tooMuch else { return nil }
            total = sum
        } while !rest.isEmpty
        return total
    }

    @Sendable private static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0 else { return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms" }
        guard seconds > 0 else { return "0" }
        let unit = units.first { seconds.isMultiple(of: Int64($0.milliseconds / 1000)) } ?? ("s", 1000)
        return "\(seconds / Int64(unit.milliseconds / 1000))\(unit.name)"
    }
}
