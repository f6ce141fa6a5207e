// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// What became of a rehearsal at one subscription, told from its row before and after.
struct RehearsalReceipt: Equatable {
    enum Outcome: String {
        /// Its sink has got something since, and is past the event.
        case received
        /// It is past the event without a delivery: its filter lets no such event pass.
        case filtered
        /// Its sink has not acknowledged the event yet.
        case waiting
        /// It has not, and an attempt has failed meanwhile.
        case failed
        /// The subscription is no more.
        case ended
    }

    let identifier: String
    let outcome: Outcome
    let sink: String?
    let mode: String?
    let owner: String?
    let failure: String?

    static func all(before: [Instance], after: [Instance], _ position: EventPosition) -> [RehearsalReceipt] {
        before.map { RehearsalReceipt(before: $0, after: after, position) }
    }

    private init(before: Instance, after rows: [Instance], _ position: EventPosition) {
        identifier = before["Identifier"] ?? ""
        sink = before["SinkAddress"]
        mode = before["Mode"]
        owner = before["Owner"]
        guard let after = rows.first(where: { $0["Identifier"] == before["Identifier"] }) else {
            (outcome, failure) = (.ended, before["LastFailure"])
            return
        }
        let isPast = (after["AcknowledgedSequence"].flatMap { UInt64($0) } ?? 0) >= position.sequence
        let hasDelivered = after["LastDelivered"] != nil && after["LastDelivered"] != before["LastDelivered"]
        // A sink that fails all the time says the same all the time.
        let hasFailed =
            after["LastFailure"] != nil
            && (after["LastFailure"] != before["LastFailure"] || Self.failures(after) > Self.failures(before))
        failure = isPast ? nil : after["LastFailure"]
        outcome = isPast ? hasDelivered ? .received : .filtered : hasFailed ? .failed : .waiting
    }

    /// How many deliveries have failed in a row.
    private static func failures(_ row: Instance) -> UInt64 { row["Failures"].flatMap { UInt64($0) } ?? 0 }
}
