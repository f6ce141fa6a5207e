// SPDX-License-Identifier: Apache-2.0

/// A logical processor, numbered by the kernel.
public struct HardwareThread: Sendable, Hashable {
    /// The kernel's number, as in `cpu12`.
    public let number: Int
    /// Whether it runs; an offline one may have been switched off because it is faulty.
    public let isOnline: Bool
    /// Whether it is kept free of the kernel's own work, so that a sensor read by interrupt would disturb it.
    public let isIsolated: Bool
}
