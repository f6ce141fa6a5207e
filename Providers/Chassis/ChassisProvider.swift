// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
import ResourceModel

/// The machine itself, and its ties to its devices.
public struct ChassisProvider: Provider {
    /// CIM_ComputerSystem, CIM_SystemDevice, BB_SystemView.
    public let resourceClasses: [any ResourceClass]

    private let systems: Systems

    /// Shows the system that the hardware's last scan found.
    ///
    /// - Parameter devices: the classes of the other domains; those that are logical devices are the system's.
    public init(_ hardware: Hardware, of system: ScopingSystem, devices: [any ResourceClass]) {
        systems = Systems(hardware, name: system.name)
        resourceClasses = [
            computerSystemClass(systems), systemDeviceClass(devices, of: system), systemViewClass(systems),
        ]
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { systems.refresh() }
}
