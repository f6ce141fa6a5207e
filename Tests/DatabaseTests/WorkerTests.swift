// SPDX-License-Identifier: Apache-2.0

import Foundation
import TemporaryFiles
import Testing

@testable import Database

/// How jobs share transactions: each test holds the thread at a gate while it queues a batch.
struct WorkerTests {
    let directory: TemporaryDirectory
    let answers = Answers()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func worker(_ change: (inout DatabaseOptions) -> Void = { _ in }) throws -> Worker {
        var options = DatabaseOptions()
        change(&options)
        let file = DatabaseFile(path: directory.file("state.db"))
        let storage = try Storage(file, migrations: [Notes.first], options: options)
        return Worker(storage: storage, options: options)
    }

    private func hold(_ worker: Worker) async -> Gate {
        let gate = Gate()
        #expect(worker.submit(Job(mayWrite: false, { _ in gate.enter() }, answer: { _ in })) == nil)
        await gate.entered()
        return gate
    }

    private func queue(_ texts: String..., to worker: Worker) {
        for text in texts { #expect(worker.submit(adding(text)) == nil) }
    }

    private func adding(_ text: String) -> Job {
        let body: @Sendable (borrowing Transaction) throws(DatabaseError) -> Void = { try $0.add(text) }
        return Job(mayWrite: true, body) { answers.append(text, $0) }
    }

    private func texts(_ worker: Worker) throws -> [String] {
        worker.close()
        let file = DatabaseFile(path: directory.file("state.db"))
        let connection = try file.open(migrations: [Notes.first], options: DatabaseOptions())
        return try Transaction(connection: connection, mayWrite: false).texts()
    }

    @Test func `writes that wait together share one commit`() async throws {
        let worker = try worker()
        let gate = await hold(worker)
        queue("a", "b", "c", to: worker)
        gate.open()
        #expect(try texts(worker) == ["a", "b", "c"])
        #expect(worker.committedTransactions == 1)
        #expect(answers.all == ["a: done", "b: done", "c: done"])
    }

    @Test func `a batch has a bound`() async throws {
        let worker = try worker { $0.maximumBatch = 2 }
        let gate = await hold(worker)
        queue("a", "b", "c", "d", "e", to: worker)
        gate.open()
        #expect(try texts(worker).count == 5)
        #expect(worker.committedTransactions == 3)
    }

    @Test func `a job that fails does not harm its neighbours`() async throws {
        let worker = try worker()
        let gate = await hold(worker)
        queue("a", "a", "b", to: worker)
        gate.open()
        #expect(try texts(worker) == ["a", "b"])
        #expect(worker.committedTransactions == 1)
        #expect(answers.all == ["a: done", "a: constraint", "b: done"])
    }

    @Test func `a job that fills the disk does not harm its neighbours`() async throws {
        let worker = try worker { $0.maximumPages = 12 }
        let gate = await hold(worker)
        let long = String(repeating: "x", count: 100_000)
        queue("a", long, "b", to: worker)
        gate.open()
        #expect(try texts(worker) == ["a", "b"])
        #expect(answers.all == ["a: done", "\(long): full", "b: done"])
    }

    @Test func `a commit that fails is tried again job by job`() async throws {
        let worker = try worker()
        let gate = await hold(worker)
        queue("a", to: worker)
        // A deferred foreign key is checked by COMMIT alone, so this job fails the transaction it shares.
        let orphan = Job(
            mayWrite: true,
            { transaction throws(DatabaseError) in
                try transaction.execute(
                    "CREATE TABLE IF NOT EXISTS child(id REFERENCES note(id) DEFERRABLE INITIALLY DEFERRED)")
                try transaction.execute("INSERT INTO child VALUES(99)")
            }, answer: { answers.append("orphan", $0) })
        #expect(worker.submit(orphan) == nil)
        queue("b", to: worker)
        gate.open()
        #expect(try texts(worker) == ["a", "b"])
        #expect(worker.committedTransactions == 2)
        #expect(answers.all == ["a: done", "orphan: constraint", "b: done"])
    }

    @Test func `a read sees the writes that were queued with it`() async throws {
        let worker = try worker()
        let gate = await hold(worker)
        let body: @Sendable (borrowing Transaction) throws(DatabaseError) -> [String] = { try $0.texts() }
        #expect(worker.submit(Job(mayWrite: false, body) { answers.append("\((try? $0.get()) ?? [])", $0) }) == nil)
        queue("a", to: worker)
        gate.open()
        worker.close()
        #expect(answers.all == ["a: done", "[\"a\"]: done"])
    }

    @Test func `a full queue refuses and recovers`() async throws {
        let worker = try worker { $0.maximumQueuedJobs = 2 }
        let gate = await hold(worker)
        queue("a", "b", to: worker)
        #expect(worker.submit(adding("c"))?.kind == .overloaded)
        gate.open()
        #expect(try texts(worker) == ["a", "b"])
    }

    @Test func `closing finishes the jobs that wait`() async throws {
        let worker = try worker()
        let gate = await hold(worker)
        queue("a", "b", to: worker)
        gate.open()
        worker.close()
        #expect(answers.all == ["a: done", "b: done"])
    }

    @Test func `the least recently used statement leaves a full cache`() throws {
        let connection = try DatabaseFile(path: directory.file("state.db"))
            .open(migrations: [], options: DatabaseOptions())
        var cache = StatementCache(capacity: 2)
        for sql in ["SELECT 1", "SELECT 2"] { cache.put(try connection.statement(sql), for: sql) }
        let taken = cache.take("SELECT 1")
        let first = try #require(taken)
        cache.put(first, for: "SELECT 1")
        cache.put(try connection.statement("SELECT 3"), for: "SELECT 3")
        #expect(cache.count == 2)
        let (second, again) = (cache.take("SELECT 2"), cache.take("SELECT 1"))
        #expect(second === nil)
        #expect(again === first)
    }
}

/// What callers were told, in order.
///
/// Unchecked: `lines` is touched only with the lock held.
final class Answers: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []

    var all: [String] { lock.withLock { lines } }

    func append<R>(_ name: String, _ result: Result<R, DatabaseError>) {
        let outcome =
            switch result {
            case .success: "done"
            case .failure(let error): "\(error.kind)"
            }
        lock.withLock { lines.append("\(name): \(outcome)") }
    }
}
