// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The log as a whole: the one there is.
final class RecordLogs: PartSource {
    /// What the log is called, as CIM asks for it: who named it, and the name.
    static let instanceID = PartID("Baseboard:EventLog")

    let journal: any EventJournal

    init(_ journal: any EventJournal) {
        self.journal = journal
    }

    /// How full a log is.
    struct Log {
        let count: Int
        let capacity: Int
    }

    var generation: UInt64 { 0 }

    func identifiers() async throws(ProviderError) -> [PartID] { [Self.instanceID] }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Log? {
        guard id == Self.instanceID else { return nil }
        let size = journal.size
        return Log(count: size.count, capacity: size.capacity)
    }
}
