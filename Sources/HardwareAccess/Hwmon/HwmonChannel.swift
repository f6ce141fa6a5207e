// SPDX-License-Identifier: Apache-2.0

/// One channel of a hwmon chip: a sensor, a fan's drive or an intrusion contact.
public struct HwmonChannel: Sendable, Hashable, Identifiable {
    /// A channel's key: the chip's and the channel's name, such as `platform/nct6775.656/temp1`.
    public struct ID: Sendable, Hashable, CustomStringConvertible {
        /// The key as text.
        public let description: String

        /// The key with this text.
        public init(_ description: String) { self.description = description }
    }

    /// Stable across reboots and renumbering, unique in an inventory.
    public let id: ID
    /// The chip it belongs to.
    public let chip: HwmonChip.ID
    /// What it measures.
    public let kind: ChannelKind
    /// Its number among the chip's channels of this kind.
    public let index: Int
    /// Which files it has.
    public let attributes: AttributeSet
    /// The driver's or the administrator's label, sanitised; `nil` without one.
    public let label: String?
    /// Trips of the thermal zone behind a temperature that has one.
    public let trips: [TripPoint]
    /// The kernel's number of that zone; changes between boots.
    public let zone: Int?
    /// Whether this is a thermal zone without a hwmon channel, whose one file is `temp`.
    public let isThermalZone: Bool
    /// Whether libsensors scales the value by a `compute` statement, so that it differs from the raw one.
    public let isComputed: Bool

    /// The channel's name, such as `temp1`; `temp` for a thermal zone.
    public var name: String { isThermalZone ? kind.rawValue : kind.rawValue + String(index) }

    /// The file name of one of its attributes, such as `temp1_input`.
    public func fileName(of attribute: HwmonAttribute) -> String { isThermalZone ? name : name + attribute.suffix }

    /// The attribute that holds the measured value, if the channel has one.
    public var primary: HwmonAttribute? {
        let candidates: [HwmonAttribute] =
            switch kind {
            case .pwm: [.value]
            case .intrusion: [.alarm]
            default: [.input, .average]
            }
        return candidates.first { attributes.contains($0) }
    }
}
