// SPDX-License-Identifier: Apache-2.0

/// How old a value may be that is answered without reading again, by what reading costs.
public struct MaximumAges: Sendable, Hashable {
    /// Of what is cheap to read.
    public var cheap = Duration.milliseconds(100)
    /// Of what is behind a slow bus or firmware.
    public var bus = Duration.seconds(2)
    /// Of what costs an administrative command.
    public var command = Duration.seconds(60)
    /// Of what may wake a sleeping device.
    public var mayWake = Duration.seconds(3600)

    /// The defaults.
    public init() {}

    /// The age for a cost.
    public subscript(cost: CostClass) -> Duration {
        switch cost {
        case .cheap: cheap
        case .bus: bus
        case .command: command
        case .mayWake: mayWake
        }
    }
}
