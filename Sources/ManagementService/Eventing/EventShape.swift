// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan

/// A class of events as the service knows it: which events are of it, and how they are written.
struct EventShape {
    let eventClass: EventClass
    let encoder: InstanceEncoder

    var schema: ResourceSchema { eventClass.schema }

    init(_ eventClass: EventClass) {
        self.eventClass = eventClass
        encoder = InstanceEncoder(eventClass.schema)
    }
}
