// SPDX-License-Identifier: Apache-2.0

import EventLogProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// The ties between the log and its entries.
struct LogManagesRecordTests {
    private let journal = CountedJournal(50_000)
    private let ties: any AssociationClass

    init() throws {
        let provider = EventLogProvider(journal, of: ScopingSystem(name: "host1"), parts: [])
        ties = try #require(provider.resourceClass("CIM_LogManagesRecord") as? any AssociationClass)
    }

    private static let log = Reference(
        ResourceURI(ofClass: "CIM_RecordLog"), [Selector("InstanceID", "Baseboard:EventLog")])

    private static func record(_ name: String, _ className: String = "CIM_LogEntry") -> Reference {
        Reference(
            ResourceURI(ofClass: className),
            [Selector("instanceid", name), Selector("__cimnamespace", "root/cimv2")])
    }

    private func name(_ sequence: Int) -> String { "\(EventClassTests.epoch)/\(sequence)" }

    @Test func `the log is tied to all its entries, by one look at their numbers`() async throws {
        let all = try await ties.ties(of: Self.log)
        #expect(all.count == 50_000 && all.allSatisfy { $0.role == "Log" && $0.otherRole == "Record" })
        #expect(all.last?.other.selectors == [Selector("InstanceID", name(50_000))])
        #expect(try await ties.ties(of: Self.log).count == 50_000)
        #expect(journal.listings == 1 && journal.readings == 0)
    }

    @Test func `an entry is tied to its log, without a walk`() async throws {
        let tie = try #require(try await ties.ties(of: Self.record(name(31_415))).first)
        #expect(tie.part.text == name(31_415) && tie.other == Self.log && tie.role == "Record")
        #expect(journal.listings == 0 && journal.readings == 1)
        for stranger in [
            Self.record(name(50_001)), Self.record("x"), Self.record(name(1), "CIM_Fan"),
            Reference(ResourceURI(ofClass: "CIM_RecordLog"), [Selector("InstanceID", "Other:Log")]),
            Reference(ResourceURI(ofClass: "CIM_LogEntry"), []),
        ] {
            #expect(try await ties.ties(of: stranger).isEmpty)
        }
    }

    @Test func `a tie is found by its ends, without a walk`() async throws {
        let record = SelectorValue.reference(Self.record(name(7)))
        let part = try await ties.find([.reference(Self.log), record])
        #expect(part?.text == name(7))
        #expect(try await ties.find([nil, record]) == part)
        #expect(try await ties.find([.reference(Self.record(name(7))), record]) == nil)
        #expect(try await ties.find([.text("Baseboard:EventLog"), record]) == nil)
        #expect(try await ties.find([.reference(Self.log), .reference(Self.record(name(0)))]) == nil)
        #expect(journal.listings == 0)
        await #expect(throws: ProviderError.insufficientSelectors(["Record"])) {
            try await ties.find([.reference(Self.log), nil])
        }
        let tie = try await ties.instance(try #require(part))
        #expect(tie["Log"] == .reference(Self.log))
        #expect(
            tie["Record"]
                == .reference(Reference(ResourceURI(ofClass: "CIM_LogEntry"), [Selector("InstanceID", name(7))])))
    }
}

/// A long log that counts how often it is asked.
///
/// Unchecked: confined to one test.
private final class CountedJournal: EventJournal, @unchecked Sendable {
    let epoch = EventClassTests.epoch
    let generation: UInt64 = 1
    private let count: UInt64
    private(set) var listings = 0
    private(set) var readings = 0

    init(_ count: UInt64) {
        self.count = count
    }

    var bounds: (first: UInt64, last: UInt64) { (1, count) }
    var size: (count: Int, capacity: Int) { (Int(count), Int(count)) }

    func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] {
        readings += 1
        guard sequence < count else { return [] }
        return ((sequence + 1)...min(count, sequence + UInt64(limit))).map(made)
    }

    private func made(_ sequence: UInt64) -> RecordedEvent {
        RecordedEvent(
            position: EventPosition(epoch: epoch, sequence: sequence), recorded: Timestamp(microseconds: 0),
            clock: RecordingClock(state: .synchronized, bootID: "", monotonic: 0),
            event: EventClassTests.event(.driveHealth))
    }

    func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? { made(sequence) }

    func sequences() async throws(EventJournalError) -> [UInt64] {
        listings += 1
        return Array(1...count)
    }

    func clear(by principal: Principal) async throws(EventJournalError) {}
}
