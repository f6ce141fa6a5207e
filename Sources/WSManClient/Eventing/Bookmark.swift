// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

/// A place among a source's events, as the source marked it: any content, sent back as it came (R10.2.6-1).
public struct Bookmark: Sendable, Hashable {
    /// The content of `wsman:Bookmark` as markup.
    public let markup: String

    /// Before the first event that the source still has.
    public static let earliest = Bookmark(markup: EventBookmark.earliestURI)

    /// A bookmark that was kept as markup.
    public init(markup: String) { self.markup = markup }

    /// The place of an event in this project's log.
    public init(_ position: EventPosition) {
        var writer = XMLWriter(capacity: 128)
        writer.raw("<bb:Position xmlns:bb=\"\(Namespace.event)\">")
        writer.text(position.description)
        writer.raw("</bb:Position>")
        markup = writer.string
    }

    /// Reads the element; nil when there is nothing in it.
    init?(_ element: XMLElement) {
        var writer = XMLWriter(capacity: 128)
        if element.isEmpty {
            writer.text(element.trimmedText)
        } else {
            for child in element.children { child.write(to: &writer) }
        }
        markup = writer.string
        if markup.isEmpty { return nil }
    }

    /// Writes the whole element.
    func write(to writer: inout XMLWriter) {
        writer.raw("<wsman:Bookmark>")
        writer.raw(markup)
        writer.raw("</wsman:Bookmark>")
    }
}
