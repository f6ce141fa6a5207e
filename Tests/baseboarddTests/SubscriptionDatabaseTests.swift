// SPDX-License-Identifier: Apache-2.0

import Database
import Eventing
import Glibc
import ResourceModel
import Testing

@testable import baseboardd

struct SubscriptionDatabaseTests {
    static let epoch = "01234567-89ab-cdef-0123-456789abcdef"

    static func subscription(_ identifier: String, expires: Timestamp? = nil) -> StoredSubscription {
        StoredSubscription(
            identifier: identifier, owner: Principal(name: "ann", role: .operator), peer: "192.0.2.7",
            envelope: Array("<a>\u{e9}</a>".utf8), cursor: EventPosition(epoch: epoch, sequence: 7), expires: expires,
            dropped: 0)
    }

    /// Opens a file of its own twice: what the second sees is on the disk.
    func withDatabase(
        _ change: @escaping (SubscriptionDatabase) async throws -> Void,
        then check: @escaping (SubscriptionDatabase) async throws -> Void
    ) async throws {
        var template = Array("/tmp/baseboard-subscriptions-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let path = directory + "/state.sqlite"
        defer {
            for name in ["", "-wal", "-shm"] { unlink(path + name) }
            rmdir(directory)
        }
        for step in [change, check] {
            let database = try Database(path: path, migrations: [SubscriptionDatabase.migration])
            defer { database.close() }
            try await step(SubscriptionDatabase(database))
        }
    }

    @Test func `what is stored is there after a restart, and what was removed is not`() async throws {
        let (first, second) = (
            Self.subscription("uuid:a"), Self.subscription("uuid:b", expires: Timestamp(microseconds: 5))
        )
        try await withDatabase {
            for subscription in [second, first, Self.subscription("uuid:c")] { try await $0.insert(subscription) }
            try await $0.remove(["uuid:c", "uuid:never"])
        } then: {
            let (all, one) = (try await $0.load(limit: 10), try await $0.load(limit: 1))
            #expect(all == [first, second] && one == [first])
        }
    }

    @Test func `progress of many is taken down together, and of none that has ended`() async throws {
        let cursor = EventPosition(epoch: Self.epoch, sequence: .max >> 1)
        try await withDatabase {
            for name in ["uuid:a", "uuid:b"] { try await $0.insert(Self.subscription(name)) }
            try await $0.advance(
                ["uuid:a", "uuid:b", "uuid:gone"].map {
                    SubscriptionProgress(identifier: $0, cursor: cursor, dropped: 3)
                })
            try await $0.advance([])
        } then: {
            let stored = try await $0.load(limit: 10)
            #expect(stored.map { $0.identifier } == ["uuid:a", "uuid:b"])
            #expect(stored.allSatisfy { $0.cursor == cursor && $0.dropped == 3 })
        }
    }

    @Test func `a renewal moves the end, or takes it away`() async throws {
        try await withDatabase {
            for name in ["uuid:a", "uuid:b"] {
                try await $0.insert(Self.subscription(name, expires: Timestamp(microseconds: 5)))
            }
            try await $0.renew("uuid:a", expires: Timestamp(microseconds: 9))
            try await $0.renew("uuid:b", expires: nil)
        } then: {
            let ends = try await $0.load(limit: 10).map { $0.expires }
            #expect(ends == [Timestamp(microseconds: 9), nil])
        }
    }
}
