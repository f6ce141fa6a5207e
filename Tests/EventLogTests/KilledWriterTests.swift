// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import Foundation
import ResourceModel
import TemporaryFiles
import Testing

struct KilledWriterTests {
    /// How often a writer is killed; each time at another instant of its first 30 milliseconds of writing.
    private static let kills = 200

    @Test func `whoever is killed has lost nothing that was announced, torn nothing, and used no number twice`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let path = directory.file("state.db")
        var announced: UInt64 = 0
        var epoch: String?
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<Self.kills {
            let lines = try Self.runUntilKilled(path, after: UInt32.random(in: 0..<30_000, using: &generator))
            // Strictly on from where the last one was found, even where it had written more than it could say.
            for line in lines {
                #expect(line > announced)
                announced = line
            }
            let database = try Database(path: path, migrations: EventLog.migrations)
            let log = try await EventLog(database: database, clock: TestClock(), report: { Issue.record("\($0)") })
            #expect(epoch ?? log.epoch == log.epoch)
            epoch = log.epoch
            #expect(log.bounds.last >= announced)
            let records = try await log.events(after: 0, limit: 1000)
            let bounds = log.bounds
            #expect(records.map(\.position.sequence) == Array(bounds.first...max(bounds.first, bounds.last)))
            for record in records where record.event.kind != .logGap {
                #expect(record.event.message == "message \(record.position.sequence)")
            }
            announced = log.bounds.last
            database.close()
        }
        #expect(announced > 200)
    }

    /// The numbers that a writer announced before it was killed, some microseconds after its first.
    private static func runUntilKilled(_ path: String, after microseconds: UInt32) throws -> [UInt64] {
        let process = Process()
        process.executableURL = try #require(Self.program)
        process.arguments = [path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var output = pipe.fileHandleForReading.availableData
        usleep(microseconds)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
        output += pipe.fileHandleForReading.readDataToEndOfFile()
        let text = String(decoding: output, as: UTF8.self)
        // The last line may be cut.
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { UInt64($0) }
    }

    private static var program: URL? {
        let products = Bundle.main.bundleURL
        return [products, products.deletingLastPathComponent(), URL(filePath: "\(#filePath)/../../../.build/debug")]
            .map { $0.appending(path: "event-writer").standardizedFileURL }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
