// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The values of enumerations and the words that the classes of events share (`spec/hardware-classes.md` section 27).
enum EventValues {
    /// OwningEntity, and who tells.
    static let owner = "Baseboard"
    /// What events of a rehearsal are called.
    static let rehearsal = "Rehearsal"

    /// PerceivedSeverity.
    static let severity = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "Information"),
        NamedValue(3, "Degraded/Warning"), NamedValue(4, "Minor"), NamedValue(5, "Major"), NamedValue(6, "Critical"),
        NamedValue(7, "Fatal/NonRecoverable"),
    ]
    /// AlertType.
    static let alertType = [
        NamedValue(1, "Other"), NamedValue(2, "Communications Alert"), NamedValue(3, "Quality of Service Alert"),
        NamedValue(4, "Processing Error"), NamedValue(5, "Device Alert"), NamedValue(6, "Environmental Alert"),
        NamedValue(7, "Model Change"), NamedValue(8, "Security Alert"),
    ]
    /// AlertingElementFormat.
    static let elementFormat = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "CIMObjectPath"),
    ]
    /// Trending.
    static let trending = [
        NamedValue(0, "Unknown"), NamedValue(1, "Not Applicable"), NamedValue(2, "Trending Up"),
        NamedValue(3, "Trending Down"), NamedValue(4, "No Change"),
    ]
    /// ProbableCause: those of the standard's 131 that events of some kind have.
    static let probableCause = [
        NamedValue(1, "Other"), NamedValue(4, "Bandwidth Reduced"),
        NamedValue(8, "Configuration/Customization Error"), NamedValue(16, "Equipment Malfunction"),
        NamedValue(23, "Humidity Unacceptable"), NamedValue(24, "I/O Device Error"),
        NamedValue(35, "Performance Degraded"), NamedValue(36, "Power Problem"),
        NamedValue(50, "Storage Capacity Problem"), NamedValue(51, "Temperature Unacceptable"),
        NamedValue(52, "Threshold Crossed"), NamedValue(60, "Login Attempts Failed"),
        NamedValue(70, "Excessive Error Rate"), NamedValue(86, "Disk Failure"),
        NamedValue(93, "Commercial Power Problem"), NamedValue(94, "Fan Failure"), NamedValue(96, "Sensor Failure"),
        NamedValue(122, "Information Missing"),
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
