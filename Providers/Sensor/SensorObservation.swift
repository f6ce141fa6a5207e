// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
import ProviderKit
public import ResourceModel

/// A sensor as those see it who hold it against its limits.
public struct SensorObservation: Sendable {
    /// A limit in force.
    public struct Limit: Sendable, Hashable {
        /// CIM_NumericSensor's property, such as `UpperThresholdCritical`.
        public let property: String
        /// In the kind's base unit.
        public let value: Double
        /// How far a reading must fall back behind it, where the hardware says.
        public let hysteresis: Double?
        /// Whether an operator set it, rather than the hardware.
        public let isOperatorSet: Bool
    }

    /// The sensor's key.
    public let id: PartID
    /// What it measures.
    public let kind: SensorKind
    /// What people call it.
    public let name: String
    /// The reading in the kind's base unit.
    public let value: Double?
    /// How far the reading can be trusted.
    public let quality: ResourceModel.Quality
    /// When it was read.
    public let sampledAt: ResourceModel.Timestamp?
    /// Whether the hardware says that the sensor is broken.
    public let isFaulty: Bool
    /// The limits in force.
    public let limits: [Limit]
    /// The properties of the limits of which an alarm bit is set.
    public let alarms: [String]
    /// Whether the fan is meant to turn; nil where nobody can say.
    public let isDriven: Bool?
}

/// Sensors that are read over one bus, and so wait for each other.
public struct SensorGroup: Sendable {
    /// The bus; nil where reading never waits.
    public let lane: BusKey?
    /// What reading the dearest of them costs.
    public let cost: CostClass
    /// The sensors.
    public let ids: [PartID]
}

extension SensorProvider {
    /// The sensors that are worth watching: those with limits or alarms, and fans; none that could wake a disk.
    public var watchedSensors: [SensorGroup] { sensors.watched() }

    /// Those of them that belong to the chip whose device the kernel names so, such as `/devices/…/hwmon/hwmon2`.
    public func watchedSensors(ofChipAt devicePath: String) -> [SensorGroup] {
        sensors.watched { $0.path == "sys" + devicePath }
    }

    /// Reads a sensor; nil where there is none of this key any more.
    public func observe(_ id: PartID) async -> SensorObservation? { await sensors.observe(id) }
}

extension Sensors {
    func watched(where isWanted: (Entry) -> Bool = { _ in true }) -> [SensorGroup] {
        var order: [BusKey?] = []
        var groups: [BusKey?: (ids: [PartID], cost: CostClass)] = [:]
        for id in index.ids {
            guard let entry = index[id], isWorthWatching(entry), isWanted(entry) else { continue }
            if groups[entry.lane] == nil { order.append(entry.lane) }
            groups[entry.lane, default: ([], .cheap)].ids.append(id)
            if entry.costClass != .cheap { groups[entry.lane]?.cost = entry.costClass }
        }
        return order.compactMap { lane in
            groups[lane].map { SensorGroup(lane: lane, cost: $0.cost, ids: $0.ids) }
        }
    }

    private func isWorthWatching(_ entry: Entry) -> Bool {
        guard entry.costClass != .mayWake, entry.sensor.kind.isNumeric, entry.sensor.kind != .energy else {
            return false
        }
        if entry.sensor.kind == .tachometer || !entry.alarms.isEmpty || !entry.channel.trips.isEmpty { return true }
        let limits = AttributeSet(.minimum, .maximum, .lowerCritical, .critical, .emergency)
        return !limits.intersection(entry.channel.attributes).isEmpty || hasOperatorLimits(entry.sensor.id)
    }

    func observe(_ id: PartID) async -> SensorObservation? {
        guard let entry = index[id], let sensor = try? await part(id, reading: .state) else { return nil }
        let sample = hardware.sampler.lastSample(entry.channel)
        let limits = sensor.limits.present.compactMap { threshold in
            sensor.limits[threshold].map { value in
                SensorObservation.Limit(
                    property: threshold.property, value: value,
                    hysteresis: threshold.attribute.flatMap(sample.hysteresis(of:)),
                    isOperatorSet: sensor.limits.source(of: threshold) == .operatorSet)
            }
        }
        return SensorObservation(
            id: id, kind: sensor.kind, name: sensor.name, value: sensor.value, quality: sensor.quality,
            sampledAt: sensor.sampledAt, isFaulty: sensor.fault == true, limits: limits,
            alarms: alarms(entry, sample, sensor.limits).map(\.property), isDriven: await isDriven(entry, sensor))
    }

    /// Where a fan stands, whether it is meant to.
    private func isDriven(_ entry: Entry, _ sensor: Sensor) async -> Bool? {
        guard sensor.value == 0, let drive = entry.drive else { return nil }
        return await hardware.sampler.sample(drive, AttributeSet(.value)).rawMeasurement.goodValue.map { $0 > 0 }
    }

    /// The limits whose bits are set, but for limits that nobody ever programmed: their bits mean nothing.
    private func alarms(_ entry: Entry, _ sample: ChannelSample, _ limits: SensorLimits) -> [Threshold] {
        var found = Threshold.allCases.filter { threshold in
            guard let bit = threshold.alarm, entry.alarms.contains(bit), sample.flag(bit) == true,
                let attribute = threshold.attribute
            else { return false }
            return limits[threshold] != nil || !entry.channel.attributes.contains(attribute)
        }
        // One bit for all of a channel's limits; of a voltage nobody can tell which.
        if found.isEmpty, entry.alarms.contains(.alarm), sample.flag(.alarm) == true {
            let candidates: [Threshold] =
                switch entry.sensor.kind {
                case .tachometer: [.lowerNonCritical]
                case .temperature, .current, .power: [.upperNonCritical, .upperCritical]
                default: []
                }
            if let threshold = candidates.first(where: { limits[$0] != nil }) { found.append(threshold) }
        }
        return found
    }
}

extension Threshold {
    /// The file of the limit.
    fileprivate var attribute: HwmonAttribute? {
        switch self {
        case .lowerNonCritical: .minimum
        case .upperNonCritical: .maximum
        case .lowerCritical: .lowerCritical
        case .upperCritical: .critical
        case .lowerFatal: nil
        case .upperFatal: .emergency
        }
    }

    /// The file of its alarm bit.
    fileprivate var alarm: HwmonAttribute? {
        switch self {
        case .lowerNonCritical: .minimumAlarm
        case .upperNonCritical: .maximumAlarm
        case .lowerCritical: .lowerCriticalAlarm
        case .upperCritical: .criticalAlarm
        case .lowerFatal: nil
        case .upperFatal: .emergencyAlarm
        }
    }
}
