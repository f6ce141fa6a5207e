// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct EventConformanceTests {
    private static func eventClass(
        _ value: Value, displayName: String = "Loans", covers: @escaping (RecordedEvent) -> Bool = { _ in true }
    ) -> EventClass {
        EventClass(
            "XX_Loan", displayName: displayName,
            columns: [
                .property("Days", .uint8, values: [NamedValue(7, "A week")], "How long.") { _ in value },
                .property("Title", .string, "The book.") { .string($0.event.message) },
            ], covers: covers, "A book that is lent.")
    }

    private static let event = RecordedEvent(
        position: EventPosition(epoch: "e", sequence: 1), recorded: Timestamp(microseconds: 0),
        clock: RecordingClock(state: .synchronized, bootID: "", monotonic: 0),
        event: Event(.rehearsal, .information, message: "Emma", time: Timestamp(microseconds: 0)))

    private static func violations(of eventClass: EventClass) -> [String] {
        Conformance.violations(of: eventClass, over: [event])
    }

    @Test func `a class of events that keeps its promises violates none`() {
        #expect(Self.violations(of: Self.eventClass(.unsigned(7))) == [])
        #expect(Self.violations(of: Self.eventClass(.absent(.absent))) == [])
    }

    @Test func `a declaration must be complete, but for keys`() {
        #expect(
            Self.violations(of: Self.eventClass(.unsigned(7), displayName: "")) == [
                "the display name has 0 words (CR 2.8.b)"
            ])
    }

    @Test(
        arguments: [
            (.unsigned(8), "is 8, which has no name"), (.unsigned(256), "is 256, beyond the range of its type"),
            (.string("7"), "is string(\"7\"), which is no uint8"),
        ] as [(Value, String)])
    func `a value must be of its property's type`(value: Value, complaint: String) {
        #expect(Self.violations(of: Self.eventClass(value)) == ["e/1: Days \(complaint)"])
    }

    @Test func `an event of another class is told`() {
        #expect(
            Self.violations(of: Self.eventClass(.unsigned(7), covers: { _ in false })) == ["e/1 is of another class"])
    }
}
