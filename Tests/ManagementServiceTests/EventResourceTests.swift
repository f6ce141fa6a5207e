// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing
import XML

@testable import ManagementService

/// Classes of events as resources: which events come from where, and for whom.
struct EventResourceTests {
    static let indications = ["CIM_ThresholdIndication", "CIM_AlertIndication", "CIM_InstDeletion"]

    static func registry(_ rules: AccessRule...) -> ResourceRegistry {
        let events = TestEvents()
        return ResourceRegistry(
            classes: events.resourceClasses, eventClasses: events.eventClasses,
            policy: AccessPolicy(narrowedBy: rules))
    }

    static func event(_ kind: EventKind, part: EventPart? = nil) -> RecordedEvent {
        RecordedEvent(
            position: EventPosition(epoch: "0f3a7f26-53c1-4b0e-9a7e-0a1b2c3d4e5f", sequence: 1),
            recorded: Timestamp(microseconds: 0),
            clock: RecordingClock(state: .synchronized, bootID: "", monotonic: 0),
            event: Event(
                kind, .major, part: part, message: "It happened.", time: Timestamp(microseconds: 0)))
    }

    /// The classes whose events come from a resource.
    static func sources(
        _ uri: String, by role: Role = .reader, in registry: ResourceRegistry = registry()
    ) throws -> [String] {
        let uri = uri.contains(":") ? ResourceURI(uri) : ResourceURI(ofClass: uri)
        return try registry.resource(uri).eventShapes(for: role).map(\.schema.className)
    }

    @Test(
        arguments: [
            ("CIM_Indication", indications),
            ("CIM_ProcessIndication", ["CIM_ThresholdIndication", "CIM_AlertIndication"]),
            ("CIM_AlertIndication", ["CIM_ThresholdIndication", "CIM_AlertIndication"]),
            ("CIM_ThresholdIndication", ["CIM_ThresholdIndication"]), ("CIM_InstIndication", ["CIM_InstDeletion"]),
            ("CIM_RecordLog", indications), ("CIM_IndicationFilter", indications),
            ("http://schemas.dmtf.org/wbem/wscim/1/*", indications), ("BB_EventView", ["BB_EventView"]),
            ("CIM_ManagedElement", []), ("CIM_Log", []), ("wsman:system/catalog/2005/06/Catalog", []),
        ])
    func `from each resource come its own events, the most derived class first`(
        uri: String, classes: [String]
    ) throws {
        #expect(try Self.sources(uri).sorted() == classes.sorted())
        let depths = try Self.registry().resource(
            uri.contains(":") ? ResourceURI(uri) : ResourceURI(ofClass: uri)
        ).eventShapes(for: .reader).map(\.schema.superclasses.count)
        #expect(depths == depths.sorted(by: >))
    }

    @Test(arguments: ["CIM_RecordLog", "CIM_Indication", "http://schemas.dmtf.org/wbem/wscim/1/*"])
    func `events of a closed class come from nowhere, and are of no other class`(uri: String) throws {
        let registry = Self.registry(AccessRule("CIM_ThresholdIndication", nil, .atLeast(.operator)))
        let resource = try registry.resource(uri.contains(":") ? ResourceURI(uri) : ResourceURI(ofClass: uri))
        let overheat = Self.event(.overheat)
        #expect(!resource.eventShapes(for: .reader).contains { $0.eventClass.includes(overheat) })
        let shapes = resource.eventShapes(for: .operator)
        #expect(shapes.first { $0.eventClass.includes(overheat) }?.schema.className == "CIM_ThresholdIndication")
        #expect(resource.eventShapes(for: .reader).contains { $0.eventClass.includes(Self.event(.driveHealth)) })
    }

    @Test func `a base class takes what the most open class that extends it does`() throws {
        let one = Self.registry(AccessRule("CIM_ThresholdIndication", nil, .atLeast(.operator)))
        #expect(try one.resource(ResourceURI(ofClass: "CIM_AlertIndication")).access.get == .atLeast(.reader))
        let all = Self.registry(AccessRule("CIM_AlertIndication", nil, .atLeast(.admin)))
        for name in ["CIM_AlertIndication", "CIM_ThresholdIndication", "CIM_ProcessIndication"] {
            #expect(try all.resource(ResourceURI(ofClass: name)).access.get == .atLeast(.admin))
        }
        #expect(try all.resource(ResourceURI(ofClass: "CIM_Indication")).access.get == .atLeast(.reader))
        #expect(try Self.sources("CIM_RecordLog", in: all) == ["CIM_InstDeletion"])
    }

    // MARK: Over the wire

    let service = TestService(events: true)

    static let requests: [RequestText] = [
        .get("CIM_AlertIndication"), .get("CIM_AlertIndication", ("IndicationIdentifier", "x")),
        .get("CIM_Indication"), .enumerate("CIM_AlertIndication"), .enumerate("CIM_InstIndication", first: 9),
        .pull("CIM_AlertIndication", String(repeating: "0", count: 32)), .put("CIM_AlertIndication", "x", ""),
        RequestText(Published.wxf + "/Create", "CIM_AlertIndication"),
        RequestText(Published.wxf + "/Delete", "CIM_AlertIndication"),
    ]

    @Test(arguments: requests.indices)
    func `a class of events has no instances to ask for`(index: Int) throws {
        let request = Self.requests[index]
        let reply = try service.send(request, by: TestService.admin)
        try expectFault(reply, "Sender", "wsa:ActionNotSupported", "ActionMismatch", naming: ["events", "subscribe"])
        #expect(reply.fault?.extras.first?.text == request.action)
    }

    @Test func `a class of events is found in any letter case and under any host, and meant where it is nearly named`()
        throws
    {
        for uri in ["http://schemas.microsoft.com/x/cim-schema/2/cim_alertindication"] {
            try expectFault(
                service.send(.get(uri)), "Sender", "wsa:ActionNotSupported", "ActionMismatch",
                naming: ["CIM_AlertIndication"])
        }
        try expectFault(
            service.send(.get("CIM_AlertIndicaton")), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI", naming: ["CIM_AlertIndication"])
    }

    @Test func `instances are not selected from a class of events`() throws {
        let query = RequestText.enumerate(
            "http://schemas.dmtf.org/wbem/wscim/1/*",
            """
            <wsman:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">\
            select * from CIM_AlertIndication</wsman:Filter>
            """)
        try expectFault(
            service.send(query), "Sender", "wsman:CannotProcessFilter", naming: ["CIM_AlertIndication", "events"])
    }

    @Test func `what is both has instances too`() throws {
        #expect(try service.send(.get("BB_EventView", ("InstanceID", "1"))).status == 200)
        #expect(try service.send(.enumerate("BB_EventView", first: 9)).items.count == 3)
    }

    @Test func `a closed class of events is refused like any other`() throws {
        let service = TestService(events: true) {
            $0.access = AccessPolicy(narrowedBy: [AccessRule("CIM_InstIndication", nil, .atLeast(.admin))])
        }
        for name in ["CIM_InstDeletion", "CIM_InstIndication"] {
            try expectFault(
                service.send(.get(name)), "Sender", "wsman:AccessDenied", naming: [name, "takes admin"])
        }
    }
}
