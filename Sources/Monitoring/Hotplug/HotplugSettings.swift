// SPDX-License-Identifier: Apache-2.0

/// Times and bounds of hotplug (EVENTS.md 3.3).
public struct HotplugSettings: Sendable, Hashable {
    /// How long nothing more must be said of a device.
    public var window: Duration = .milliseconds(250)
    /// How long a device that is talked of all the time can put that off.
    public var patience: Duration = .seconds(2)
    /// After how long to look again at a device whose attributes are not there yet; the last repeats.
    public var retries: [Duration] = [.milliseconds(50), .milliseconds(150), .milliseconds(500)]
    /// For how long to look again.
    public var settling: Duration = .seconds(5)
    /// How long after lost words everything is looked at.
    public var lossPause: Duration = .seconds(1)
    /// How long words that are lost again and again can put that off.
    public var lossPatience: Duration = .seconds(5)
    /// How often everything is looked at although nothing was said; zero for never.
    public var reconcileInterval: Duration = .seconds(600)
    /// Of how many devices words are kept; with more, everything is looked at instead.
    public var pendingLimit = 4096
    /// How many members of one incident are named.
    public var memberLimit = 32

    /// The defaults.
    public init() {}
}

extension Duration {
    /// Whole nanoseconds, 0 for less and the most there is for more.
    var unsignedNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = product.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000))
        return overflow || carried ? .max : sum
    }
}
