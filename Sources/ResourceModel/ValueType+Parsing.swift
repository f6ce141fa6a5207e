// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a value of a type.
public enum ValueParsingError: Error, Sendable, Equatable {
    /// The text is not of the type's form at all.
    case wrongType
    /// The text is of the type's form, the value beyond its range.
    case outOfRange
}

extension ValueType {
    /// Reads a value from its XML text, whose surrounding white space is gone (R13.1-10).
    ///
    /// `true` and `false` are taken in any letter case (`spec/cim-binding.md` section 4), and `1` and `0`. Moments,
    /// intervals, references and instances have no plain text form; whoever knows their XML reads them.
    public func parse(_ text: String) throws(ValueParsingError) -> Value {
        switch self {
        case .boolean:
            switch text.lowercased() {
            case "true", "1": return .boolean(true)
            case "false", "0": return .boolean(false)
            default: throw .wrongType
            }
        case .uint8: return try .unsigned(Self.unsigned(text, UInt8.self))
        case .uint16: return try .unsigned(Self.unsigned(text, UInt16.self))
        case .uint32: return try .unsigned(Self.unsigned(text, UInt32.self))
        case .uint64: return try .unsigned(Self.unsigned(text, UInt64.self))
        case .sint8: return try .signed(Self.signed(text, Int8.self))
        case .sint16: return try .signed(Self.signed(text, Int16.self))
        case .sint32: return try .signed(Self.signed(text, Int32.self))
        case .sint64: return try .signed(Self.signed(text, Int64.self))
        case .real32, .real64:
            guard let number = Double(text) else { throw .wrongType }
            return .real(number)
        case .string: return .string(text)
        case .datetime, .reference, .instance: throw .wrongType
        }
    }

    private static func unsigned<I: FixedWidthInteger & UnsignedInteger>(
        _ text: String, _ type: I.Type
    ) throws(ValueParsingError) -> UInt64 {
        if let number = I(text) { return UInt64(number) }
        throw isDecimal(text) ? .outOfRange : .wrongType
    }

    private static func signed<I: FixedWidthInteger & SignedInteger>(
        _ text: String, _ type: I.Type
    ) throws(ValueParsingError) -> Int64 {
        if let number = I(text) { return Int64(number) }
        throw isDecimal(text) ? .outOfRange : .wrongType
    }

    private static func isDecimal(_ text: String) -> Bool {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
    }
}
