// SPDX-License-Identifier: Apache-2.0

/// Where the value of a reading comes from.
public enum ReadingSource: String, Sendable, Hashable {
    /// Read from the kernel's attribute file and scaled by its documented unit.
    case kernel
    /// Scaled by libsensors with the administrator's configuration.
    case library
}
