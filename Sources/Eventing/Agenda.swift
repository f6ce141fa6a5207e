// SPDX-License-Identifier: Apache-2.0

/// Which subscription is due next: a heap in which each stands once and knows its place, so that 10,000 of them cost
/// no more than the few steps from leaf to root.
///
/// A subscription may stand earlier than it is due, which costs a look, and never later.
struct Agenda {
    private var entries: [(due: UInt64, subscription: Subscription)] = []

    /// When the next is due; nil where none is.
    var next: UInt64? { entries.first?.due }

    /// Has a subscription due at a moment, or not at all.
    mutating func set(_ subscription: Subscription, at due: UInt64?) {
        guard let due else { return remove(subscription) }
        if let place = subscription.place {
            entries[place].due = due
            settle(place)
        } else {
            subscription.place = entries.count
            entries.append((due, subscription))
            settle(entries.count - 1)
        }
    }

    /// Takes out the next that is due by a moment; nil where none is.
    mutating func next(dueBy now: UInt64) -> Subscription? {
        guard let first = entries.first, first.due <= now else { return nil }
        remove(first.subscription)
        return first.subscription
    }

    private mutating func remove(_ subscription: Subscription) {
        guard let place = subscription.place else { return }
        subscription.place = nil
        let last = entries.removeLast()
        guard place < entries.count else { return }
        put(last, at: place)
        settle(place)
    }

    private mutating func put(_ entry: (due: UInt64, subscription: Subscription), at place: Int) {
        entries[place] = entry
        entry.subscription.place = place
    }

    /// Moves an entry up or down to where it belongs.
    private mutating func settle(_ place: Int) {
        let entry = entries[place]
        var place = place
        while place > 0, entries[(place - 1) / 2].due > entry.due {
            put(entries[(place - 1) / 2], at: place)
            place = (place - 1) / 2
        }
        while let child = earlierChild(of: place), entries[child].due < entry.due {
            put(entries[child], at: place)
            place = child
        }
        put(entry, at: place)
    }

    private func earlierChild(of place: Int) -> Int? {
        let left = 2 * place + 1
        guard left < entries.count else { return nil }
        guard left + 1 < entries.count, entries[left + 1].due < entries[left].due else { return left }
        return left + 1
    }
}
