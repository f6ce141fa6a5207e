// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

extension [Column<RecordedEvent>] {
    /// The properties of CIM_Indication, which every class of events has (`spec/hardware-classes.md` sections 27 and 29).
    ///
    /// - Parameter severity: what PerceivedSeverity says.
    static func indication(
        severity: @escaping (RecordedEvent) -> UInt64 = { UInt64($0.event.severity.rawValue) }
    ) -> Self {
        [
            .property(
                "IndicationIdentifier", .string,
                "The log's epoch and the event's number in it; the InstanceID of its CIM_LogEntry."
            ) { .string($0.id.text) },
            .property("IndicationTime", .datetime, "When it was written to the log.") { .dateTime($0.recorded) },
            .property(
                "PerceivedSeverity", .uint16, values: EventValues.severity,
                "How bad the event is; 2 where it says that a condition is over."
            ) { .unsigned(severity($0)) },
            .property("SequenceContext", .string, "The log's epoch, within which SequenceNumber counts.") {
                .string($0.position.epoch)
            },
            .property(
                "SequenceNumber", .sint64, "The event's number in the log; a filter leaves gaps, retention may too."
            ) { .signed(Int64(clamping: $0.position.sequence)) },
        ]
    }
}
