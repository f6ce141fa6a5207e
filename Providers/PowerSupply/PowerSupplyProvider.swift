// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
import ResourceModel

/// Batteries, and whether an adapter feeds the machine.
public struct PowerSupplyProvider: Provider {
    /// CIM_Battery, BB_BatteryView.
    public let resourceClasses: [any ResourceClass]
    /// The batteries as things that can be touched.
    public let packages: any PhysicalPackageSource

    private let batteries: Batteries

    /// Shows the batteries that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        batteries = Batteries(hardware)
        packages = BatteryPackages(batteries, of: system)
        resourceClasses = [batteryClass(batteries, of: system), batteryViewClass(batteries)]
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { batteries.refresh() }
}

/// The batteries' packages, in the batteries' order.
private final class BatteryPackages: PhysicalPackageSource {
    private let batteries: Batteries
    private let system: ScopingSystem

    init(_ batteries: Batteries, of system: ScopingSystem) {
        self.batteries = batteries
        self.system = system
    }

    var generation: UInt64 { batteries.generation }

    var packages: [PhysicalPackage] {
        batteries.all.map { battery in
            PhysicalPackage(
                tag: battery.id, name: battery.name, type: .battery, label: battery.label, health: .unknown,
                manufactureDate: battery.manufactured, realizes: system.device("CIM_Battery", battery.id))
        }
    }
}
