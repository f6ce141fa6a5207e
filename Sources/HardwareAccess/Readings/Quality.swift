// SPDX-License-Identifier: Apache-2.0

/// How far a reading can be trusted, and if not at all, why.
public enum Quality: String, Sendable, Hashable, CaseIterable {
    /// Read in time, plausible, no fault reported.
    case good
    /// There is no such channel, or its device is gone.
    case absent
    /// Switched off: `_enable` is 0 or the zone is disabled.
    case disabled
    /// The hardware has no value at present.
    case unavailable
    /// An older value: the driver was busy or its bus is stalled.
    case stale
    /// Reading failed, perhaps only for now.
    case error
    /// Reading failed repeatedly, or the sensor reports a fault.
    case failed
    /// The daemon may not read it.
    case denied
    /// The attribute exists but the device does not support it.
    case unsupported
    /// A value came, but outside what the quantity can be.
    case implausible
}
