// SPDX-License-Identifier: Apache-2.0

/// What the kernel's thermal core says by itself (group `event` of the generic netlink family `thermal`).
public enum ThermalEvent: Sendable, Hashable {
    /// A temperature rose over a trip; in millidegrees, where the kernel says it.
    case tripPassed(zone: Int, trip: Int, temperature: Int64?)
    /// A temperature fell under a trip.
    case tripLeft(zone: Int, trip: Int, temperature: Int64?)
    /// A cooling device cools by another state; 0 is off.
    case coolingChanged(device: Int, state: Int64)
    /// Zones, their trips or what cools them came, went or became others.
    case zonesChanged

    /// The commands of linux/thermal.h that say something of the machine.
    private enum Command: UInt8 {
        case zoneCreated = 1
        case zoneDeleted = 2
        case zoneDisabled = 3
        case zoneEnabled = 4
        case tripUp = 5
        case tripDown = 6
        case tripChanged = 7
        case tripAdded = 8
        case tripDeleted = 9
        case coolingAdded = 10
        case coolingDeleted = 11
        case coolingState = 12
    }

    /// Its attributes that are read.
    private enum Attribute {
        static let zone: UInt16 = 2
        static let temperature: UInt16 = 3
        static let trip: UInt16 = 5
        static let coolingDevice: UInt16 = 15
        static let coolingState: UInt16 = 16
    }

    /// The greatest number of a zone, trip or device that is believed.
    private static let numberLimit: UInt32 = 1 << 20

    /// What a datagram says; nil where it is not whole or lacks what belongs to it, so that nobody knows what was said.
    ///
    /// - Parameter family: the type of the family's messages; others are passed over, as are words of later kernels.
    static func events(in datagram: ArraySlice<UInt8>, family: UInt16) -> [ThermalEvent]? {
        guard let messages = NetlinkMessage.messages(in: datagram) else { return nil }
        var events: [ThermalEvent] = []
        for message in messages where message.type == family {
            guard let content = GenericNetlinkMessage(message) else { return nil }
            guard let command = Command(rawValue: content.command) else { continue }
            guard let event = ThermalEvent(command, content.attributes) else { return nil }
            events.append(event)
        }
        return events
    }

    private init?(_ command: Command, _ attributes: NetlinkAttributes) {
        func number(_ type: UInt16) -> Int? {
            attributes.number(type, as: UInt32.self).flatMap { $0 < Self.numberLimit ? Int($0) : nil }
        }
        switch command {
        case .tripUp, .tripDown:
            guard let zone = number(Attribute.zone), let trip = number(Attribute.trip) else { return nil }
            // Millidegrees below zero are written as what they are without a sign.
            let temperature = attributes.number(Attribute.temperature, as: Int32.self).map { Int64($0) }
            self =
                command == .tripUp
                ? .tripPassed(zone: zone, trip: trip, temperature: temperature)
                : .tripLeft(zone: zone, trip: trip, temperature: temperature)
        case .coolingState:
            guard let device = number(Attribute.coolingDevice), let state = number(Attribute.coolingState) else {
                return nil
            }
            self = .coolingChanged(device: device, state: Int64(state))
        case .zoneCreated, .zoneDeleted, .zoneDisabled, .zoneEnabled, .tripChanged, .tripAdded, .tripDeleted,
            .coolingAdded, .coolingDeleted:
            self = .zonesChanged
        }
    }
}
