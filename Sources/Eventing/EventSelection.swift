// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
public import XML

/// Which events a subscription is about, and what its sink sees of them: what the service makes of source and filter.
///
/// Confined to the loop.
public protocol EventSelection: AnyObject {
    /// The action that stands for an event of which nothing is known any more.
    var action: String { get }

    /// The action of an event; nil where it does not come from this source.
    func action(of event: RecordedEvent) -> String?

    /// Writes what would be an event's Body, or nothing where the filter drops it.
    func write(_ event: RecordedEvent, _ version: AddressingVersion, to writer: inout XMLWriter) -> SelectedEvent
}

/// What became of an event in a selection.
public enum SelectedEvent: Sendable, Hashable {
    /// It is written.
    case shown
    /// The filter drops it.
    case hidden
    /// The filter could not be evaluated on it within its limits.
    case undecided
}
