// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The sensors of a machine: hwmon channels that measure, and thermal zones that no chip shows.
final class Sensors: SensorSource {
    /// What is known of a sensor of the hardware; one object, which a look-up hands on as such.
    final class Entry {
        let channel: HwmonChannel
        let sensor: Sensor
        let alarms: AttributeSet
        /// The bus that it is read over; nil where reading never waits.
        let lane: BusKey?
        let costClass: CostClass
        /// The canonical directory of its chip's attributes, below the root.
        let path: String
        /// What drives the fan, where this is one that somebody drives.
        let drive: HwmonChannel?

        init(_ channel: HwmonChannel, of chip: HwmonChip, as sensor: Sensor) {
            self.channel = channel
            self.sensor = sensor
            alarms = AttributeSet.alarms.intersection(channel.attributes)
            lane = chip.lane
            costClass = chip.costClass
            path = chip.path
            drive = channel.kind == .fan ? chip.channel(.pwm, channel.index) : nil
        }
    }

    let hardware: Hardware
    private let operatorLimits: OperatorLimits
    private(set) var index = PartIndex<Entry>()
    private var listed: (generation: UInt64, ids: [PartID])?

    /// The sensors that operators made of others.
    let derived: DerivedSensors

    var generation: UInt64 { index.revision &+ derived.generation }

    init(_ hardware: Hardware, settings: any OperatorSettings, derivedLimits: DerivedSensorLimits) {
        self.hardware = hardware
        derived = DerivedSensors(settings, clock: hardware.clock, limits: derivedLimits)
        operatorLimits = OperatorLimits(settings, executor: hardware.clock.executor)
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        index.update(to: hardware.revision(of: .sensors)) { add in
            for chip in hardware.sensors.chips {
                let age = UInt64(clamping: hardware.sampler.maximumAges[chip.costClass].milliseconds)
                for channel in chip.channels {
                    guard let kind = SensorKind(channel.kind) else { continue }
                    let id = PartID(channel.id.description)
                    let sensor = Sensor(
                        id: id, kind: kind, name: channel.label ?? "\(chip.label ?? chip.name) \(channel.name)",
                        chip: chip.name, channel: channel.name, maximumAgeMilliseconds: age)
                    add(id, Entry(channel, of: chip, as: sensor))
                }
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] {
        if derived.ids.isEmpty { return index.ids }
        if let listed, listed.generation == generation { return listed.ids }
        let ids = index.ids + derived.ids
        listed = (generation, ids)
        return ids
    }

    func kind(of id: PartID) -> SensorKind? {
        index[id]?.sensor.kind ?? derived[id].map { $0.function.kind(of: $0.kind) }
    }

    /// What a sensor of the hardware measures; nil for one that is derived.
    func hardwareKind(of id: PartID) -> SensorKind? { index[id]?.sensor.kind }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Sensor? {
        guard let entry = index[id] else { return try await derivedPart(id, reading: facets) }
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

    /// A derived sensor: its sources are read as anybody else would read them.
    private func derivedPart(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Sensor? {
        guard let definition = derived[id] else { return nil }
        guard !facets.isEmpty else { return derived.description(definition) }
        var sources: [Sensor?] = []
        if facets.contains(.value), definition.isEnabled {
            for source in definition.sources {
                sources.append(index[source] == nil ? nil : try await part(source, reading: .value))
            }
        }
        var sensor =
            facets.contains(.value)
            ? derived.sensor(definition, of: sources) : derived.description(definition)
        if facets.contains(.limits) {
            for (threshold, value) in operatorLimits.limits(of: id) { sensor.limits.override(threshold, with: value) }
        }
        return sensor
    }

    private func sensor(_ entry: Entry, _ sample: ChannelSample, _ facets: Facets) -> Sensor {
        var sensor = entry.sensor
        if facets.contains(.value) {
            let reading = sample.measurement
            sensor.quality = Quality(rawValue: reading.quality.rawValue) ?? .error
            if sensor.kind.isNumeric {
                sensor.value = reading.value?.finite
                // A compute statement of the administrator's may divide by zero.
                if sensor.value == nil, reading.value != nil { sensor.quality = .implausible }
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
            for (threshold, value) in operatorLimits.limits(of: sensor.id) {
                sensor.limits.override(threshold, with: value)
            }
            sensor.hysteresis = (sample.hysteresis(of: .maximum) ?? sample.hysteresis(of: .critical))?.finite
        }
        if facets.contains(.history) {
            sensor.lowest = sample.value(.lowest).goodValue?.finite
            sensor.highest = sample.value(.highest).goodValue?.finite
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
        limits[.upperNonCritical] = sample.limit(.maximum)?.finite
        limits[.upperCritical] = sample.limit(.critical)?.finite
        limits[.upperFatal] = sample.limit(.emergency)?.finite
        limits[.lowerNonCritical] = sample.limit(.minimum)?.finite
        limits[.lowerCritical] = sample.limit(.lowerCritical)?.finite
        for trip in channel.trips where trip.temperature > 0 {
            let temperature = Double(trip.temperature) / 1000
            if trip.type == "hot", limits[.upperCritical] == nil { limits[.upperCritical] = temperature }
            if trip.type == "critical", limits[.upperFatal] == nil { limits[.upperFatal] = temperature }
        }
        return limits
    }

    // MARK: What operators set

    /// Whether an operator set a limit of the sensor.
    func hasOperatorLimits(_ id: PartID) -> Bool { !operatorLimits.limits(of: id).isEmpty }

    func setLimits(
        _ changes: [PropertyChange], of id: PartID, inUnits units: (SensorKind) -> Double, by principal: Principal
    ) async throws(ProviderError) {
        guard let kind = kind(of: id) else { throw .notFound }
        try await operatorLimits.set(
            changes, of: id, kind, unitsPerBase: units(kind),
            over: { () throws(ProviderError) in
                guard let current = try await part(id, reading: .limits) else { throw .notFound }
                return current.limits
            }, by: principal)
    }

    func restoreLimits(of id: PartID, by principal: Principal) async throws(ProviderError) {
        guard kind(of: id) != nil else { throw .notFound }
        try await operatorLimits.reset(of: id)
    }

    func requestState(_ state: UInt64, of id: PartID, by principal: Principal) async throws(ProviderError) -> UInt32 {
        guard var definition = derived[id] else {
            // Enabled is what it is already; anything else cannot be.
            return state == 2 ? 0 : 1
        }
        guard state == 2 || state == 3 else { return 1 }
        definition.isEnabled = state == 2
        try await derived.replace(definition, by: principal)
        return 0
    }
}

extension Double {
    /// The number, unless it is infinite or none.
    fileprivate var finite: Double? { isFinite ? self : nil }
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
