// SPDX-License-Identifier: Apache-2.0

/// One line of the overlay: a part, a property, and what was set.
public struct OverlayEntry: Sendable, Hashable {
    /// The part it was set for.
    public let part: OverlayPart
    /// The property it stands for.
    public let property: String
    /// What was set, by whom and when.
    public let value: OverlayValue
}
