// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
public import ResourceModel

/// The event log: the log as a whole, and its events in the standard's form and in ours.
public struct EventLogProvider: Provider {
    /// CIM_RecordLog, CIM_LogEntry, BB_EventView.
    public let resourceClasses: [any ResourceClass]

    /// Shows the events of a log.
    public init(_ journal: any EventJournal) {
        let events = LoggedEvents(journal)
        resourceClasses = [
            recordLogClass(RecordLogs(journal)), logEntryClass(events), eventViewClass(events),
        ]
    }
}

extension ProviderError {
    /// The log's own words stay in the agent's log.
    init(_ error: EventJournalError) {
        self =
            switch error {
            case .full: .quotaExceeded("The event log's storage is full.")
            case .failed(let reason): .internalFailure(reason)
            }
    }
}
