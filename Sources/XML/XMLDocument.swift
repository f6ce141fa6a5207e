// SPDX-License-Identifier: Apache-2.0

/// A parsed document, reused from one request to the next.
///
/// It is independent of the parser and of other documents. Elements taken from it are valid until the next parse into
/// it.
public final class XMLDocument {
    // Unchecked, for the check costs more than most reads: no caller's code ever runs while the arena is being changed.
    @exclusivity(unchecked) var arena = XMLArena()

    /// Makes an empty document for a parser to fill.
    public init() {}

    /// The root element, or `nil` when nothing was parsed or the last parse failed.
    public var root: XMLElement? { arena.nodes.isEmpty ? nil : XMLElement(document: self, index: 0) }

    /// Hands the memory to a parser, which gives it back filled: so it is never copied.
    func takeArena() -> XMLArena { exchange(&arena, with: XMLArena()) }
}
