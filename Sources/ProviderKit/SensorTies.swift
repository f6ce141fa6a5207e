// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Which sensors watch parts of a domain (CIM_AssociatedSensor).
public struct SensorTies {
    /// A sensor, and the address of what it watches.
    public typealias Tie = (sensor: PartID, element: Reference)

    /// Grows whenever `ties` would answer anything else than before.
    public let generation: () -> UInt64
    /// The ties that there are now, in a stable order; memory only, no I/O.
    public let ties: () -> [Tie]

    /// A domain's ties.
    public init(generation: @escaping () -> UInt64, ties: @escaping () -> [Tie]) {
        self.generation = generation
        self.ties = ties
    }
}
