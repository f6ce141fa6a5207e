// SPDX-License-Identifier: Apache-2.0

/// What a battery or adapter says at one moment; each value nil where the driver does not tell it, or not now.
public struct PowerSupplyReading: Sendable, Hashable {
    /// Whether a battery is in its place.
    public var isPresent: Bool?
    /// Whether an adapter feeds the machine.
    public var isOnline: Bool?
    /// `Charging`, `Discharging`, `Not charging` or `Full`.
    public var status: String?
    /// `Good`, or what is wrong with it.
    public var health: String?
    /// How full it is, in percent.
    public var capacity: Int64?
    /// How full it is in a word: `Critical`, `Low`, `Normal`, `High` or `Full`.
    public var capacityLevel: String?
    /// What it was made to hold, in mWh.
    public var designCapacity: UInt64?
    /// What it holds when it is full, in mWh.
    public var fullCapacity: UInt64?
    /// What it holds now, in mWh.
    public var remainingCapacity: UInt64?
    /// The voltage it was made for, in mV.
    public var designVoltage: UInt64?
    /// Its voltage, in mV.
    public var voltage: UInt64?
    /// What it gives or takes, in mW, without a sign.
    public var power: UInt64?
    /// Its temperature in tenths of a degree Celsius.
    public var temperature: Int64?
    /// How often it was charged; drivers say 0 where the battery does not count.
    public var cycleCount: UInt64?
    /// Until it is empty, in seconds.
    public var timeToEmpty: UInt64?
    /// Until it is full, in seconds.
    public var timeToFull: UInt64?
    /// Below which percentage it begins to be charged.
    public var chargeStart: Int64?
    /// Above which percentage it is no longer charged.
    public var chargeEnd: Int64?

    /// Nothing known.
    public init() {}
}

extension PowerSupply {
    /// Whether an adapter feeds the machine; nil where the driver does not tell.
    ///
    /// Belongs on its lane.
    public func isOnline(_ sysfs: Sysfs) -> Bool? {
        sysfs.integerIfPresent("\(Self.folder)/\(id)/online").map { $0 != 0 }
    }

    /// Reads what changes, in one turn; belongs on its lane.
    public func reading(_ sysfs: Sysfs) -> PowerSupplyReading {
        let path = Self.folder + "/" + id + "/"
        func number(_ name: String) -> Int64? { sysfs.integerIfPresent(path + name) }
        func word(_ name: String) -> String? {
            sysfs.stringIfPresent(path + name).flatMap { $0 == "Unknown" ? nil : $0 }
        }
        /// In thousandths of what the kernel counts in millionths.
        func milli(_ name: String) -> UInt64? {
            number(name).flatMap { UInt64(exactly: $0).map { $0 / 1000 } }
        }
        var reading = PowerSupplyReading()
        reading.isPresent = number("present").map { $0 != 0 }
        reading.isOnline = isOnline(sysfs)
        reading.status = word("status")
        reading.health = word("health")
        reading.capacity = number("capacity").flatMap { (0...100).contains($0) ? $0 : nil }
        reading.capacityLevel = word("capacity_level")
        reading.voltage = milli("voltage_now")
        // ACPI's design voltage has the name of a minimum.
        reading.designVoltage = (milli("voltage_min_design") ?? milli("voltage_max_design")).flatMap {
            $0 > 0 ? $0 : nil
        }
        let voltage = reading.designVoltage ?? reading.voltage
        /// mWh, from µWh or else from µAh at the battery's voltage.
        func energy(_ energy: String, _ charge: String) -> UInt64? {
            milli(energy)
                ?? number(charge).flatMap { UInt64(exactly: $0) }.flatMap { charge in
                    voltage.flatMap { voltage in
                        let (product, overflow) = charge.multipliedReportingOverflow(by: voltage)
                        return overflow ? nil : product / 1_000_000
                    }
                }
        }
        reading.designCapacity = energy("energy_full_design", "charge_full_design").flatMap { $0 > 0 ? $0 : nil }
        reading.fullCapacity = energy("energy_full", "charge_full").flatMap { $0 > 0 ? $0 : nil }
        reading.remainingCapacity = energy("energy_now", "charge_now")
        reading.power = (number("power_now") ?? Self.power(number("current_now"), reading.voltage)).map {
            $0.magnitude / 1000
        }
        reading.temperature = number("temp").flatMap { (-1000...2000).contains($0) ? $0 : nil }
        reading.cycleCount = number("cycle_count").flatMap { $0 > 0 ? UInt64($0) : nil }
        reading.timeToEmpty = seconds(number("time_to_empty_now") ?? number("time_to_empty_avg"))
        reading.timeToFull = seconds(number("time_to_full_now") ?? number("time_to_full_avg"))
        reading.chargeStart = (number("charge_control_start_threshold") ?? number("charge_start_threshold"))
            .flatMap { (0...100).contains($0) ? $0 : nil }
        reading.chargeEnd = (number("charge_control_end_threshold") ?? number("charge_stop_threshold"))
            .flatMap { (0...100).contains($0) ? $0 : nil }
        return reading
    }

    private func seconds(_ number: Int64?) -> UInt64? { number.flatMap { $0 > 0 ? UInt64($0) : nil } }

    /// µW, from µA and mV.
    private static func power(_ current: Int64?, _ voltage: UInt64?) -> Int64? {
        guard let current, let voltage = voltage.flatMap({ Int64(exactly: $0) }) else { return nil }
        let (product, overflow) = current.multipliedReportingOverflow(by: voltage)
        return overflow ? nil : product / 1000
    }
}
