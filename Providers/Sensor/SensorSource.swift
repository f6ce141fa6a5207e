// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Where sensors come from: what the three classes are declared over.
protocol SensorSource: PartSource where Part == Sensor {
    /// What a sensor measures, without reading it.
    func kind(of id: PartID) -> SensorKind?

    /// Sets limits, all or none.
    ///
    /// - Parameter units: how many of the units that the values are in make one base unit.
    func setLimits(
        _ changes: [PropertyChange], of id: PartID, inUnits units: (SensorKind) -> Double, by principal: Principal
    ) async throws(ProviderError)

    /// Asks for a state that CIM knows; the result is RequestStateChange's.
    func requestState(_ state: UInt64, of id: PartID, by principal: Principal) async throws(ProviderError) -> UInt32

    /// Forgets every limit that was set.
    func restoreLimits(of id: PartID, by principal: Principal) async throws(ProviderError)
}
