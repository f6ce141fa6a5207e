// SPDX-License-Identifier: Apache-2.0

import EventLogProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// What the classes of events make of an event of the log.
struct EventClassTests {
    static let epoch = "0f3a7f26-53c1-4b0e-9a7e-0a1b2c3d4e5f"
    static let drive = EventPart(
        className: "CIM_DiskDrive", id: "nvme-Disk-\"7\"", name: "Disk 7",
        facts: [EventFact("MaxMediaSize", "1000"), EventFact("Enabled", "perhaps"), EventFact("Slot", "4")])
    static let devices = ["SystemCreationClassName", "SystemName", "CreationClassName", "DeviceID"].map {
        PropertySchema($0, .string, isKey: true, "A key.")
    }
    static let parts = [
        ResourceSchema(
            "CIM_DiskDrive", extends: StandardClass.lineage("CIM_MediaAccessDevice"), displayName: "Drives",
            properties: devices + [
                PropertySchema("ElementName", .string, "A name."), PropertySchema("MaxMediaSize", .uint64, "A number."),
                PropertySchema("Enabled", .boolean, "A truth."),
            ], "A drive."),
        ResourceSchema(
            "CIM_ComputerSystem", extends: StandardClass.lineage("CIM_System"), displayName: "System",
            properties: [
                PropertySchema("CreationClassName", .string, isKey: true, "A key."),
                PropertySchema("Name", .string, isKey: true, "A key."),
            ], "The system."),
        ResourceSchema(
            "CIM_TwoKeys", displayName: "Twins",
            properties: ["A", "B"].map { PropertySchema($0, .string, isKey: true, "A key.") }, "Has two keys."),
    ]
    static var provider: EventLogProvider {
        EventLogProvider(NoJournal(), of: ScopingSystem(name: "host1"), parts: parts)
    }

    static func record(_ event: Event) -> RecordedEvent {
        RecordedEvent(
            position: EventPosition(epoch: epoch, sequence: 42), recorded: Timestamp(microseconds: 9_000_000),
            clock: RecordingClock(state: .synchronized, bootID: "b", monotonic: 1), event: event)
    }

    static func event(
        _ kind: EventKind, _ severity: EventSeverity = .critical, _ transition: EventTransition = .occurred,
        part: EventPart? = drive, _ change: (inout Event) -> Void = { _ in }
    ) -> Event {
        var event = Event(
            kind, severity, transition, part: part, message: "Something happened.", arguments: ["Something"],
            time: Timestamp(microseconds: 5_000_000))
        change(&event)
        return event
    }

    /// The classes of CIM that an event is of.
    static func classes(of event: Event) -> [String] {
        provider.eventClasses.filter { $0.schema.isIndication && $0.includes(record(event)) }.map(\.schema.className)
    }

    /// The event as the one class of CIM that it is of writes it: values by property.
    static func indication(_ event: Event) throws -> [String: Value] {
        let all = provider.eventClasses.filter { $0.schema.isIndication && $0.includes(record(event)) }
        try #require(all.count == 1)
        return values(record(event), all[0])
    }

    static func values(_ record: RecordedEvent, _ eventClass: EventClass) -> [String: Value] {
        var row = Row()
        row.reset(count: eventClass.schema.properties.count)
        eventClass.read(record, only: .all, into: &row)
        return Dictionary(uniqueKeysWithValues: zip(eventClass.schema.properties.map(\.name), row.slots))
    }

    // MARK: Which class

    @Test(arguments: EventKind.all.map(\.name))
    func `every kind of events is of one class of indications, and of the log's view`(kind: String) {
        let kind = EventKind(named: kind)
        let expected =
            switch kind.family {
            case .threshold: "CIM_ThresholdIndication"
            case .alert: "CIM_AlertIndication"
            case .creation: "CIM_InstCreation"
            case .deletion: "CIM_InstDeletion"
            case .modification: "CIM_InstModification"
            }
        #expect(Self.classes(of: Self.event(kind)) == [expected])
        let views = Self.provider.eventClasses.filter { !$0.schema.isIndication }
        #expect(views.map(\.schema.className) == ["BB_EventView"])
        #expect(views.allSatisfy { $0.includes(Self.record(Self.event(kind))) })
    }

