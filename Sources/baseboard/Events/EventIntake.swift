// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// What becomes of deliveries: each event is taken once, kept, and only then acknowledged.
///
/// A repeat is known by the event's place in its log, or by the name of its message where the source tells no place.
struct EventIntake {
    /// Where events are kept beyond the process; nil shows them only.
    var file: AppendedFile?
    /// What is remembered from one run to the next.
    private(set) var memory: ListenerMemory
    /// Keeps what is remembered; throws when it cannot.
    private let save: (ListenerMemory) throws(Failure) -> Void
    /// Shows an event to a person.
    private let show: (DeliveredEvent, String) -> Void

    init(
        file: AppendedFile? = nil, memory: ListenerMemory = ListenerMemory(),
        save: @escaping (ListenerMemory) throws(Failure) -> Void = { _ throws(Failure) in },
        show: @escaping (DeliveredEvent, String) -> Void
    ) {
        self.file = file
        self.memory = memory
        self.save = save
        self.show = show
        // A crash may have come between a line and what is remembered of it.
        for line in file?.tail ?? [] { self.memory.remember(line) }
    }

    /// Takes a delivery of a source.
    ///
    /// - Throws: when it could not be kept, so that it must not be acknowledged.
    mutating func take(_ delivery: Delivery, from source: String, at received: String) throws(Failure) {
        var fresh: [(event: DeliveredEvent, id: String)] = []
        for (index, event) in delivery.events.enumerated() {
            let id = event.position?.description ?? "\(delivery.messageID)#\(index)"
            guard !Self.isTold(event) || !memory.knows(id) else { continue }
            fresh.append((event, id))
        }
        let told = fresh.filter { Self.isTold($0.event) }
        if file != nil, !told.isEmpty {
            let lines = told.map { event, id in
                JSONValue(event, id: id, source: source, received: received, bookmark: delivery.bookmark).text
            }
            try file?.append(lines)
        }
        for (_, id) in told { memory.remember(id) }
        if let bookmark = delivery.bookmark { memory.set(bookmark, of: source) }
        if !told.isEmpty || delivery.bookmark != nil { try save(memory) }
        for (event, _) in fresh { show(event, source) }
    }

    /// Remembers where to go on with a source that has sent nothing yet.
    mutating func begin(at bookmark: Bookmark, of source: String) throws(Failure) {
        memory.set(bookmark, of: source)
        try save(memory)
    }

    /// Remembers under which reference a source manages the subscription, to end it even after a crash.
    mutating func remember(_ subscription: SubscriptionAddress?, at source: String) throws(Failure) {
        memory.set(subscription, of: source)
        try save(memory)
    }

    /// Whether an event belongs into the file: heartbeats tell nothing later on.
    private static func isTold(_ event: DeliveredEvent) -> Bool { event != .heartbeat }
}
