// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The sensors of a machine: hwmon channels that measure, and thermal zones that no chip shows.
final class Sensors: SensorSource {
    private struct Entry {
        let channel: HwmonChannel
        let sensor: Sensor
        let alarms: AttributeSet
    }

    private let hardware: Hardware
    private let settings: any OperatorSettings
    private var entries: [PartID: Entry] = [:]
    private var ids: [PartID] = []
    private var overrides: [PartID: [(Threshold, Double?)]] = [:]
    private var overridesGeneration: UInt64?

    private(set) var generation: UInt64 = 0

    init(_ hardware: Hardware, settings: any OperatorSettings) {
        self.hardware = hardware
        self.settings = settings
        refresh()
    }

    /// Takes over what the hardware's last scan found.
    func refresh() {
        generation += 1
        var entries: [PartID: Entry] = [:]
        var ids: [PartID] = []
        for chip in hardware.sensors.chips {
            for channel in chip.channels {
                guard let kind = SensorKind(channel.kind) else { continue }
                let id = PartID(channel.id.description)
                let sensor = Sensor(
                    id: id, kind: kind, name: channel.label ?? "\(chip.label ?? chip.name) \(channel.name)",
                    chip: chip.name, channel: channel.name,
                    maximumAgeMilliseconds: UInt64(clamping: hardware.sampler.maximumAges[chip.costClass].milliseconds))
                entries[id] = Entry(
                    channel: channel, sensor: sensor, alarms: AttributeSet.alarms.intersection(channel.attributes))
                ids.append(id)
            }
        }
        self.entries = entries
        self.ids = ids
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    func kind(of id: PartID) -> SensorKind? { entries[id]?.sensor.kind }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Sensor? {
        guard let entry = entries[id] else { return nil }
        guard !facets.isEmpty else { return entry.sensor }
        var wanted: AttributeSet = []
        if facets.contains(.value), let primary = entry.channel.primary {
            wanted.insert(primary)
            wanted.formUnion(entry.alarms)
        }
        if facets.contains(.limits) { wanted.formUnion(.limits) }
        if facets.contains(.history) { wanted.formUnion(AttributeSet(.lowest, .highest)) }
        let sample: ChannelSample
        if let known = hardware.sampler.sampleNow(entry.channel, wanted) {
            sample = known
        } else {
            sample = await hardware.sampler.sample(entry.channel, wanted)
        }
        return sensor(entry, sample, facets)
    }

    private func sensor(_ entry: Entry, _ sample: ChannelSample, _ facets: Facets) -> Sensor {
        var sensor = entry.sensor
        if facets.contains(.value) {
            let reading = sample.measurement
            sensor.quality = Quality(rawValue: reading.quality.rawValue) ?? .error
            if sensor.kind.isNumeric {
                sensor.value = reading.value
                sensor.raw = sample.rawMeasurement.value
            }
            if reading.value != nil {
                sensor.sampledAt = ResourceModel.Timestamp(microseconds: reading.sampledAt.wall / 1000)
                let age = hardware.clock.now().age(since: reading.sampledAt)
                sensor.ageMilliseconds = UInt64(clamping: age.milliseconds)
            }
            sensor.source =
                reading.source == .library ? "libsensors" : entry.channel.isThermalZone ? "thermal" : "hwmon"
            sensor.alarm = alarm(entry, sample)
            sensor.fault = entry.channel.attributes.contains(.fault) ? sample.flag(.fault) : nil
        }
        if facets.contains(.limits) {
            sensor.limits = hardwareLimits(entry.channel, sample)
            for (threshold, value) in operatorLimits(of: sensor.id) {
                sensor.limits.override(threshold, with: value)
            }
            sensor.hysteresis = sample.hysteresis(of: .maximum) ?? sample.hysteresis(of: .critical)
        }
        if facets.contains(.history) {
            sensor.lowest = sample.value(.lowest).goodValue
            sensor.highest = sample.value(.highest).goodValue
        }
        return sensor
    }

    private func alarm(_ entry: Entry, _ sample: ChannelSample) -> Bool? {
        var result: Bool?
        for attribute in HwmonAttribute.allCases where entry.alarms.contains(attribute) {
            guard let flag = sample.flag(attribute) else { continue }
            result = (result ?? false) || flag
        }
        return result
    }

    /// What driver and firmware say (`hardware/MAPPING.md` section 6.1); a critical trip ends in a power-off.
    private func hardwareLimits(_ channel: HwmonChannel, _ sample: ChannelSample) -> SensorLimits {
        var limits = SensorLimits()
        limits[.upperNonCritical] = sample.limit(.maximum)
        limits[.upperCritical] = sample.limit(.critical)
        limits[.upperFatal] = sample.limit(.emergency)
        limits[.lowerNonCritical] = sample.limit(.minimum)
        limits[.lowerCritical] = sample.limit(.lowerCritical)
        for trip in channel.trips where trip.temperature > 0 {
            let temperature = Double(trip.temperature) / 1000
            if trip.type == "hot", limits[.upperCritical] == nil { limits[.upperCritical] = temperature }
            if trip.type == "critical", limits[.upperFatal] == nil { limits[.upperFatal] = temperature }
        }
        return limits
    }

    // MARK: What operators set

    private static let domain = "Sensor"

    private func operatorLimits(of id: PartID) -> [(Threshold, Double?)] {
        if overridesGeneration != settings.generation {
            overrides.removeAll(keepingCapacity: true)
            overridesGeneration = settings.generation
        }
        if let known = overrides[id] { return known }
        var found: [(Threshold, Double?)] = []
        for (property, value) in settings.settings(of: id, in: Self.domain) {
            guard let threshold = Threshold.named(property) else { continue }
            switch value {
            case .real(let number): found.append((threshold, number))
            case .absent: found.append((threshold, nil))
            default: continue
            }
        }
        overrides[id] = found
        return found
    }

    func setLimits(
        _ changes: [PropertyChange], of id: PartID, inUnits units: (SensorKind) -> Double, by principal: Principal
    ) async throws(ProviderError) {
        guard let entry = entries[id] else { throw .notFound }
        guard let current = try await part(id, reading: .limits) else { throw .notFound }
        var limits = current.limits
        var values: [String: Value] = [:]
        for change in changes {
            guard let threshold = Threshold.named(change.name) else {
                throw .invalidValue(property: change.name, reason: "it is no limit.")
            }
            let number = try Self.number(change)?.quotient(by: units(entry.sensor.kind))
            limits.override(threshold, with: number)
            values[change.name] = number.map(Value.real) ?? .absent(.disabled)
        }
        if let (lower, upper) = limits.contradiction {
            throw .invalidValue(
                property: lower.property,
                reason:
                    "it would contradict \(upper.property); limits rise from LowerThresholdFatal to UpperThresholdFatal."
            )
        }
        try await settings.set(values, of: id, in: Self.domain, by: principal)
    }

    private static func number(_ change: PropertyChange) throws(ProviderError) -> Double? {
        switch change.value {
        case .absent: return nil
        case .signed(let number): return Double(number)
        case .unsigned(let number): return Double(number)
        case .real(let number) where number.isFinite: return number
        default: throw .invalidValue(property: change.name, reason: "it is not a finite number.")
        }
    }

    func restoreLimits(of id: PartID, by principal: Principal) async throws(ProviderError) {
        guard entries[id] != nil else { throw .notFound }
        try await settings.reset(Threshold.allCases.map(\.property), of: id, in: Self.domain)
    }
}

extension Double {
    fileprivate func quotient(by divisor: Double) -> Double { self / divisor }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let whole = seconds.multipliedReportingOverflow(by: 1000)
        return whole.overflow ? .max : whole.partialValue &+ attoseconds / 1_000_000_000_000_000
    }
}

extension SensorKind {
    /// The kind of a channel; nil for what drives instead of measuring.
    init?(_ kind: ChannelKind) {
        switch kind {
        case .voltage: self = .voltage
        case .fan: self = .tachometer
        case .pwm: return nil
        case .temperature: self = .temperature
        case .current: self = .current
        case .power: self = .power
        case .energy: self = .energy
        case .humidity: self = .humidity
        case .intrusion: self = .intrusion
        }
    }
}