    @Test func `what comes and goes without being an instance is told in alerts`() {
        let unknown = EventPart(className: "", id: "net/eth0", name: "eth0")
        for part in [unknown, EventPart(className: "CIM_Nothing", id: "x", name: "x"), nil] {
            for kind in [EventKind.partAdded, .partRemoved, .processorOffline] {
                #expect(Self.classes(of: Self.event(kind, part: part)) == ["CIM_AlertIndication"])
            }
        }
    }

    @Test func `each class extends what the standard says, and no property is beside it`() throws {
        let lineages = [
            "CIM_AlertIndication": ["CIM_ProcessIndication", "CIM_Indication"],
            "CIM_ThresholdIndication": ["CIM_AlertIndication", "CIM_ProcessIndication", "CIM_Indication"],
            "CIM_InstCreation": ["CIM_InstIndication", "CIM_Indication"],
            "CIM_InstDeletion": ["CIM_InstIndication", "CIM_Indication"],
            "CIM_InstModification": ["CIM_InstIndication", "CIM_Indication"],
        ]
        let added = [
            "CIM_ThresholdIndication": ["ThresholdIdentifier", "ThresholdValue", "ObservedValue"],
            "CIM_InstModification": ["PreviousInstance"],
        ]
        for eventClass in Self.provider.eventClasses where eventClass.schema.isIndication {
            let schema = eventClass.schema
            #expect(schema.superclasses == lineages[schema.className])
            #expect(schema.keys.isEmpty && schema.summary.allSatisfy { schema.position(of: $0) != nil })
            let nearest = try #require((lineages[schema.className] ?? []).first.flatMap(StandardClass.named))
            let standard = nearest.allPropertyNames.union(added[schema.className] ?? [])
                .union(StandardClass.named(schema.className)?.allPropertyNames ?? [])
            #expect(Set(schema.properties.map(\.name)).subtracting(standard) == [])
        }
    }

    @Test(arguments: EventKind.all.map(\.name))
    func `the class of every kind of events keeps every promise`(kind: String) {
        let kind = EventKind(named: kind)
        let events = [
            Self.event(kind), Self.event(kind, .information, .cleared, part: nil),
            Self.event(kind, .fatal, .escalated) {
                $0.previous = Self.drive
                $0.reading = EventReading(
                    observed: 1e-9, limit: nil, limitName: "LowerThresholdFatal", limitSource: "default", unit: "V")
                $0.isRehearsal = true
            },
            Self.event(kind, part: EventPart(className: "", id: "net/eth0", name: "eth0")),
        ].map(Self.record)
        for eventClass in Self.provider.eventClasses {
            #expect(Conformance.violations(of: eventClass, over: events.filter(eventClass.includes)) == [])
        }
    }

    // MARK: What it says

    @Test func `an alert says who, what, when and how bad`() throws {
        let alert = try Self.indication(
            Self.event(.driveHealth, .warning, .asserted) {
                $0.incident = "i-1"
                $0.firstSeen = Timestamp(microseconds: 3_000_000)
            })
        #expect(alert["IndicationIdentifier"] == .string("\(Self.epoch)/42"))
        #expect(alert["SequenceContext"] == .string(Self.epoch) && alert["SequenceNumber"] == .signed(42))
        #expect(alert["IndicationTime"] == .dateTime(Timestamp(microseconds: 9_000_000)))
        #expect(alert["EventTime"] == .dateTime(Timestamp(microseconds: 3_000_000)))
        #expect(alert["PerceivedSeverity"] == .unsigned(3) && alert["AlertType"] == .unsigned(5))
        #expect(alert["ProbableCause"] == .unsigned(86) && alert["Trending"] == .unsigned(1))
        #expect(alert["MessageID"] == .string("drive.health.asserted"))
        #expect(alert["Message"] == .string("Something happened."))
        #expect(alert["MessageArguments"] == .array([.string("Something")]))
        #expect(alert["EventID"] == .string("i-1") && alert["OwningEntity"] == .string("Baseboard"))
        #expect(alert["SystemName"] == .string("host1"))
        #expect(alert["SystemCreationClassName"] == .string("CIM_ComputerSystem"))
        #expect(alert["OtherAlertType"]?.isAbsent == true && alert["ProbableCauseDescription"]?.isAbsent == true)
    }

