// SPDX-License-Identifier: Apache-2.0

/// Names one part of one class, stable for as long as the part stays where it is.
///
/// It is the text of the key that tells parts of the class apart, such as a DeviceID.
public struct PartID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The identifying key's text.
    public let text: String

    /// Names a part.
    public init(_ text: String) {
        self.text = text
    }

    /// The identifying key's text.
    public var description: String { text }

    /// Orders by the text's code points.
    public static func < (lhs: PartID, rhs: PartID) -> Bool { lhs.text < rhs.text }
}
