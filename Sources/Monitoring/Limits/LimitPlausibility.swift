// SPDX-License-Identifier: Apache-2.0

/// Which limits can be meant: firmware often leaves them as they came (EVENTS.md 3.1).
enum LimitPlausibility {
    /// The limits to go by, and those not to.
    ///
    /// An operator's are always meant.
    static func sort(
        _ limits: [WatchedLimit], _ quantity: SensorQuantity
    ) -> (used: [WatchedLimit], ignored: [WatchedLimit]) {
        var ignored: Set<LimitLevel> = []
        let stated = limits.filter { $0.source != .operatorSet }
        for limit in stated where !isPossible(limit.value, quantity) { ignored.insert(limit.level) }
        // A pair that spans nothing: both are what the chip came with.
        let pairs: [(LimitLevel, LimitLevel)] = [
            (.lowerNonCritical, .upperNonCritical), (.lowerCritical, .upperCritical), (.lowerFatal, .upperFatal),
        ]
        for (low, high) in pairs {
            guard let below = stated.first(where: { $0.level == low }),
                let above = stated.first(where: { $0.level == high }), above.value <= below.value
            else { continue }
            ignored.formUnion([low, high])
        }
        return (
            limits.filter { $0.source == .operatorSet || !ignored.contains($0.level) },
            limits.filter { $0.source != .operatorSet && ignored.contains($0.level) }
        )
    }

    private static func isPossible(_ value: Double, _ quantity: SensorQuantity) -> Bool {
        guard value.isFinite else { return false }
        return switch quantity {
        case .temperature: (-100...300).contains(value)
        case .fan: (0...100_000).contains(value)
        case .voltage: (-500...500).contains(value)
        case .current: (-10_000...10_000).contains(value)
        case .power: (-20_000...20_000).contains(value)
        case .humidity: (0...100).contains(value)
        }
    }
}