    @Test func `the part is a path where a class knows it, the system where there is none, else a name`() throws {
        let known = try Self.indication(Self.event(.driveHealth))
        #expect(
            known["AlertingManagedElement"]
                == .string(
                    #"root/cimv2:CIM_DiskDrive.SystemCreationClassName="CIM_ComputerSystem",SystemName="host1","#
                        + #"CreationClassName="CIM_DiskDrive",DeviceID="nvme-Disk-\"7\"""#))
        #expect(known["AlertingElementFormat"] == .unsigned(2))
        let system = #"root/cimv2:CIM_ComputerSystem.CreationClassName="CIM_ComputerSystem",Name="host1""#
        let machine = EventPart(className: "CIM_ComputerSystem", id: "", name: "this machine")
        for part in [nil, machine] {
            let alert = try Self.indication(Self.event(.agentStarted, part: part))
            #expect(alert["AlertingManagedElement"] == .string(system))
            #expect(alert["AlertingElementFormat"] == .unsigned(2))
            #expect(alert["OtherAlertType"] == .string("agent.started"))
            #expect(alert["ProbableCauseDescription"] == .string("agent.started"))
        }
        for className in ["", "CIM_Nothing", "CIM_TwoKeys"] {
            let part = EventPart(className: className, id: "net/eth0", name: "eth0")
            let alert = try Self.indication(Self.event(.partFailed, part: part))
            #expect(alert["AlertingManagedElement"] == .string("net/eth0"))
            #expect(alert["AlertingElementFormat"] == .unsigned(1))
            #expect(alert["OtherAlertingElementFormat"] == .string("Device name"))
        }
    }

    @Test func `a passed limit has both numbers, and where the reading goes`() throws {
        func threshold(_ transition: EventTransition, _ limit: String) throws -> [String: Value] {
            try Self.indication(
                Self.event(.overheat, .critical, transition) {
                    $0.reading = EventReading(
                        observed: 96, limit: 95.5, limitName: limit, limitSource: "hardware", unit: "°C")
                })
        }
        let hot = try threshold(.asserted, "UpperThresholdCritical")
        #expect(hot["ThresholdIdentifier"] == .string("UpperThresholdCritical"))
        #expect(hot["ThresholdValue"] == .string("95.5") && hot["ObservedValue"] == .string("96.0"))
        #expect(hot["ProbableCause"] == .unsigned(51) && hot["AlertType"] == .unsigned(6))
        for (transition, limit, trend) in [
            (.asserted, "UpperThresholdFatal", 2), (.escalated, "UpperThresholdFatal", 2),
            (.deescalated, "UpperThresholdFatal", 3), (.cleared, "UpperThresholdFatal", 3),
            (.asserted, "LowerThresholdCritical", 3), (.cleared, "LowerThresholdCritical", 2),
            (.occurred, "UpperThresholdFatal", 0), (.asserted, "", 0),
        ] as [(EventTransition, String, UInt64)] {
            #expect(try threshold(transition, limit)["Trending"] == .unsigned(trend), "\(transition) \(limit)")
        }
        let silent = try Self.indication(Self.event(.excursion))
        #expect(silent["ThresholdValue"]?.isAbsent == true && silent["ObservedValue"]?.isAbsent == true)
        #expect(silent["ThresholdIdentifier"]?.isAbsent == true && silent["Trending"] == .unsigned(0))
    }

    @Test func `a part that came or went is an instance with what is known of it`() throws {
        for kind in [EventKind.partAdded, .partRemoved] {
            let indication = try Self.indication(Self.event(kind, .warning))
            guard case .instance(let instance)? = indication["SourceInstance"] else {
                Issue.record("no instance")
                continue
            }
            #expect(instance.className == "CIM_DiskDrive" && instance.isA("cim_logicaldevice"))
            // Facts that are no properties of the class, or no values of them, stay in the log's view.
            #expect(
                instance.properties == [
                    .init("CreationClassName", .string("CIM_DiskDrive")),
                    .init("DeviceID", .string("nvme-Disk-\"7\"")), .init("ElementName", .string("Disk 7")),
                    .init("MaxMediaSize", .unsigned(1000)),
                    .init("SystemCreationClassName", .string("CIM_ComputerSystem")),
                    .init("SystemName", .string("host1")),
                ])
            #expect(indication["SourceInstanceHost"] == .string("host1"))
            let path = try #require(indication["SourceInstanceModelPath"]?.stringValue)
            #expect(path.hasPrefix("root/cimv2:CIM_DiskDrive.") && path.contains("SystemName=\"host1\""))
            #expect(indication["PreviousInstance"] == nil)
        }
    }

