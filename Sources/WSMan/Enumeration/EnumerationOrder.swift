// SPDX-License-Identifier: Apache-2.0

/// The option of Enumerate by which what has an order in time is listed from either end (DSP0226 section 6.4).
public enum EnumerationOrder: String, Sendable, Hashable, CaseIterable {
    /// As it happened; what is meant where no order is asked for.
    case oldestFirst = "OldestFirst"
    /// The other way.
    case newestFirst = "NewestFirst"

    /// The option's name.
    public static let optionName = "Order"

    /// What the catalog says of the option.
    static let option = CatalogEntry.Option(
        name: optionName, type: "string",
        documentation: "\(allCases.map(\.rawValue).joined(separator: " or ")); the former without it.")
}
