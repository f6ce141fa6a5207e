// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// Makes the next message of the events behind a cursor, within what its receiver takes.
///
/// A plain value without I/O: what it holds is forgotten when the message is not taken, and made again of the log.
struct EventComposer: ~Copyable {
    /// What a message may be.
    struct Frame {
        let mode: DeliveryMode
        let version: AddressingVersion
        /// The most events.
        let maxElements: Int
        /// The most octets of UTF-8 that the events may have.
        let room: Int
        /// What becomes of an event that does not fit even alone.
        let policy: EnvelopePolicy
        /// The last event that may go in, where a message is repeated.
        let last: UInt64?
    }

    /// The events, each as its mode has it.
    private(set) var entries = XMLWriter(capacity: 1024)
    /// How many there are.
    private(set) var count = 0
    /// The action of the one that was added last.
    private(set) var action = ""
    /// The number of the last event that is accounted for, shown or not.
    private(set) var through: UInt64
    /// The number of the last event that is shown.
    private(set) var last: UInt64 = 0
    /// How many events could not be delivered since the subscription began.
    private(set) var dropped: UInt64
    /// Whether no more go in.
    private(set) var isFull = false
    /// The size of an event that does not fit even alone and whose policy is not to go on without it.
    private(set) var tooLarge: Int?

    /// Whether a message holds one event alone.
    var takesOne: Bool { frame.maxElements == 1 }

    private let frame: Frame
    private let selection: any EventSelection
    private let writer: DeliveryWriter

    /// Nothing yet.
    init(_ frame: Frame, _ selection: any EventSelection, after cursor: UInt64, dropped: UInt64) {
        self.frame = frame
        self.selection = selection
        self.dropped = dropped
        through = cursor
        writer = DeliveryWriter(to: Endpoint(address: "", version: frame.version), mode: frame.mode)
    }

    /// Accounts for events that the log has no more: up to this number, so many (R10.9-1).
    mutating func add(missing count: UInt64, through last: UInt64) {
        drop(count, at: last, action: selection.action)
    }

    /// Accounts for the next event; the result says whether another may follow.
    mutating func add(_ event: RecordedEvent) -> Bool {
        let sequence = event.position.sequence
        if sequence > through + 1 { add(missing: sequence - 1 - through, through: sequence - 1) }
        guard !isFull, count < frame.maxElements, sequence <= frame.last ?? .max || count == 0 else {
            isFull = true
            return false
        }
        guard let action = selection.action(of: event) else {
            through = sequence
            return true
        }
        let mark = entries.count
        writer.openEvent(&entries, action: action)
        switch selection.write(event, frame.version, to: &entries) {
        case .hidden:
            entries.truncate(to: mark)
            through = sequence
            return true
        case .undecided:
            entries.truncate(to: mark)
            drop(1, at: sequence, action: action)
        case .shown:
            writer.closeEvent(&entries)
            guard entries.count <= frame.room else { return refuse(sequence, action, from: mark) }
            took(sequence, action)
        }
        return !isFull
    }

    /// Deals with an event that does not fit, whose entry begins at a mark (R10.2.9.2-3, R10.2.9.4-3).
    private mutating func refuse(_ sequence: UInt64, _ action: String, from mark: Int) -> Bool {
        let size = entries.count - mark
        entries.truncate(to: mark)
        guard count == 0 else {
            isFull = true
            return false
        }
        switch frame.policy {
        case .notify: drop(1, at: sequence, action: action)
        case .skip: through = sequence
        case .cancelSubscription:
            tooLarge = size
            isFull = true
        }
        return !isFull
    }

    /// Says in their place that events are not delivered (R10.9-2); in the next message where this has no room for it.
    private mutating func drop(_ missing: UInt64, at sequence: UInt64, action: String) {
        let mark = entries.count
        let sum = dropped.saturatingSum(missing)
        writer.openEvent(&entries, action: Action.droppedEvents)
        DeliveryWriter.dropped(sum, action: action, to: &entries)
        writer.closeEvent(&entries)
        guard entries.count <= frame.room else {
            if count == 0 { tooLarge = entries.count - mark }
            entries.truncate(to: mark)
            isFull = true
            return
        }
        dropped = sum
        took(sequence, Action.droppedEvents)
    }

    /// What stands between the tags of `wsen:Items`, in Pull mode.
    var items: [UInt8] { entries.withUnsafeBytes { Array($0) } }

    /// The whole message to a sink.
    func envelope(to sink: EventSink, _ id: MessageID, bookmark: EventPosition?) -> [UInt8] {
        let delivery = DeliveryWriter(to: sink.endpoint, mode: frame.mode)
        var writer = XMLWriter(capacity: entries.count + 1024)
        delivery.open(&writer, action: action, messageID: id, bookmark: bookmark)
        entries.withUnsafeBytes { writer.raw(bytes: $0) }
        delivery.close(&writer)
        return writer.withUnsafeBytes { Array($0) }
    }

    private mutating func took(_ sequence: UInt64, _ action: String) {
        self.action = action
        count += 1
        last = sequence
        through = sequence
        isFull = count >= frame.maxElements
    }
}

extension EventComposer {
    /// The octets that word of events that are dropped has at most, and so the least room that a message may have.
    static let leastRoom = 1024

    /// The octets of UTF-8 of a message without its events, at most.
    static func overhead(of request: SubscribeRequest) -> Int {
        guard let sink = request.sink else { return 0 }
        var writer = XMLWriter(capacity: 1024)
        let delivery = DeliveryWriter(to: sink.endpoint, mode: request.mode)
        let epoch = String(repeating: "0", count: 36)
        let farthest = EventPosition(epoch: epoch, sequence: .max)
        delivery.open(
            &writer, action: "", messageID: MessageID(subscription: "", position: farthest),
            bookmark: request.sendsBookmarks ? farthest : nil)
        delivery.close(&writer)
        // An action is a URI of a class of ours, or one of the standard's.
        return writer.count + (request.mode == .events ? 0 : 256)
    }
}
