// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The fans of a machine: the `fanN` channels of its hwmon chips, each with the `pwmN` of its number.
final class Fans: PartSource {
    private struct Entry {
        let channel: HwmonChannel
        let pwm: HwmonChannel?
        let fan: Fan
    }

    private let hardware: Hardware
    private var index = PartIndex<Entry>()

    var ids: [PartID] { index.ids }
    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        index.update(to: hardware.revision(of: .sensors)) { add in
            for chip in hardware.sensors.chips {
                for channel in chip.channels where channel.kind == .fan {
                    let id = PartID(channel.id.description)
                    let pwm = chip.channel(.pwm, channel.index)
                    let fan = Fan(
                        id: id, name: channel.label ?? "\(chip.label ?? chip.name) \(channel.name)", chip: chip.name,
                        channel: channel.name, hasPWM: pwm != nil)
                    add(id, Entry(channel: channel, pwm: pwm, fan: fan))
                }
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Fan? {
        guard let entry = index[id] else { return nil }
        var fan = entry.fan
        if facets.isEmpty { return fan }
        if facets.contains(.speed) {
            let sample = await read(
                entry.channel, [AttributeSet(.input, .minimum, .maximum, .fault), .alarms])
            let reading = sample.rawMeasurement
            fan.speed = reading.value
            fan.quality = Quality(rawValue: reading.quality.rawValue) ?? .error
            fan.fault = entry.channel.attributes.contains(.fault) ? sample.flag(.fault) : nil
            fan.alarm = alarm(entry.channel, sample)
            fan.minimum = sample.limit(.minimum).flatMap { Int64(exactly: $0.rounded()) }
            fan.maximum = sample.limit(.maximum).flatMap { Int64(exactly: $0.rounded()) }
            if reading.value != nil {
                fan.sampledAt = ResourceModel.Timestamp(microseconds: reading.sampledAt.wall / 1000)
                let age = hardware.clock.now().age(since: reading.sampledAt).components
                fan.ageMilliseconds = UInt64(
                    clamping: age.seconds * 1000 + age.attoseconds / 1_000_000_000_000_000)
            }
        }
        if facets.contains(.control) {
            let settings = await read(entry.channel, AttributeSet(.target, .pulses))
            // Drivers say 0 while the fan is not steered by its speed.
            fan.target = settings.raw(.target).value.flatMap { $0 > 0 ? $0 : nil }
            fan.pulses = settings.raw(.pulses).value
            if let pwm = entry.pwm {
                let drive = await read(pwm, AttributeSet(.value, .enable))
                fan.pwm = drive.raw(.value).value
                fan.pwmMode = drive.raw(.enable).value
            }
        }
        return fan
    }

    private func read(_ channel: HwmonChannel, _ wanted: AttributeSet) async -> ChannelSample {
        if let known = hardware.sampler.sampleNow(channel, wanted) { return known }
        return await hardware.sampler.sample(channel, wanted)
    }

    private func alarm(_ channel: HwmonChannel, _ sample: ChannelSample) -> Bool? {
        var result: Bool?
        for attribute in HwmonAttribute.allCases
        where AttributeSet.alarms.contains(attribute) && channel.attributes.contains(attribute) {
            guard let flag = sample.flag(attribute) else { continue }
            result = (result ?? false) || flag
        }
        return result
    }
}
