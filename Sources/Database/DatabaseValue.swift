// SPDX-License-Identifier: Apache-2.0

/// A value in one of SQLite's storage classes.
public enum DatabaseValue: Sendable, Hashable {
    /// SQL's NULL.
    case null
    /// A signed integer.
    case integer(Int64)
    /// A floating-point number; SQLite stores NaN as NULL.
    case real(Double)
    /// Text, stored as UTF-8.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}
