// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What became of one part between two inventories.
struct PartChange: Sendable, Hashable {
    /// What became of it.
    enum Sort: Sendable, Hashable {
        case added
        case removed
        /// Another piece stands at its place.
        case replaced
        /// It stands elsewhere.
        case moved
        /// Traits or firmware are other than before.
        case changed([Difference])
        case offline
        case online
        case linkDegraded
        case linkRestored
        case powerLost
        case powerRestored
        case healthChanged
    }

    /// One trait that is other than before.
    struct Difference: Sendable, Hashable {
        let name: String
        let old: String?
        let new: String?

        var text: String { "\(name) \(old ?? "unknown") is now \(new ?? "unknown")" }
    }

    let sort: Sort
    /// The part as it is, or as it was where it is gone.
    let record: PartRecord
    /// What was there before, or where it was before.
    var previous: PartRecord?
}
