// SPDX-License-Identifier: Apache-2.0

/// Why a value is what it is: good, or the reason that it is missing or doubtful.
///
/// On the wire an absent value is `xsi:nil`, never 0; the views carry the quality's name beside it.
public enum Quality: String, Sendable, Hashable, CaseIterable {
    /// Read within its maximum age and plausible.
    case good
    /// The last good value, kept because a newer one could not be had in time.
    case stale
    /// Not wired, not fitted, or not told by this hardware.
    case absent
    /// Switched off by the driver or the administrator.
    case disabled
    /// There in principle, not to be had at the moment.
    case unavailable
    /// The last read failed.
    case error
    /// Reads have failed again and again.
    case failed
    /// The kernel refuses this user.
    case denied
    /// The driver offers the attribute but does not implement it.
    case unsupported
    /// The hardware answered something that cannot be.
    case implausible
}
