// SPDX-License-Identifier: Apache-2.0

import Database
import Eventing
import ResourceModel

import struct Database.Row

/// The subscriptions in the state database, which nobody but the daemon's user may read: there are passwords in them.
struct SubscriptionDatabase: SubscriptionStore {
    private let database: Database

    static let migration = Migration(
        "subscriptions",
        [
            """
            CREATE TABLE subscription(
                identifier TEXT PRIMARY KEY, owner TEXT NOT NULL, role TEXT NOT NULL, peer TEXT NOT NULL,
                envelope BLOB NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, expires INTEGER,
                dropped INTEGER NOT NULL
            ) STRICT
            """
        ])

    init(_ database: Database) {
        self.database = database
    }

    /// All of them, in the order of their identifiers, `limit` at most; what cannot be read is left out.
    func load(limit: Int) async throws(SubscriptionStoreError) -> [StoredSubscription] {
        try await storing { () throws(DatabaseError) in
            try await database.read { transaction throws(DatabaseError) in
                try transaction.rows(Self.selection, [.integer(Int64(limit))]) { Self.subscription($0) }
                    .compactMap(\.self)
            }
        }
    }

    private static let selection = """
        SELECT identifier, owner, role, peer, envelope, epoch, sequence, expires, dropped FROM subscription
        ORDER BY identifier LIMIT ?
        """

    private static func subscription(_ row: borrowing Row) -> StoredSubscription? {
        guard let identifier = row.text(0), let owner = row.text(1), let role = row.text(2).flatMap(Role.init),
            let peer = row.text(3), let envelope = row.blob(4), let epoch = row.text(5), let sequence = row.int64(6),
            let dropped = row.int64(8)
        else { return nil }
        return StoredSubscription(
            identifier: identifier, owner: Principal(name: owner, role: role), peer: peer, envelope: envelope,
            cursor: EventPosition(epoch: epoch, sequence: UInt64(clamping: sequence)),
            expires: row.int64(7).map { Timestamp(microseconds: $0) }, dropped: UInt64(clamping: dropped))
    }

    /// Stores a new one; when this returns, it outlives the daemon.
    func insert(_ subscription: StoredSubscription) async throws(SubscriptionStoreError) {
        let values: [DatabaseValue] = [
            .text(subscription.identifier), .text(subscription.owner.name), .text(subscription.owner.role.rawValue),
            .text(subscription.peer), .blob(subscription.envelope), .text(subscription.cursor.epoch),
            .integer(Int64(clamping: subscription.cursor.sequence)), Self.moment(subscription.expires),
            .integer(Int64(clamping: subscription.dropped)),
        ]
        try await write { transaction throws(DatabaseError) in
            _ = try transaction.execute("INSERT OR REPLACE INTO subscription VALUES(?,?,?,?,?,?,?,?,?)", values)
        }
    }

    /// Takes down how far sinks have got: those of many subscriptions in one transaction.
    ///
    /// Those that have ended meanwhile are passed over.
    func advance(_ progress: [SubscriptionProgress]) async throws(SubscriptionStoreError) {
        guard !progress.isEmpty else { return }
        try await write { transaction throws(DatabaseError) in
            for progress in progress {
                try transaction.execute(
                    "UPDATE subscription SET epoch = ?, sequence = ?, dropped = ? WHERE identifier = ?",
                    [
                        .text(progress.cursor.epoch), .integer(Int64(clamping: progress.cursor.sequence)),
                        .integer(Int64(clamping: progress.dropped)), .text(progress.identifier),
                    ])
            }
        }
    }

    /// Takes down another end.
    func renew(_ identifier: String, expires: Timestamp?) async throws(SubscriptionStoreError) {
        let values = [Self.moment(expires), .text(identifier)]
        try await write { transaction throws(DatabaseError) in
            _ = try transaction.execute("UPDATE subscription SET expires = ? WHERE identifier = ?", values)
        }
    }

    /// Forgets subscriptions, and the credentials in them.
    func remove(_ identifiers: [String]) async throws(SubscriptionStoreError) {
        guard !identifiers.isEmpty else { return }
        try await write { transaction throws(DatabaseError) in
            for identifier in identifiers {
                try transaction.execute("DELETE FROM subscription WHERE identifier = ?", [.text(identifier)])
            }
        }
    }

    private func write(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> Void
    ) async throws(SubscriptionStoreError) {
        try await storing { () throws(DatabaseError) in
            try await database.write { transaction throws(DatabaseError) in try body(transaction) }
        }
    }

    private func storing<R: Sendable>(
        _ body: () async throws(DatabaseError) -> R
    ) async throws(SubscriptionStoreError) -> R {
        do throws(DatabaseError) {
            return try await body()
        } catch {
            throw error.kind == .full ? .full : .failed("\(error)")
        }
    }

    private static func moment(_ timestamp: Timestamp?) -> DatabaseValue {
        timestamp.map { .integer($0.microseconds) } ?? .null
    }
}
