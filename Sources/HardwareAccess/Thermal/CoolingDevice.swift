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
