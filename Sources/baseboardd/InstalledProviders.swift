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
struct InstalledProviders {
    /// The sensors, for who watches them.
    let sensors: SensorProvider
    /// Every provider, with the labels that operators may set.
    let all: [any Provider]

    /// The providers over what the hardware's last scan found.
    static func all(
        _ hardware: Hardware, settings: any OperatorSettings, events: (any EventJournal)? = nil,
        subscriptions: (any Provider)? = nil
    ) -> [any Provider] {
        InstalledProviders(hardware, settings: settings, events: events, subscriptions: subscriptions).all
    }

    /// Makes the providers over what the hardware's last scan found.
    ///
    /// - Parameters:
    ///   - events: the event log; without one there is no class for it.
    ///   - subscriptions: who is told of events, where anybody can be.
    init(
        _ hardware: Hardware, settings: any OperatorSettings, events: (any EventJournal)? = nil,
        subscriptions: (any Provider)? = nil,
        derived limits: DerivedSensorLimits = DerivedSensorLimits()
    ) {
        let system = ScopingSystem(name: hardware.hostName ?? "localhost")
        let fans = FanProvider(hardware, of: system)
        let disks = DiskProvider(hardware, of: system)
        let processors = CPUProvider(hardware, of: system)
        let memory = MemoryProvider(hardware, of: system)
        let supplies = PowerSupplyProvider(hardware, of: system)
        let sensors = SensorProvider(
            hardware, of: system, settings: settings,
            watching: [fans.tachometers, disks.thermometers, processors.thermometers], derived: limits)
        self.sensors = sensors
        let devices: [any Provider] = [
            processors, memory, disks, PCIProvider(hardware, of: system), fans, supplies, sensors,
        ]
        let chassis = ChassisProvider(
            hardware, of: system, devices: devices.flatMap(\.resourceClasses),
            packages: [disks.packages, supplies.packages],
            realizing: [processors.realizations, memory.realizations])
        let parts = (devices + [chassis]).map { LabelledClasses.labelled($0, settings) }
        let log: (any Provider)? = events.map {
            EventLogProvider($0, of: system, parts: parts.flatMap(\.resourceClasses).map(\.schema))
        }
        all = parts + [log, subscriptions].compactMap(\.self)
    }
}
