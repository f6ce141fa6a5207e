// SPDX-License-Identifier: Apache-2.0

/// How a number is shown to a person; JSON and XML have it as it came.
enum ValueFormat: Sendable, Equatable {
    /// Bytes of storage, in powers of 1000 as drives are sold.
    case storage
    /// Units of 1000 bytes of storage, as CIM's MaxMediaSize.
    case kilobytes
    /// Bytes of memory, in powers of 1024 as modules are sold.
    case memory
    /// Units of 1024 bytes of memory.
    case kibibytes
    /// MHz.
    case megahertz
    /// Bits a second, in powers of 1000.
    case bitsPerSecond
    /// A number with its unit behind it.
    case unit(String)
    /// Thousandths of a unit.
    case thousandths(String)
    /// Minutes.
    case minutes
    /// CIM's HealthState (`spec/hardware-classes.md`).
    case health
    /// CIM's EnabledState.
    case enabledState
    /// CIM's OperationalStatus.
    case operationalStatus
    /// SMBIOS's kind of enclosure.
    case chassis
    /// An identifier in so many hexadecimal digits.
    case hexadecimal(Int)

    /// The text for a person; what is no number stays as it is.
    func text(_ text: String) -> String {
        guard let value = Double(text), value.isFinite else { return text }
        return switch self {
        case .storage: Self.scaled(value, by: 1000, Self.decimal)
        case .kilobytes: Self.scaled(value, by: 1000, Array(Self.decimal.dropFirst()))
        case .memory: Self.scaled(value, by: 1024, Self.binary)
        case .kibibytes: Self.scaled(value, by: 1024, Array(Self.binary.dropFirst()))
        case .megahertz: Self.scaled(value, by: 1000, ["MHz", "GHz", "THz"])
        case .bitsPerSecond: Self.scaled(value, by: 1000, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"])
        case .unit(let unit): "\(SensorReading.number(text)) \(unit)"
        case .thousandths(let unit): "\(SensorReading.number("\(value / 1000)")) \(unit)"
        case .minutes: value < 120 ? "\(SensorReading.number(text)) min" : "\(Self.number(value / 60)) h"
        case .health: Self.healthStates[text] ?? text
        case .enabledState: Self.enabledStates[text] ?? text
        case .operationalStatus: Self.operationalStatuses[text] ?? text
        case .chassis: Self.chassisTypes[text] ?? text
        case .hexadecimal(let digits): UInt64(text).map { Self.hexadecimal($0, digits) } ?? text
        }
    }

    private static let decimal = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    private static let binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    private static let healthStates = [
        "0": "Unknown", "5": "OK", "10": "Degraded", "15": "Minor failure", "20": "Major failure", "25": "Critical",
        "30": "Non-recoverable",
    ]

    private static let enabledStates = [
        "0": "Unknown", "1": "Other", "2": "Enabled", "3": "Disabled", "4": "Shutting Down", "5": "Not Applicable",
        "6": "Enabled but Offline", "7": "In Test", "8": "Deferred", "9": "Quiesce", "10": "Starting",
    ]

    private static let operationalStatuses = [
        "0": "Unknown", "1": "Other", "2": "OK", "3": "Degraded", "4": "Stressed", "5": "Predictive Failure",
        "6": "Error", "7": "Non-Recoverable Error", "8": "Starting", "9": "Stopping", "10": "Stopped",
        "11": "In Service", "12": "No Contact", "13": "Lost Communication", "14": "Aborted", "15": "Dormant",
        "16": "Supporting Entity in Error", "17": "Completed", "18": "Power Mode", "19": "Relocating",
    ]

    /// SMBIOS 3.7, section 7.4.1.
    private static let chassisTypes = [
        "1": "Other", "2": "Unknown", "3": "Desktop", "4": "Low Profile Desktop", "5": "Pizza Box", "6": "Mini Tower",
        "7": "Tower", "8": "Portable", "9": "Laptop", "10": "Notebook", "11": "Hand Held", "12": "Docking Station",
        "13": "All in One", "14": "Sub Notebook", "15": "Space-saving", "16": "Lunch Box",
        "17": "Main Server Chassis", "18": "Expansion Chassis", "19": "Sub Chassis", "20": "Bus Expansion Chassis",
        "21": "Peripheral Chassis", "22": "RAID Chassis", "23": "Rack Mount Chassis", "24": "Sealed-case PC",
        "25": "Multi-system Chassis", "26": "Compact PCI", "27": "Advanced TCA", "28": "Blade",
        "29": "Blade Enclosure", "30": "Tablet", "31": "Convertible", "32": "Detachable", "33": "IoT Gateway",
        "34": "Embedded PC", "35": "Mini PC", "36": "Stick PC",
    ]

    private static func hexadecimal(_ number: UInt64, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The number in the largest unit of which there is at least one.
    private static func scaled(_ value: Double, by factor: Double, _ units: [String]) -> String {
        var rest = value
        var position = 0
        // What rounds up to the next unit is shown in it.
        while position < units.count - 1, rest.magnitude >= factor - 0.05 {
            rest /= factor
            position += 1
        }
        return "\(number(rest)) \(units[position])"
    }

    /// One decimal where it tells something.
    private static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard tenths.magnitude < 1e15 else { return "\(value)" }
        let whole = value.magnitude >= 100 || Int64(tenths) % 10 == 0
        return SensorReading.number(whole ? "\(value.rounded())" : "\(tenths / 10)")
    }
}
