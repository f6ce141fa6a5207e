// SPDX-License-Identifier: Apache-2.0

import WSManClient

extension JSONValue {
    /// An event as a line: its id first, then whence and when it came, then what it is.
    init(_ event: DeliveredEvent, id: String, source: String, received: String, bookmark: Bookmark?) {
        var members: [Member] = [
            Member(name: "id", value: .string(id)), Member(name: "source", value: .string(source)),
            Member(name: "received", value: .string(received)),
        ]
        if let bookmark { members.append(Member(name: "bookmark", value: .string(bookmark.markup))) }
        self = .object(members + Self.members(event))
    }

    /// An event alone.
    init(_ event: DeliveredEvent) { self = .object(Self.members(event)) }

    private static func members(_ event: DeliveredEvent) -> [Member] {
        switch event {
        case .event(let instance, let action):
            [Member(name: "action", value: .string(action)), Member(name: "event", value: JSONValue(instance))]
        case .heartbeat: [Member(name: "heartbeat", value: .boolean(true))]
        case .dropped(let count, let action):
            [Member(name: "dropped", value: .number("\(count)")), Member(name: "action", value: .string(action))]
        case .ended(let status, let reason):
            [Member(name: "ended", value: .string(status)), Member(name: "reason", value: .string(reason))]
        }
    }
}
