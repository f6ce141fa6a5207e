// SPDX-License-Identifier: Apache-2.0

/// What a document may cost before it is refused.
public struct XMLLimits: Sendable, Hashable {
    /// The bytes of a document.
    public var maxBytes: Int
    /// How deep elements nest; the root is at depth 1, and libxml2 itself stops at 256.
    public var maxDepth: Int
    /// The elements of a document.
    public var maxNodes: Int
    /// The attributes of one element, namespace declarations not counted.
    public var maxAttributes: Int
    /// The namespace declarations in scope at one element: each prefix is looked up among them.
    public var maxNamespaces: Int
    /// The bytes of a local name or a prefix.
    public var maxNameLength: Int
    /// The bytes of a namespace URI.
    public var maxNamespaceLength: Int

    /// Makes limits; each has a default that no real console comes near.
    public init(
        maxBytes: Int = 512 * 1024, maxDepth: Int = 64, maxNodes: Int = 20_000, maxAttributes: Int = 64,
        maxNamespaces: Int = 128, maxNameLength: Int = 256, maxNamespaceLength: Int = 2048
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxNodes = maxNodes
        self.maxAttributes = maxAttributes
        self.maxNamespaces = maxNamespaces
        self.maxNameLength = maxNameLength
        self.maxNamespaceLength = maxNamespaceLength
    }
}
