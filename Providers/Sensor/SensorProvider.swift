// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit

/// Sensors: temperatures, voltages, currents, powers, energies, humidities, fan speeds and intrusion switches.
public struct SensorProvider: Provider {
    /// CIM_NumericSensor, CIM_Sensor, CIM_AssociatedSensor, BB_SensorView, BB_DerivedSensor.
    public let resourceClasses: [any ResourceClass]

    let sensors: Sensors

    /// Shows the sensors that the hardware's last scan found.
    ///
    /// - Parameter ties: which sensors watch which parts of other domains.
    public init(
        _ hardware: Hardware, of system: ScopingSystem, settings: any OperatorSettings,
        watching ties: [SensorTies], derived limits: DerivedSensorLimits = DerivedSensorLimits()
    ) {
        let sensors = Sensors(hardware, settings: settings, derivedLimits: limits)
        self.sensors = sensors
        resourceClasses = [
            numericSensorClass(sensors, of: system), discreteSensorClass(sensors, of: system),
            associatedSensorClass(sensors, of: system, watching: ties), sensorViewClass(sensors),
            derivedSensorClass(DerivedSensorSource(sensors)),
        ]
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { sensors.refresh() }
}
