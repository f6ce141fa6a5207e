// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
public import ResourceModel

/// The event log: the log as a whole, and its events in the standard's form and in ours.
public struct EventLogProvider: Provider {
    /// CIM_RecordLog, CIM_LogEntry, CIM_LogManagesRecord, BB_EventView, CIM_IndicationFilter, CIM_FilterCollection,
    /// CIM_MemberOfCollection.
    public let resourceClasses: [any ResourceClass]

    /// CIM_AlertIndication, CIM_ThresholdIndication, CIM_InstCreation, CIM_InstDeletion, CIM_InstModification,
    /// BB_EventView.
    public let eventClasses: [EventClass]

    /// Shows the events of a log.
    ///
    /// - Parameter parts: the classes that the parts of events are of; of other parts events tell without a path.
    public init(_ journal: any EventJournal, of system: ScopingSystem, parts: [ResourceSchema]) {
        let events = LoggedEvents(journal)
        let filters = FixedParts(PredefinedFilter.all, named: \.name)
        let collections = FixedParts(PredefinedCollection.all, named: \.name)
        resourceClasses = [
            recordLogClass(RecordLogs(journal)), logEntryClass(events), LogManagesRecordClass(events),
            EventView.resourceClass(events), indicationFilterClass(filters, of: system),
            filterCollectionClass(collections), memberOfCollectionClass(collections, of: system),
        ]
        let elements = EventElements(of: system, parts)
        eventClasses =
            [alertIndicationClass(elements), thresholdIndicationClass(elements)] + instIndicationClasses(elements)
            + [EventView.eventClass()]
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
