// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The sensors that operators derived from others, and how they are computed.
///
/// Definitions are kept among the operators' settings and survive restarts. A reading is computed when somebody asks, of
/// readings that are shared as any others.
final class DerivedSensors {
    private let settings: any OperatorSettings
    private let clock: any HardwareClock
    private let limits: DerivedSensorLimits
    private var definitions: [PartID: DerivedDefinition] = [:]
    private var meters: [PartID: RateMeter] = [:]
    /// Names that somebody is just making: what is being stored is not there yet, and not free any more.
    private var inTheMaking: Set<PartID> = []

    /// Grows with each sensor made, changed or removed.
    private(set) var generation: UInt64 = 0
    /// The sensors, ordered by name.
    private(set) var ids: [PartID] = []

    init(_ settings: any OperatorSettings, clock: any HardwareClock, limits: DerivedSensorLimits) {
        self.settings = settings
        self.clock = clock
        self.limits = limits
        for name in settings.parts(in: DerivedDefinition.domain) {
            guard
                let definition = DerivedDefinition(name, settings.settings(of: name, in: DerivedDefinition.domain))
            else { continue }
            definitions[definition.id] = definition
        }
        ids = definitions.keys.sorted()
    }

    /// What was said of a sensor; nil for one that is not derived.
    subscript(id: PartID) -> DerivedDefinition? { definitions[id] }

    // MARK: Making and removing

    /// Makes a sensor.
    ///
    /// - Parameter kind: what a sensor of the hardware measures; nil where there is none.
    func create(
        _ definition: DerivedDefinition, by principal: Principal
    ) async throws(ProviderError) {
        let id = definition.id
        guard definitions[id] == nil, !inTheMaking.contains(id) else {
            throw .alreadyExists("There is a derived sensor \(definition.name) already.")
        }
        guard definitions.count + inTheMaking.count < limits.sensors else {
            throw .quotaExceeded("There are \(limits.sensors) derived sensors; delete one before making another.")
        }
        inTheMaking.insert(id)
        defer { inTheMaking.remove(id) }
        try await settings.set(
            definition.settings, of: PartID(definition.name), in: DerivedDefinition.domain, by: principal)
        show(definition, as: id)
    }

    /// Puts another definition in the place of one.
    func replace(_ definition: DerivedDefinition, by principal: Principal) async throws(ProviderError) {
        let id = definition.id
        guard let former = definitions[id] else { throw .notFound }
        guard former != definition else { return }
        let kept = definition.settings
        try await settings.set(kept, of: PartID(definition.name), in: DerivedDefinition.domain, by: principal)
        // What is left of more sources than there are now would be read as theirs.
        let left = former.settings.keys.filter { kept[$0] == nil }
        if !left.isEmpty {
            try await settings.reset(left.sorted(), of: PartID(definition.name), in: DerivedDefinition.domain)
        }
        meters[id] = nil
        show(definition, as: id)
    }

    /// Removes a sensor, with all that was set of it.
    func delete(_ id: PartID) async throws(ProviderError) {
        guard let definition = definitions[id], !inTheMaking.contains(id) else { throw .notFound }
        try await settings.reset(
            definition.settings.keys.sorted(), of: PartID(definition.name), in: DerivedDefinition.domain)
        definitions[id] = nil
        meters[id] = nil
        ids = definitions.keys.sorted()
        generation &+= 1
        let rest = settings.settings(of: id, in: OperatorLimits.domain)
        if !rest.isEmpty { try await settings.reset(rest.keys.sorted(), of: id, in: OperatorLimits.domain) }
    }

    private func show(_ definition: DerivedDefinition, as id: PartID) {
        definitions[id] = definition
        ids = definitions.keys.sorted()
        generation &+= 1
    }

    /// Checks what a definition is to be made of.
    ///
    /// - Parameter kind: what a sensor of the hardware measures, without reading it; nil where there is none.
    func check(
        _ sources: [PartID], _ function: DerivedFunction, kind: (PartID) -> SensorKind?
    ) throws(ProviderError) -> SensorKind {
        let allowed = function.sources(most: limits.sources)
        guard allowed.contains(sources.count) else {
            let wanted = allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)"
            throw .invalidValue(
                property: "Sources",
                reason: "\(function.rawValue) takes \(wanted) sensors, and these are \(sources.count).")
        }
        guard Set(sources).count == sources.count else {
            throw .invalidValue(property: "Sources", reason: "a sensor is named twice.")
        }
        var kinds: [SensorKind] = []
        for source in sources {
            guard !source.text.hasPrefix(DerivedDefinition.prefix) else {
                throw .invalidValue(
                    property: "Sources",
                    reason: "\(source.text.prefix(200)) is derived itself; name sensors of the hardware.")
            }
            guard let kind = kind(source) else {
                throw .invalidValue(property: "Sources", reason: "there is no sensor \(source.text.prefix(200)).")
            }
            guard kind.isNumeric else {
                throw .invalidValue(
                    property: "Sources", reason: "\(source.text.prefix(200)) has a state and no number.")
            }
            kinds.append(kind)
        }
        guard let kind = kinds.first, kinds.allSatisfy({ $0 == kind }) else {
            throw .invalidValue(
                property: "Sources",
                reason: "they measure different things: \(Set(kinds.map(\.rawValue)).sorted().joined(separator: ", "))."
            )
        }
        return kind
    }

    // MARK: Reading

    /// The sensor of a definition, computed of what its sources read now.
    func sensor(_ definition: DerivedDefinition, of sources: [Sensor?]) -> Sensor {
        var sensor = description(definition)
        sensor.source = "derived"
        guard definition.isEnabled else {
            sensor.quality = .disabled
            return sensor
        }
        guard !sources.contains(where: { $0 == nil }) else {
            sensor.quality = .unavailable
            return sensor
        }
        let present = sources.compactMap { $0 }
        // The worst of them is what can be said of all.
        sensor.quality =
            present.map(\.quality).first { $0 != .good && $0 != .stale }
            ?? (present.contains { $0.quality == .stale } ? .stale : .good)
        guard sensor.quality == .good || sensor.quality == .stale else { return sensor }
        let readings = present.compactMap(\.value)
        guard readings.count == present.count else {
            sensor.quality = .unavailable
            return sensor
        }
        sensor.sampledAt = present.compactMap(\.sampledAt).min()
        sensor.ageMilliseconds = present.compactMap(\.ageMilliseconds).max()
        sensor.value = value(definition, readings, sensor.ageMilliseconds ?? 0)
        if sensor.value == nil { sensor.quality = .unavailable }
        if sensor.value?.isFinite == false {
            sensor.value = nil
            sensor.quality = .implausible
        }
        return sensor
    }

    private func value(_ definition: DerivedDefinition, _ readings: [Double], _ age: UInt64) -> Double? {
        guard definition.function == .rate, let reading = readings.first else {
            return definition.function.value(of: readings)
        }
        let age = age.multipliedReportingOverflow(by: 1_000_000)
        let now = clock.nanoseconds
        let sampled = age.overflow || age.partialValue > now ? 0 : now - age.partialValue
        return meters[definition.id, default: RateMeter()].rate(
            reading, at: sampled, isCounter: definition.kind == .energy)
    }

    /// The sensor as far as it can be told without reading anything.
    func description(_ definition: DerivedDefinition) -> Sensor {
        var sensor = Sensor(
            id: definition.id, kind: definition.function.kind(of: definition.kind), name: definition.name,
            chip: "derived", channel: definition.name, maximumAgeMilliseconds: 0)
        sensor.isPerSecond = definition.function.isPerSecond(definition.kind)
        return sensor
    }
}
