// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Whether a value is one that its property may have.
enum ValueCheck {
    /// What is wrong with a value; nil when nothing is.
    static func fault(of value: Value, as property: PropertySchema) -> String? {
        if case .array(let elements) = value {
            guard property.isArray else { return "is an array and declared as a single value" }
            return elements.lazy.compactMap { single($0, property) }.first
        }
        if value.isAbsent { return property.isKey ? "is a key and absent" : nil }
        if property.isArray { return "is a single value and declared as an array" }
        return single(value, property)
    }

    private static func single(_ value: Value, _ property: PropertySchema) -> String? {
        switch (value, property.type) {
        case (.boolean, .boolean), (.dateTime, .datetime), (.interval, .datetime), (.reference, .reference),
            (.instance, .instance):
            return nil
        case (.string(let text), .string):
            return text.unicodeScalars.allSatisfy(isXML) ? nil : "holds a character that XML forbids"
        case (.real(let number), .real32), (.real(let number), .real64):
            return number.isFinite ? nil : "is \(number)"
        case (.unsigned(let number), .uint8): return range(number, UInt8.self) ?? named(Int(exactly: number), property)
        case (.unsigned(let number), .uint16):
            return range(number, UInt16.self) ?? named(Int(exactly: number), property)
        case (.unsigned(let number), .uint32):
            return range(number, UInt32.self) ?? named(Int(exactly: number), property)
        case (.unsigned(let number), .uint64): return named(Int(exactly: number), property)
        case (.signed(let number), .sint8): return range(number, Int8.self) ?? named(Int(exactly: number), property)
        case (.signed(let number), .sint16): return range(number, Int16.self) ?? named(Int(exactly: number), property)
        case (.signed(let number), .sint32): return range(number, Int32.self) ?? named(Int(exactly: number), property)
        case (.signed(let number), .sint64): return named(Int(exactly: number), property)
        default: return "is \(value), which is no \(property.type.name)"
        }
    }

    /// XML 1.0's Char, but for the controls that no reader wants to see.
    private static func isXML(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    private static func range<I: FixedWidthInteger>(_ number: some BinaryInteger, _ type: I.Type) -> String? {
        I(exactly: number) == nil ? "is \(number), beyond the range of its type" : nil
    }

    private static func named(_ number: Int?, _ property: PropertySchema) -> String? {
        guard !property.values.isEmpty, let number else { return nil }
        return property.values.contains { $0.number == number } ? nil : "is \(number), which has no name"
    }
}
