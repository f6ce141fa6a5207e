// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import WSManClient

extension WSManClient {
    /// Where a service's log ends now, so that what comes next is behind it even if nobody listens then; nil where a
    /// service does not tell.
    func endOfLog() async -> Bookmark? {
        let service = Reference(
            ResourceURI(ofClass: "BB_EventService"), [Selector("InstanceID", "baseboard:event-service")])
        guard let row = try? await get(service), let epoch = row["Epoch"], let last = row["LastSequence"],
            let position = EventPosition("\(epoch)/\(last)")
        else { return nil }
        return Bookmark(position)
    }
}