    @Test func `a part that another stands for now has both`() throws {
        let replaced = try Self.indication(
            Self.event(.partReplaced) {
                $0.previous = EventPart(className: "CIM_DiskDrive", id: "old", name: "Old disk")
            })
        for (property, id) in [("SourceInstance", "nvme-Disk-\"7\""), ("PreviousInstance", "old")] {
            guard case .instance(let instance)? = replaced[property] else {
                Issue.record("no \(property)")
                continue
            }
            #expect(instance.properties.contains(.init("DeviceID", .string(id))))
        }
        #expect(try Self.indication(Self.event(.partChanged))["PreviousInstance"]?.isAbsent == true)
    }

    @Test func `a rehearsal is told apart, and passes the filters that the real thing passes`() throws {
        let real = Self.event(.overheat, .critical, .asserted)
        var rehearsed = real
        rehearsed.isRehearsal = true
        let (alert, rehearsal) = (try Self.indication(real), try Self.indication(rehearsed))
        let told = Set(alert.keys.filter { alert[$0] != rehearsal[$0] })
        #expect(told == ["Message", "ProbableCauseDescription"])
        #expect(rehearsal["Message"] == .string("Rehearsal: Something happened."))
        #expect(rehearsal["ProbableCauseDescription"] == .string("Rehearsal"))
        let part = try Self.indication(Self.event(.partRemoved) { $0.isRehearsal = true })
        #expect(part["PerceivedSeverity"] == .unsigned(1) && part["OtherSeverity"] == .string("Rehearsal"))
        #expect(try Self.indication(Self.event(.partRemoved))["OtherSeverity"]?.isAbsent == true)
    }

    @Test func `the view of the log is the same, delivered or read`() throws {
        let view = try #require(Self.provider.eventClasses.first { $0.schema.className == "BB_EventView" })
        let log = try #require(Self.provider.resourceClasses.first { $0.schema.className == "BB_EventView" })
        #expect(view.schema.reference == log.schema.reference)
        let values = Self.values(Self.record(Self.event(.driveHealth)), view)
        #expect(values["EventID"] == .string("\(Self.epoch)/42") && values["Kind"] == .string("drive.health"))
    }
}

/// A log that nobody reads.
private struct NoJournal: EventJournal {
    let epoch = EventClassTests.epoch
    let bounds: (first: UInt64, last: UInt64) = (1, 0)
    let size = (count: 0, capacity: 0)
    let generation: UInt64 = 0

    func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] { [] }
    func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? { nil }
    func sequences() async throws(EventJournalError) -> [UInt64] { [] }
    func clear(by principal: Principal) async throws(EventJournalError) {}
}
