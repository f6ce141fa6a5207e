// SPDX-License-Identifier: Apache-2.0

/// What a query may cost before it is refused.
public struct QueryLimits: Sendable, Hashable {
    /// The longest text, in octets.
    public var maxLength = 8192
    /// How deep parentheses and NOT nest.
    public var maxDepth = 32
    /// The most comparisons in a condition, and the most properties that are selected.
    public var maxTerms = 128
    /// The longest pattern of LIKE, in characters: matching takes as many steps as pattern and text are long, multiplied.
    public var maxPatternLength = 256

    /// The defaults.
    public init() {}
}
