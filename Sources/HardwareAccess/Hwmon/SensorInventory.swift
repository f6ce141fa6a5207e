// SPDX-License-Identifier: Apache-2.0

/// The sensors of a machine as found by one scan.
///
/// An immutable value.
public struct SensorInventory: Sendable {
    /// Chips ordered by key; thermal zones that no chip shows come as chips of one channel.
    public let chips: [HwmonChip]
    /// Cooling devices ordered by key.
    public let coolingDevices: [CoolingDevice]

    private let chipIndex: [HwmonChip.ID: Int]
    private let channelIndex: [HwmonChannel.ID: (chip: Int, channel: Int)]

    /// An inventory of these parts.
    public init(chips: [HwmonChip] = [], coolingDevices: [CoolingDevice] = []) {
        self.chips = chips
        self.coolingDevices = coolingDevices
        var chipIndex: [HwmonChip.ID: Int] = [:]
        var channelIndex: [HwmonChannel.ID: (chip: Int, channel: Int)] = [:]
        for (c, chip) in chips.enumerated() {
            chipIndex[chip.id] = c
            for (n, channel) in chip.channels.enumerated() { channelIndex[channel.id] = (c, n) }
        }
        self.chipIndex = chipIndex
        self.channelIndex = channelIndex
    }

    /// All channels of all chips in order.
    public var channels: some Sequence<HwmonChannel> { chips.lazy.flatMap(\.channels) }

    /// The chip with this key; a lookup.
    public func chip(_ id: HwmonChip.ID) -> HwmonChip? { chipIndex[id].map { chips[$0] } }

    /// The channel with this key; a lookup.
    public func channel(_ id: HwmonChannel.ID) -> HwmonChannel? {
        channelIndex[id].map { chips[$0.chip].channels[$0.channel] }
    }
}
