// SPDX-License-Identifier: Apache-2.0

/// How large an overlay may grow.
public struct OverlayLimits: Sendable {
    /// Most properties that may be set, over all parts.
    public var maximumEntries = 100_000
    /// Longest text: a value, a key, a property's name or an account's, in bytes of UTF-8.
    public var maximumTextBytes = 4096

    /// Makes the default limits.
    public init() {}
}
