// SPDX-License-Identifier: Apache-2.0

/// Something the kernel can use to cool: a fan, a processor's clock, a backlight.
public struct CoolingDevice: Sendable, Hashable, Identifiable {
    /// Stable and unique: `cooling/` and the type, with an ordinal from the second of a type on.
    public let id: String
    /// Its type, such as `Processor` or `Fan`.
    public let type: String
    /// The directory of the moment, relative to the root.
    public let path: String
    /// The strongest state; 0 is off.
    public let maximumState: Int64?
}

extension CoolingDevice {
    /// The kernel's number of the moment.
    public var number: Int? {
        path.split(separator: "/").last.flatMap { Int($0.dropFirst("cooling_device".count)) }
    }

    /// Whether it cools by slowing something down: its clock, or by idling.
    public var isThrottle: Bool {
        type == "Processor" || type == "intel_powerclamp"
            || ["cpufreq-", "idle-", "devfreq-", "thermal-cpufreq-", "thermal-idle-", "thermal-devfreq-"]
                .contains(where: type.hasPrefix)
    }

    /// How strongly it cools at present; nil where nobody can say.
    ///
    /// Of a throttle this is the kernel's memory; others may ask firmware, so not on the loop.
    public func state(reading sysfs: Sysfs) -> Int64? { sysfs.integerIfPresent(path + "/cur_state") }
}
