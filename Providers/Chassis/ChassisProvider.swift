// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
import ResourceModel

/// The machine itself, what it is housed in, and its ties to its devices.
public struct ChassisProvider: Provider {
    /// CIM_ComputerSystem, CIM_SystemDevice, BB_SystemView; CIM_Chassis, CIM_PhysicalPackage, CIM_Card, in the order in
    /// which consoles expect the packages; CIM_BIOSElement; CIM_ComputerSystemPackage, CIM_Realizes, CIM_Container.
    public let resourceClasses: [any ResourceClass]

    private let systems: Systems

    /// Shows the system that the hardware's last scan found.
    ///
    /// - Parameters:
    ///   - devices: the classes of the other domains; those that are logical devices are the system's, and the board
    ///     holds those that are chips.
    ///   - packages: what has no class of its own, in the order in which consoles expect it: drives, then batteries.
    ///   - realizing: which chips and modules are the bodies of which devices.
    public init(
        _ hardware: Hardware, of system: ScopingSystem, devices: [any ResourceClass],
        packages: [any PhysicalPackageSource] = [], realizing: [LinkSource] = []
    ) {
        let systems = Systems(hardware, name: system.name)
        self.systems = systems
        let enclosures = SystemPart(systems, chassisTag) { _ in true }
        let boards = SystemPart(systems, boardTag, where: \.hasBoard)
        let firmware = SystemPart(systems, firmwareName) { $0.firmwareVersion != nil }
        let bodies = Packages(packages)
        resourceClasses = [
            computerSystemClass(systems), systemDeviceClass(devices, of: system), systemViewClass(systems),
            chassisClass(enclosures), physicalPackageClass(bodies), cardClass(boards), biosElementClass(firmware),
            computerSystemPackageClass(enclosures, systems, of: system),
            realizesClass(packages, realizing, of: system),
            containerClass(enclosures, boards, bodies, devices, systems, of: system),
        ]
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { systems.refresh() }
}
