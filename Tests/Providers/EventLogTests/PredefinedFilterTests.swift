// SPDX-License-Identifier: Apache-2.0

import EventLogProvider
import ProviderKit
import ProviderTesting
import QueryLanguage
import ResourceModel
import Testing

/// Filters and collections that are always there: each is a query that its class can be asked.
struct PredefinedFilterTests {
    private let provider = EventClassTests.provider

    private static let overheat = EventClassTests.event(.overheat, .critical, .asserted)
    private static let cold = EventClassTests.event(.undercooled, .warning, .asserted)
    private static let started = EventClassTests.event(.agentStarted, .information, part: nil)
    private static let broken = EventClassTests.event(.driveHealth, .warning, .asserted)
    private static let removed = EventClassTests.event(.partRemoved, .warning)
    private static let port = EventPart(className: "", id: "net/eth0", name: "eth0")
    private static let portRemoved = EventClassTests.event(.partRemoved, .warning, part: port)

    /// Which of those events a query lets pass: a class and those that extend it are asked.
    private func passing(_ text: String) throws -> [Int] {
        let query = try SelectQuery(text, .cql)
        let classes = provider.eventClasses.filter {
            $0.schema.className == query.className || $0.schema.superclasses.contains(query.className)
        }
        try #require(!classes.isEmpty, "\(text)")
        let bound = try classes.map { ($0, try BoundQuery(query, $0.schema)) }
        let events = [Self.overheat, Self.cold, Self.started, Self.broken, Self.removed, Self.portRemoved]
        return events.indices.filter { index in
            let record = EventClassTests.record(events[index])
            return bound.contains { eventClass, query in
                guard eventClass.includes(record) else { return false }
                var row = Row()
                row.reset(count: eventClass.schema.properties.count)
                eventClass.read(record, only: query.read, into: &row)
                return query.matches(row)
            }
        }
    }

    @Test(
        arguments: [
            ("Alerts", [0, 1, 2, 3, 5]), ("HardwareAlerts", [0, 1, 3, 5]), ("Thresholds", [0, 1]), ("Overheat", [0]),
            ("InstanceChanges", [4]), ("OtherPartChanges", [5]),
        ])
    func `a filter lets pass what it says`(name: String, expected: [Int]) async throws {
        let filters = try #require(provider.resourceClass("CIM_IndicationFilter") as? any EventFilterClass)
        let part = PartID("Baseboard:\(name)")
        let filter = try await filters.instance(part)
        #expect(filter["QueryLanguage"] == .string("DMTF:CQL"))
        #expect(filter["SourceNamespaces"] == .array([.string("root/cimv2")]))
        let queries = try await filters.queries(of: part)
        #expect(queries.map(Value.string) == [filter["Query"]])
        #expect(try passing(queries[0]) == expected)
    }

    @Test(
        arguments: [
            ("AllEvents", [0, 1, 2, 3, 4, 5]), ("Hardware", [0, 1, 3, 4, 5]), ("PartChanges", [4, 5]),
        ])
    func `a collection lets pass what any of its filters does`(name: String, expected: [Int]) async throws {
        let collections = try #require(provider.resourceClass("CIM_FilterCollection") as? any EventFilterClass)
        let queries = try await collections.queries(of: PartID("Baseboard:\(name)"))
        #expect(try Set(queries.flatMap(passing)) == Set(expected))
        // Nobody wants to be told twice.
        for (index, query) in queries.enumerated() {
            for other in queries[..<index] { #expect(try Set(passing(other)).isDisjoint(with: passing(query))) }
        }
    }

    @Test func `the members of a collection are the filters whose queries it has`() async throws {
        let members = try #require(provider.resourceClass("CIM_MemberOfCollection") as? any AssociationClass)
        let collections = try #require(provider.resourceClass("CIM_FilterCollection") as? any EventFilterClass)
        let filters = try #require(provider.resourceClass("CIM_IndicationFilter") as? any EventFilterClass)
        for part in try await collections.parts() {
            let collection = Reference(
                ResourceURI(ofClass: "CIM_FilterCollection"), [Selector("InstanceID", part.text)])
            var queries: [String] = []
            for tie in try await members.ties(of: collection) {
                #expect(tie.otherRole == "Member")
                let filter = try #require(try await filters.find(tie.other.selectors.map(\.value)))
                queries += try await filters.queries(of: filter)
            }
            #expect(try await collections.queries(of: part) == queries)
        }
    }

    @Test(arguments: ["CIM_IndicationFilter", "CIM_FilterCollection"])
    func `what is not there has no queries`(name: String) async throws {
        let filters = try #require(provider.resourceClass(name) as? any EventFilterClass)
        await #expect(throws: ProviderError.notFound) { try await filters.queries(of: PartID("Baseboard:None")) }
        #expect(try await filters.parts().allSatisfy { $0.text.hasPrefix("Baseboard:") })
    }
}
