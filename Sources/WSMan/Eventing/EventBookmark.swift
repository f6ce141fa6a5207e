// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// From where in the log a subscriber wants events (`wsman:Bookmark`, R10.2.6-1 to R10.2.6-7).
public enum EventBookmark: Sendable, Hashable {
    /// All that are kept.
    case earliest
    /// Those after this place.
    case position(EventPosition)

    /// The reserved bookmark.
    public static let earliestURI = "http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest"
    static let name = XMLName(Namespace.event, "Position")

    /// Reads `wsman:Bookmark`: the reserved URI, or what a delivery carried.
    public init(_ element: XMLElement) throws(Fault) {
        if let content = element.first(Self.name) {
            guard let position = EventPosition(content.trimmedText) else {
                throw Fault(.invalidBookmark, .invalid, "The bookmark is none of this service's; send one as it came.")
            }
            self = .position(position)
        } else if element.trimmedText == Self.earliestURI {
            self = .earliest
        } else {
            throw Fault(
                .invalidBookmark, .invalid,
                "The bookmark is none of this service's; send one as it came, or \(Self.earliestURI).")
        }
    }

    /// Writes the header that goes with a delivery, to go on after this place.
    public static func write(_ position: EventPosition, to writer: inout XMLWriter) {
        writer.raw("<wsman:Bookmark><bb:Position xmlns:bb=\"\(Namespace.event)\">")
        writer.text(position.description)
        writer.raw("</bb:Position></wsman:Bookmark>")
    }
}
