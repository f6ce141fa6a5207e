// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The limits that operators set, over those that the hardware says.
///
/// Changes are made one at a time: each is checked against what the one before left.
final class OperatorLimits {
    /// What sensors' settings are kept under.
    static let domain = "Sensor"

    private let settings: any OperatorSettings
    private let executor: (any TaskExecutor)?
    private var known: [PartID: [(Threshold, Double?)]] = [:]
    private var generation: UInt64?
    private var isChanging = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter executor: where those who wait for their turn go on.
    init(_ settings: any OperatorSettings, executor: (any TaskExecutor)?) {
        self.settings = settings
        self.executor = executor
    }

    /// What was set of a sensor; nil where a limit was taken away.
    func limits(of id: PartID) -> [(Threshold, Double?)] {
        if generation != settings.generation {
            known.removeAll(keepingCapacity: true)
            generation = settings.generation
        }
        if let found = known[id] { return found }
        var found: [(Threshold, Double?)] = []
        for (property, value) in settings.settings(of: id, in: Self.domain) {
            guard let threshold = Threshold.named(property) else { continue }
            switch value {
            case .real(let number): found.append((threshold, number))
            case .absent: found.append((threshold, nil))
            default: continue
            }
        }
        known[id] = found
        return found
    }

    /// Sets limits of a sensor, all or none.
    ///
    /// - Parameters:
    ///   - unitsPerBase: how many of the units that the values are in make one base unit.
    ///   - current: the limits in force.
    func set(
        _ changes: [PropertyChange], of id: PartID, _ kind: SensorKind, unitsPerBase: Double,
        over current: () async throws(ProviderError) -> SensorLimits, by principal: Principal
    ) async throws(ProviderError) {
        await takeTurn()
        defer { passTurn() }
        var limits = try await current()
        var changed: Set<Threshold> = []
        var values: [String: Value] = [:]
        for change in changes {
            guard let threshold = Threshold.named(change.name), kind.isNumeric else {
                throw .invalidValue(property: change.name, reason: "it is no limit of this sensor.")
            }
            let number = try Self.number(change).map { $0 / unitsPerBase }
            if let number, kind.scaled(number) == nil {
                throw .invalidValue(property: change.name, reason: "no reading of this sensor reaches it.")
            }
            limits.override(threshold, with: number)
            changed.insert(threshold)
            values[change.name] = number.map(Value.real) ?? .absent(.disabled)
        }
        if let pair = limits.contradiction(among: changed) {
            let (own, other) = changed.contains(pair.0) ? pair : (pair.1, pair.0)
            throw .invalidValue(
                property: own.property,
                reason: "it would contradict \(other.property); "
                    + "limits rise from LowerThresholdFatal to UpperThresholdFatal.")
        }
        try await settings.set(values, of: id, in: Self.domain, by: principal)
    }

    /// Forgets every limit that was set of a sensor.
    func reset(of id: PartID) async throws(ProviderError) {
        await takeTurn()
        defer { passTurn() }
        try await settings.reset(Threshold.allCases.map(\.property), of: id, in: Self.domain)
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

    // MARK: Turns

    private func takeTurn() async {
        guard isChanging else {
            isChanging = true
            return
        }
        await withTaskExecutorPreference(executor) {
            // Asked again: between the two the preference may let others run.
            await withCheckedContinuation { continuation in
                if isChanging {
                    waiting.append(continuation)
                } else {
                    isChanging = true
                    continuation.resume()
                }
            }
        }
    }

    /// The turn goes to who waits longest; nobody can take it in between.
    private func passTurn() {
        if waiting.isEmpty { isChanging = false } else { waiting.removeFirst().resume() }
    }
}
