// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
public import ResourceModel

/// The sensor that shows the temperature of a thermal zone.
public struct ZoneSensor: Sendable, Hashable {
    /// A temperature at which the kernel acts.
    public struct Trip: Sendable, Hashable {
        /// Its number in the zone.
        public let number: Int
        /// `critical`, `hot`, `passive` or `active`.
        public let type: String
        /// In degrees Celsius.
        public let temperature: Double
        /// How far the temperature must fall below it, in kelvin.
        public let hysteresis: Double
    }

    /// The sensor's key.
    public let id: PartID
    /// What people call it.
    public let name: String
    /// The trips that were ever set.
    public let trips: [Trip]
}

extension SensorProvider {
    /// The sensor of the zone with this number of the kernel's.
    public func sensor(ofZone zone: Int) -> ZoneSensor? { sensors.zone { $0.zone == zone } }

    /// A sensor of a zone by its key.
    public func sensor(_ id: PartID) -> ZoneSensor? { sensors.zone { $0.id.description == id.text } }

    /// What people call a sensor of the hardware.
    public func name(of id: PartID) -> String? { sensors.index[id]?.sensor.name }
}

extension Sensors {
    fileprivate func zone(where isWanted: (HwmonChannel) -> Bool) -> ZoneSensor? {
        for entry in index.all where entry.channel.zone != nil && isWanted(entry.channel) {
            return ZoneSensor(
                id: entry.sensor.id, name: entry.sensor.name,
                trips: entry.channel.trips.map { trip in
                    ZoneSensor.Trip(
                        number: trip.number, type: trip.type, temperature: Double(trip.temperature) / 1000,
                        hysteresis: Double(trip.hysteresis ?? 0) / 1000)
                })
        }
        return nil
    }
}
