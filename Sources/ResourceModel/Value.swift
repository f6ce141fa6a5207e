// SPDX-License-Identifier: Apache-2.0

/// One value of a property, a selector or a method parameter, or the reason that there is none.
public enum Value: Sendable, Hashable {
    /// No value, and why.
    case absent(Quality)
    /// `xs:boolean`.
    case boolean(Bool)
    /// Any of the unsigned integer types.
    case unsigned(UInt64)
    /// Any of the signed integer types.
    case signed(Int64)
    /// `xs:float` or `xs:double`.
    case real(Double)
    /// `xs:string`; may hold characters that XML forbids, which the writer replaces.
    case string(String)
    /// A CIM datetime that is a moment.
    case dateTime(Timestamp)
    /// A CIM datetime that is an interval, in microseconds.
    case interval(microseconds: Int64)
    /// The address of another instance.
    indirect case reference(Reference)
    /// Another instance, or what is known of it.
    indirect case instance(EmbeddedInstance)
    /// An array; empty is a value, absent is not.
    case array([Value])

    /// A string, or the reason that there is none.
    public init(_ text: String?, else quality: Quality = .absent) {
        self = text.map(Value.string) ?? .absent(quality)
    }

    /// An unsigned number, or the reason that there is none.
    @inlinable public init(_ number: (some FixedWidthInteger & UnsignedInteger)?, else quality: Quality = .absent) {
        self = number.map { .unsigned(UInt64($0)) } ?? .absent(quality)
    }

    /// A signed number, or the reason that there is none.
    @inlinable public init(_ number: (some FixedWidthInteger & SignedInteger)?, else quality: Quality = .absent) {
        self = number.map { .signed(Int64($0)) } ?? .absent(quality)
    }

    /// A truth value, or the reason that there is none.
    public init(_ truth: Bool?, else quality: Quality = .absent) {
        self = truth.map(Value.boolean) ?? .absent(quality)
    }

    /// Whether there is no value.
    public var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }

    /// The string, where this is one.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The integer, where this is one that fits.
    public var integerValue: Int64? {
        switch self {
        case .signed(let number): number
        case .unsigned(let number): Int64(exactly: number)
        default: nil
        }
    }
}

/// The CIM types of properties and parameters (DSP0004 5.2), as the schema names them.
public enum ValueType: Sendable, Hashable {
    /// `boolean`.
    case boolean
    /// Unsigned integers by their width.
    case uint8, uint16, uint32, uint64
    /// Signed integers by their width.
    case sint8, sint16, sint32, sint64
    /// Floating point by its width.
    case real32, real64
    /// `string`.
    case string
    /// `datetime`: a moment or an interval.
    case datetime
    /// A reference to an instance of the named class or of a subclass of it.
    case reference(String)
    /// An instance within the instance (DSP0004's EmbeddedObject), of whichever class it says.
    case instance

    /// The type's name in MOF.
    public var name: String {
        switch self {
        case .reference(let className): "\(className) ref"
        // An object in a string, to MOF; that it is no text a qualifier says.
        case .instance: "string"
        default: "\(self)"
        }
    }

    /// The XML Schema built-in that carries the type on the wire; references and instances have none.
    public var xmlSchemaName: String? {
        switch self {
        case .boolean: "boolean"
        case .uint8: "unsignedByte"
        case .uint16: "unsignedShort"
        case .uint32: "unsignedInt"
        case .uint64: "unsignedLong"
        case .sint8: "byte"
        case .sint16: "short"
        case .sint32: "int"
        case .sint64: "long"
        case .real32: "float"
        case .real64: "double"
        case .string: "string"
        case .datetime: "dateTime"
        case .reference, .instance: nil
        }
    }
}
