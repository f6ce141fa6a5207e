// SPDX-License-Identifier: Apache-2.0

/// Prepared statements by their SQL, at most so many, the least recently used out first.
///
/// A statement in use is not in the cache, so the same SQL may run inside its own rows.
struct StatementCache {
    private struct Entry {
        let statement: Statement
        let lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses: UInt64 = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    mutating func take(_ sql: String) -> Statement? {
        entries.removeValue(forKey: sql)?.statement
    }

    mutating func put(_ statement: Statement, for sql: String) {
        guard capacity > 0 else { return }
        uses &+= 1
        entries[sql] = Entry(statement: statement, lastUse: uses)
        if entries.count > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries.removeValue(forKey: oldest.key)
        }
    }

    mutating func removeAll() {
        entries.removeAll()
    }
}
