// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The values of enumerations that the classes of events share.
enum EventValues {
    /// PerceivedSeverity.
    static let severity = [
        NamedValue(0, "Unknown"), NamedValue(2, "Information"), NamedValue(3, "Degraded/Warning"),
        NamedValue(5, "Major"), NamedValue(6, "Critical"), NamedValue(7, "Fatal/NonRecoverable"),
    ]
}

extension RecordedEvent {
    /// The event's name: where it stands.
    var id: PartID { PartID(position.description) }
}

extension Event {
    /// The kind, and behind it what the event does to the condition where it does anything.
    var messageID: String {
        transition == .occurred ? kind.name : "\(kind.name).\(transition.rawValue)"
    }
}
