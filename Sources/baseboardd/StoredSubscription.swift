// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// A subscription as it outlives the daemon: what was asked for, and how far its sink has got.
struct StoredSubscription: Sendable, Equatable {
    /// The subscription, as `wse:Identifier` names it.
    let identifier: String
    /// Who asked for it.
    let owner: Principal
    /// The address that it was asked for from, which decides where its events may go.
    let peer: String
    /// The Subscribe as it came, in UTF-8, read again by the same code; the credentials for its sink are in it.
    let envelope: [UInt8]
    /// The last event that its sink has acknowledged, or the place from which it begins.
    var cursor: EventPosition
    /// When it ends; nil where it does not.
    var expires: Timestamp?
    /// How many of its events could not be delivered since it began.
    var dropped: UInt64
}

/// How far a sink has got: what changes with every delivery.
struct SubscriptionProgress: Sendable, Equatable {
    let identifier: String
    let cursor: EventPosition
    let dropped: UInt64
}
