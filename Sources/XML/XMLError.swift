// SPDX-License-Identifier: Apache-2.0

/// Why a document was refused.
public enum XMLError: Error, Sendable, Hashable {
    /// The bytes are not namespace-well-formed XML in UTF-8; the text gives line and cause for a person to read.
    case notWellFormed(String)
    /// The document has a document type declaration, which SOAP forbids and attacks are made of.
    case documentTypeForbidden
    /// The document has more bytes than `XMLLimits.maxBytes`.
    case tooLarge
    /// Elements nest deeper than `XMLLimits.maxDepth`.
    case tooDeep
    /// The document has more elements than `XMLLimits.maxNodes`.
    case tooManyNodes
    /// An element exceeds `XMLLimits.maxAttributes`, or the declarations in scope exceed `XMLLimits.maxNamespaces`.
    case tooManyAttributes
    /// A name or namespace exceeds `XMLLimits.maxNameLength` or `XMLLimits.maxNamespaceLength`.
    case nameTooLong
    /// There are no bytes, or nothing but white space.
    case empty
}
