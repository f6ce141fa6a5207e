// SPDX-License-Identifier: Apache-2.0

import CPUProvider
import ChassisProvider
import DiskProvider
import EventLogProvider
import FanProvider
import HardwareAccess
import MemoryProvider
import PCIProvider
import PowerSupplyProvider
import ProviderKit
import ResourceModel
import SensorProvider

/// Every domain of hardware that this daemon shows: the list is the registry.
enum InstalledProviders {
    /// Makes the providers over what the hardware's last scan found.
    ///
    /// - Parameter events: the event log; without one there is no class for it.
    static func all(
        _ hardware: Hardware, settings: any OperatorSettings, events: (any EventJournal)? = nil,
        derived limits: DerivedSensorLimits = DerivedSensorLimits()
    ) -> [any Provider] {
        let system = ScopingSystem(name: hardware.hostName ?? "localhost")
        let fans = FanProvider(hardware, of: system)
        let disks = DiskProvider(hardware, of: system)
        let processors = CPUProvider(hardware, of: system)
        let memory = MemoryProvider(hardware, of: system)
        let supplies = PowerSupplyProvider(hardware, of: system)
        let devices: [any Provider] = [
            processors, memory, disks, PCIProvider(hardware, of: system), fans, supplies,
            SensorProvider(
                hardware, of: system, settings: settings,
                watching: [fans.tachometers, disks.thermometers, processors.thermometers], derived: limits),
        ]
        let chassis = ChassisProvider(
            hardware, of: system, devices: devices.flatMap(\.resourceClasses),
            packages: [disks.packages, supplies.packages],
            realizing: [processors.realizations, memory.realizations])
        return (devices + [chassis] + [events].compactMap { $0.map(EventLogProvider.init) }).map {
            LabelledClasses.labelled($0, settings)
        }
    }
}
