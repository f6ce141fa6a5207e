// SPDX-License-Identifier: Apache-2.0

/// The name of something that answers one request at a time: an I2C adapter, an NVMe controller, the ACPI firmware.
public struct BusKey: Sendable, Hashable, CustomStringConvertible {
    /// The name, such as `i2c-1`, `nvme0`, `acpi` or `libsensors`.
    public let name: String

    /// A bus by its name.
    public init(_ name: String) { self.name = name }

    /// The lane of libsensors, which is not reentrant.
    public static let sensorLibrary = BusKey("libsensors")
    /// The lane of directory walks, which touch no device.
    public static let scan = BusKey("scan")
    /// The lane of the ACPI interpreter, which holds one lock for the whole machine.
    public static let acpi = BusKey("acpi")

    /// The name.
    public var description: String { name }
}
