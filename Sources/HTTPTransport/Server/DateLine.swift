// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The Date field of RFC 9110 §5.6.7, formatted at most once a second.
struct DateLine {
    private var second: time_t = -1
    private var line: [UInt8] = []

    var count: Int { line.count }

    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { line.withUnsafeBytes(body) }

    /// Brings the line up to date.
    mutating func refresh() {
        let now = time(nil)
        guard now != second else { return }
        second = now
        line = Self.format(now)
    }

    static func format(_ second: time_t) -> [UInt8] {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[Int(parts.tm_wday) % 7]
        let month = months[Int(parts.tm_mon) % 12]
        let year = Int(parts.tm_year) + 1900
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { two(Int($0)) }.joined(separator: ":")
        return Array("Date: \(day), \(two(Int(parts.tm_mday))) \(month) \(year) \(clock) GMT\r\n".utf8)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
