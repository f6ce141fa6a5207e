// SPDX-License-Identifier: Apache-2.0

import CPUProvider
import ChassisProvider
import FanProvider
import HardwareAccess
import PCIProvider
import ProviderKit
import ResourceModel
import SensorProvider

/// Every domain of hardware that this daemon shows: the list is the registry.
enum InstalledProviders {
    /// Makes the providers over what the hardware's last scan found.
    static func all(_ hardware: Hardware, settings: any OperatorSettings) -> [any Provider] {
        let system = ScopingSystem(name: hardware.system.hostName ?? "localhost")
        let fans = FanProvider(hardware, of: system)
        let devices: [any Provider] = [
            CPUProvider(hardware, of: system),
            fans,
            PCIProvider(hardware, of: system),
            SensorProvider(hardware, of: system, settings: settings, watching: { fans.tachometers() }),
        ]
        return devices + [ChassisProvider(hardware, of: system, devices: devices.flatMap(\.resourceClasses))]
    }
}
