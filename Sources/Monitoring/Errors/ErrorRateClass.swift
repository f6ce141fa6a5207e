// SPDX-License-Identifier: Apache-2.0

/// How fast a count of errors grows (EVENTS.md 3.4).
public enum ErrorRateClass: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// It does not.
    case none
    /// Now and then, as hardware does.
    case low
    /// So fast that something is wrong.
    case high
    /// So fast that something fails.
    case storm

    /// Orders by rate.
    public static func < (lhs: ErrorRateClass, rhs: ErrorRateClass) -> Bool { lhs.rawValue < rhs.rawValue }
}
