// SPDX-License-Identifier: Apache-2.0

/// The unit of a number, as it is written in schemas and documentation.
public enum Unit: String, Sendable, Hashable {
    /// Temperature in degrees Celsius.
    case degreesCelsius = "degree Celsius"
    /// Electric potential.
    case volts = "volt"
    /// Electric current.
    case amperes = "ampere"
    /// Electric potential in thousandths.
    case millivolts = "volt * 10^-3"
    /// Power.
    case watts = "watt"
    /// Power in thousandths.
    case milliwatts = "watt * 10^-3"
    /// Energy that a battery holds.
    case milliwattHours = "watt * hour * 10^-3"
    /// Energy.
    case joules = "joule"
    /// Rotation.
    case revolutionsPerMinute = "revolution / minute"
    /// Parts of a hundred.
    case percent = "percent"
    /// Hundredths of a percent.
    case percentHundredths = "percent * 10^-2"
    /// Clock rate.
    case megahertz = "hertz * 10^6"
    /// Width of a path.
    case bits = "bit"
    /// Speed of a link.
    case bitsPerSecond = "bit / second"
    /// Storage.
    case bytes = "byte"
    /// Storage in units of 1,000 bytes.
    case kilobytes = "byte * 10^3"
    /// Storage in units of 1,024 bytes.
    case kibibytes = "byte * 2^10"
    /// Length.
    case inches = "inch"
    /// Transfers of a bus.
    case megatransfersPerSecond = "transfer / second * 10^6"
    /// Time.
    case minutes = "minute"
    /// Time.
    case seconds = "second"
    /// Time.
    case milliseconds = "second * 10^-3"
    /// Time.
    case nanoseconds = "second * 10^-9"
    /// Whatever the instance's BaseUnits and UnitModifier say.
    case baseUnits = "BaseUnits * 10^UnitModifier"
}

/// A number that stands for a meaning (a CIM ValueMap entry).
public struct NamedValue: Sendable, Hashable {
    /// What is on the wire.
    public let number: Int
    /// What it means.
    public let meaning: String

    /// Names a number.
    public init(_ number: Int, _ meaning: String) {
        self.number = number
        self.meaning = meaning
    }
}

/// What Create makes of a property.
public enum CreationUse: Sendable, Hashable {
    /// Not the client's to say: passed over where it is sent (R7.6-8).
    case never
    /// Taken where it is sent.
    case optional
    /// Without it nothing is made.
    case required
}

/// One property of a class, or one parameter of a method: everything that is known of it without an instance.
public struct PropertySchema: Sendable, Hashable {
    /// The name on the wire, in MOF spelling.
    public let name: String
    /// The type of the value, or of each element of an array.
    public let type: ValueType
    /// Whether there may be several values.
    public let isArray: Bool
    /// Whether it is part of the instance's identity.
    public let isKey: Bool
    /// Whether Put may change it.
    public let isWritable: Bool
    /// Whether it is said when an instance is made.
    public let creation: CreationUse
    /// The unit of a number.
    public let unit: Unit?
    /// The meanings of numbers, where they are an enumeration.
    public let values: [NamedValue]
    /// What it means, in a sentence for the person who reads the reference.
    public let documentation: String

    /// Describes a property.
    public init(
        _ name: String, _ type: ValueType, isArray: Bool = false, isKey: Bool = false, isWritable: Bool = false,
        creation: CreationUse = .never, unit: Unit? = nil, values: [NamedValue] = [], _ documentation: String
    ) {
        self.name = name
        self.type = type
        self.isArray = isArray
        self.isKey = isKey
        self.isWritable = isWritable
        self.creation = creation
        self.unit = unit
        self.values = values
        self.documentation = documentation
    }
}

/// A method of a class, its parameters typed (`spec/cim-binding.md` section 6).
public struct MethodSchema: Sendable, Hashable {
    /// The name on the wire, in MOF spelling.
    public let name: String
    /// What goes in.
    public let inputs: [PropertySchema]
    /// What comes out beside the return value.
    public let outputs: [PropertySchema]
    /// The meanings of the return value, a `uint32`.
    public let returnValues: [NamedValue]
    /// The least role that may call it.
    public let role: Role
    /// What it does.
    public let documentation: String

    /// Describes a method.
    public init(
        _ name: String, inputs: [PropertySchema] = [], outputs: [PropertySchema] = [], returnValues: [NamedValue],
        role: Role, _ documentation: String
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.returnValues = returnValues
        self.role = role
        self.documentation = documentation
    }
}
