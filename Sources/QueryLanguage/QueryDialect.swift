// SPDX-License-Identifier: Apache-2.0

/// The two query languages of CIM.
///
/// They share one grammar here: `SELECT * | properties FROM class [AS name] [WHERE condition]`. They differ in how texts
/// are compared, in what LIKE means and in what a backslash in quotes means.
public enum QueryDialect: Sendable, Hashable {
    /// Microsoft's WQL: letter case does not count; LIKE has `%`, `_`, `[a-z]` and `[^a-z]`.
    case wql
    /// DSP0202, the CIM Query Language: letter case counts; LIKE has `.` for any character and `*` for "any number of".
    case cql
}
