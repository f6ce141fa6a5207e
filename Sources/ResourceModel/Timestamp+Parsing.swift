// SPDX-License-Identifier: Apache-2.0

extension Timestamp {
    /// Reads a moment from `xs:dateTime`, such as `2026-03-02T10:15:00.5+02:00`; without a zone it is in UTC.
    ///
    /// - Returns: `nil` for anything else, dates that no calendar has included.
    public init?(_ text: String) {
        var digits = DecimalFields(text)
        guard let year = digits.next(4), digits.skip("-"), let month = digits.next(2), digits.skip("-"),
            let day = digits.next(2), digits.skip("T"), let hour = digits.next(2), digits.skip(":"),
            let minute = digits.next(2), digits.skip(":"), let second = digits.next(2)
        else { return nil }
        var fraction: Int64 = 0
        if digits.skip(".") {
            guard let read = digits.fraction() else { return nil }
            fraction = read
        }
        var zone: Int64 = 0
        if !digits.isAtEnd, !digits.skip("Z") {
            guard let sign = digits.sign(), let hours = digits.next(2), digits.skip(":"),
                let minutes = digits.next(2), hours <= 14, minutes < 60
            else { return nil }
            zone = sign * (hours * 60 + minutes)
        }
        guard digits.isAtEnd else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: fraction,
            minutesEast: zone)
    }

    /// Reads a moment from CIM's form (DSP0004 5.2.4), `yyyymmddhhmmss.mmmmmmsutc`, with no asterisks.
    public init?(cim text: String) {
        var digits = DecimalFields(text)
        guard let year = digits.next(4), let month = digits.next(2), let day = digits.next(2),
            let hour = digits.next(2), let minute = digits.next(2), let second = digits.next(2), digits.skip("."),
            let microsecond = digits.next(6), let sign = digits.sign(), let zone = digits.next(3), digits.isAtEnd
        else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            microsecond: microsecond, minutesEast: sign * zone)
    }

    /// Reads an interval from CIM's form (DSP0004 5.2.4), `ddddddddhhmmss.mmmmmm:000`, in microseconds.
    public static func interval(cim text: String) -> Int64? {
        var digits = DecimalFields(text)
        guard let days = digits.next(8), let hours = digits.next(2), let minutes = digits.next(2),
            let seconds = digits.next(2), digits.skip("."), let microseconds = digits.next(6), digits.skip(":"),
            digits.next(3) == 0, digits.isAtEnd, hours < 24, minutes < 60, seconds < 60
        else { return nil }
        return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000_000 + microseconds
    }

    private init?(
        year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64, microsecond: Int64,
        minutesEast: Int64
    ) {
        guard (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day), hour < 24,
            minute < 60, second < 60
        else { return nil }
        let seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + minute - minutesEast) * 60 + second
        self.init(microseconds: seconds * 1_000_000 + microsecond)
    }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Days since 1970 of a date in the proleptic Gregorian calendar, by eras of 400 years that begin on 1 March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Takes fixed numbers of decimal digits off a text.
private struct DecimalFields {
    private var bytes: Substring.UTF8View

    init(_ text: String) {
        bytes = text[...].utf8
    }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func next(_ count: Int) -> Int64? {
        var number: Int64 = 0
        for _ in 0..<count {
            guard let digit = bytes.popFirst(), (48...57).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - 48)
        }
        return number
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = bytes.first, UInt32(first) == character.value else { return false }
        bytes.removeFirst()
        return true
    }

    mutating func sign() -> Int64? {
        if skip("+") { return 1 }
        return skip("-") ? -1 : nil
    }

    /// Digits after the point, as microseconds; what is finer is cut off.
    mutating func fraction() -> Int64? {
        var number: Int64 = 0
        var scale: Int64 = 100_000
        guard let first = bytes.first, (48...57).contains(first) else { return nil }
        while let digit = bytes.first, (48...57).contains(digit) {
            number += Int64(digit - 48) * scale
            scale /= 10
            bytes.removeFirst()
        }
        return number
    }
}
