// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
public import ResourceModel

/// Fans: what cools, with its tachometer and its control.
public struct FanProvider: Provider {
    /// CIM_Fan, BB_FanView.
    public let resourceClasses: [any ResourceClass]

    private let fans: Fans
    private let system: ScopingSystem

    /// Shows the fans that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        fans = Fans(hardware)
        self.system = system
        resourceClasses = [fanClass(fans, of: system), fanViewClass(fans)]
    }

    /// The tachometer of each fan: the sensor of the same channel.
    public func tachometers() -> [(sensor: PartID, element: Reference)] {
        fans.ids.map { ($0, system.device("CIM_Fan", $0)) }
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { fans.refresh() }
}
