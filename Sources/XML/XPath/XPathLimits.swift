// SPDX-License-Identifier: Apache-2.0

/// What an expression may cost before it is refused or stopped.
public struct XPathLimits: Sendable, Hashable {
    /// The bytes of an expression.
    public var maxLength: Int
    /// How deep parentheses and predicates nest.
    public var maxDepth: Int
    /// The `|` in an expression: each compares every node with every other, which libxml2 does not count as steps.
    public var maxUnions: Int
    /// The steps that evaluating it on one document may take, as libxml2 counts them.
    public var maxOperations: Int

    /// Makes limits; the defaults are far above what consoles send and keep one evaluation below some milliseconds.
    public init(maxLength: Int = 4096, maxDepth: Int = 32, maxUnions: Int = 32, maxOperations: Int = 100_000) {
        self.maxLength = maxLength
        self.maxDepth = maxDepth
        self.maxUnions = maxUnions
        self.maxOperations = maxOperations
    }
}

/// Why an expression was refused or gave no answer.
public enum XPathError: Error, Sendable, Hashable {
    /// There is nothing but white space.
    case empty
    /// The expression has more bytes than `XPathLimits.maxLength`.
    case tooLong
    /// Brackets nest deeper than `XPathLimits.maxDepth`.
    case tooDeep
    /// It joins more selections than `XPathLimits.maxUnions` allows.
    case tooManyUnions
    /// It is no XPath 1.0; the text says where a person should look.
    case syntax(String)
    /// A prefix is not bound where the expression stands.
    case unboundPrefix(String)
    /// XPath 1.0 has it, and an expression here has not: variables, functions that are nobody's.
    case unsupported(String)
    /// Evaluating took more steps than `XPathLimits.maxOperations`.
    case tooManyOperations
    /// The document could not be made ready: out of memory, or not well-formed.
    case failed
}
