// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What operators set of parts, kept over restarts and winning over what the hardware says.
///
/// Reading is a lookup in memory; a change is visible only once it is stored.
public protocol OperatorSettings {
    /// Grows with each change of any setting.
    var generation: UInt64 { get }

    /// What was set of a part, by property; an absent value means that the property was taken away.
    ///
    /// - Parameter domain: the kind of part, such as `Sensor`, whatever class shows it.
    func settings(of part: PartID, in domain: String) -> [String: Value]

    /// Whether anything was set of any part of a domain; as cheap as a look-up.
    func hasParts(in domain: String) -> Bool

    /// The parts of a domain of which anything was set, in a stable order.
    func parts(in domain: String) -> [PartID]

    /// Sets properties of a part, all or none.
    func set(
        _ values: [String: Value], of part: PartID, in domain: String, by principal: Principal
    ) async throws(ProviderError)

    /// Forgets what was set of these properties of a part.
    func reset(
        _ properties: [String], of part: PartID, in domain: String
    ) async throws(ProviderError)
}
