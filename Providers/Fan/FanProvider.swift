// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit

/// Fans: what cools, with its tachometer and its control.
public struct FanProvider: Provider {
    /// CIM_Fan, BB_FanView.
    public let resourceClasses: [any ResourceClass]

    /// The tachometer of each fan: the sensor of the same channel.
    public let tachometers: SensorTies

    private let fans: Fans

    /// Shows the fans that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        let fans = Fans(hardware)
        self.fans = fans
        resourceClasses = [fanClass(fans, of: system), fanViewClass(fans)]
        tachometers = SensorTies(generation: { fans.generation }) {
            fans.ids.map { ($0, system.device("CIM_Fan", $0)) }
        }
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { fans.refresh() }
}
