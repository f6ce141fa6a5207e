// SPDX-License-Identifier: Apache-2.0

import ManualLoop
import ProviderKit
import ResourceModel

/// A fan in memory.
struct TestFan {
    var id: PartID
    var name: String
    var desiredSpeed: UInt64?
    var upperLimit: Value = .unsigned(200)
    var lowerLimit: Value = .signed(-5)
    var label: Value = .absent(.absent)
    var tags: [String] = []
    var padding = ""
    var health = Health.good
}

/// Parts in memory.
///
/// Unchecked: confined to the test's loop.
final class TestFans: PartSource, @unchecked Sendable {
    var fans: [TestFan] = []
    var generation: UInt64 = 0
    /// What was written, in order.
    var writes: [[PropertyChange]] = []
    /// What was called, in order.
    var calls: [(method: String, id: PartID, inputs: [String: Value], by: String)] = []
    /// What the next access to a part throws.
    var failure: ProviderError?
    /// What holds back every read that needs hardware.
    let bus = TestBus()

    func identifiers() async throws(ProviderError) -> [PartID] { fans.map(\.id) }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> TestFan? {
        if let failure { throw failure }
        if !facets.isEmpty { await bus.access() }
        return fans.first { $0.id == id }
    }

    func write(_ changes: [PropertyChange], to id: PartID) throws(ProviderError) {
        guard let index = fans.firstIndex(where: { $0.id == id }) else { throw .notFound }
        for change in changes {
            if change.name == "Label", change.value == .string("taken") {
                throw .invalidValue(property: "Label", reason: "another fan has this label.")
            }
        }
        writes.append(changes)
        for change in changes {
            switch change.name {
            case "UpperLimit": fans[index].upperLimit = change.value
            case "LowerLimit": fans[index].lowerLimit = change.value
            case "Label": fans[index].label = change.value
            case "Tags":
                guard case .array(let tags) = change.value else { throw .internalFailure("no array") }
                fans[index].tags = tags.compactMap(\.stringValue)
            default: throw .internalFailure("no column \(change.name)")
            }
        }
    }
}

/// A bus that answers when the test lets it.
///
/// Unchecked: confined to the test's loop.
final class TestBus: @unchecked Sendable {
    var isStalled = false
    /// Where those who waited go on; without it they would come back through the default pool, at some time or other.
    var loop: ManualLoop?
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private(set) var accesses = 0

    var waiters: Int { waiting.count }

    func access() async {
        accesses += 1
        guard isStalled else { return }
        await withTaskExecutorPreference(loop) { await withCheckedContinuation { self.waiting.append($0) } }
    }

    func answer() {
        let all = waiting
        waiting = []
        for continuation in all { continuation.resume() }
    }
}

/// A machine with fans, two of which hang on the bus, one system, and the tie between system and fans.
struct TestMachine: Provider, Sendable {
    static let system = ScopingSystem(name: "host1")
    static let hardware = Facets(rawValue: 1)

    let fans: TestFans
    let sensors: TestFans
    /// What clients make.
    let probes = TestFans()

    var resourceClasses: [any ResourceClass] {
        [
            Self.fanClass(fans), Self.sensorClass(sensors), Self.systemClass(TestFans()), Self.ties(fans),
            Self.failingClass(), Self.probeClass(probes),
        ]
    }

    static func fanClass(_ source: TestFans) -> Table {
        let standard: [Column<TestFan>] = Column.logicalDevice(
            "CIM_Fan", of: system, id: { $0.id }, name: { $0.name }, health: { $0.health }, enabledState: { _ in 2 })
        return Table(
            "CIM_Fan", of: source,
            extends: "CIM_CoolingDevice", displayName: "Fans",
            columns: standard + [
                .property("ActiveCooling", .boolean, "Always.") { _ in .boolean(true) },
                .property("DesiredSpeed", .uint64, unit: .revolutionsPerMinute, "The target.") {
                    Value($0.desiredSpeed)
                },
                .property("InstallDate", .datetime, "A moment.") { _ in
                    .dateTime(Timestamp(microseconds: 1_772_446_500_000_000))
                },
                .property("TimeOn", .datetime, "An interval.") { _ in .interval(microseconds: 90_000_000) },
                .property("Ratio", .real64, "A real.") { _ in .real(0.5) },
                .property("Tags", .string, isArray: true, isWritable: true, "Texts.") {
                    .array($0.tags.map(Value.string))
                },
                .property("UpperLimit", .uint8, isWritable: true, "A limit.") { $0.upperLimit },
                .property("LowerLimit", .sint32, isWritable: true, "A limit.") { $0.lowerLimit },
                .property("Label", .string, isWritable: true, "A name.") { $0.label },
                .property("Padding", .string, "Makes instances large.") { .string($0.padding) },
            ],
            methods: methods,
            write: { source, id, changes, _ throws(ProviderError) in try source.write(changes, to: id) },
            "A fan of the tests.")
    }

    private static var methods: [Method<TestFans>] {
        [
            Method(
                MethodSchema(
                    "RequestStateChange",
                    inputs: [
                        PropertySchema("RequestedState", .uint16, "The state."),
                        PropertySchema("TimeoutPeriod", .datetime, "How long it may take."),
                    ],
                    outputs: [PropertySchema("Job", .reference("CIM_ConcreteJob"), "The job.")], returnValues: [],
                    role: .operator, "Changes the state.")
            ) { source, id, inputs, principal throws(ProviderError) in
                source.calls.append(("RequestStateChange", id, inputs, principal.name))
                if inputs["RequestedState"] == .unsigned(9) { throw .unavailable("The fan is stuck.") }
                return MethodResult(returnValue: 0, outputs: ["Job": .reference(system.reference)])
            },
            Method(
                MethodSchema(
                    "SetNames",
                    inputs: [
                        PropertySchema("Names", .string, isArray: true, "The names."),
                        PropertySchema("Peer", .reference("CIM_Fan"), "Another fan."),
                    ],
                    outputs: [PropertySchema("Echo", .string, isArray: true, "The names again.")], returnValues: [],
                    role: .operator, "Sets names.")
            ) { source, id, inputs, principal throws(ProviderError) in
                source.calls.append(("SetNames", id, inputs, principal.name))
                return MethodResult(returnValue: 4096, outputs: ["Echo": inputs["Names"] ?? .absent(.absent)])
            },
            Method(MethodSchema("Erase", returnValues: [], role: .admin, "Erases everything.")) {
                source, id, inputs, principal throws(ProviderError) in
                source.calls.append(("Erase", id, inputs, principal.name))
                return MethodResult(returnValue: 0)
            },
        ]
    }

    static func sensorClass(_ source: TestFans) -> Table {
        let standard: [Column<TestFan>] = Column.logicalDevice(
            "CIM_NumericSensor", of: system, reads: hardware, id: { $0.id }, name: { $0.name },
            health: { $0.health }, enabledState: { _ in 2 })
        return Table(
            "CIM_NumericSensor", of: source, extends: "CIM_Sensor", displayName: "Sensors",
            columns: standard + [
                .property("Limit", .sint32, isWritable: true, reads: hardware, "A limit.") { $0.lowerLimit }
            ],
            methods: [
                Method(MethodSchema("RestoreDefaultThresholds", returnValues: [], role: .operator, "Restores.")) {
                    source, id, inputs, principal throws(ProviderError) in
                    await source.bus.access()
                    source.calls.append(("RestoreDefaultThresholds", id, inputs, principal.name))
                    return MethodResult(returnValue: 0)
                }
            ],
            write: { source, id, changes, _ throws(ProviderError) in source.writes.append(changes) },
            "A sensor behind a bus.")
    }

    static func systemClass(_ source: TestFans) -> Table {
        source.fans = [TestFan(id: PartID(system.name), name: "The host")]
        return Table(
            "CIM_ComputerSystem", of: source, displayName: "System",
            columns: [
                .fixedKey("CreationClassName", system.creationClassName, "The class."),
                .key("Name", "The host's name.") { $0.id },
                .property("ElementName", .string, "A name.") { .string($0.name) },
            ],
            "The machine.")
    }

    /// A class whose parts are made and removed by clients; the label of a part is its kind of limit.
    static func probeClass(_ source: TestFans) -> Table {
        Table(
            "BB_Probe", of: source, displayName: "Probes",
            columns: [
                .key("Name", creation: .required, "The name.") { $0.id },
                .property("Limit", .uint8, isWritable: true, creation: .required, "A limit.") { $0.upperLimit },
                .property("Label", .string, creation: .optional, "A label.") { $0.label },
                .property("Padding", .string, "Not the client's to say.") {
                    $0.padding.isEmpty ? .absent(.absent) : .string($0.padding)
                },
            ],
            write: { source, id, changes, _ throws(ProviderError) in source.writes.append(changes) },
            create: { source, values, principal throws(ProviderError) in
                var fan = TestFan(id: PartID(""), name: principal.name)
                for value in values {
                    switch value.name {
                    case "Name": fan.id = PartID(value.value.stringValue ?? "")
                    case "Limit": fan.upperLimit = value.value
                    case "Label": fan.label = value.value
                    default: throw .internalFailure("no column \(value.name)")
                    }
                }
                if fan.id.text == "full" { throw .quotaExceeded("There is no room for another probe.") }
                guard !source.fans.contains(where: { $0.id == fan.id }) else {
                    throw .alreadyExists("There is a probe \(fan.id) already.")
                }
                source.fans.append(fan)
                source.generation += 1
                return fan.id
            },
            delete: { source, id, _ throws(ProviderError) in
                source.fans.removeAll { $0.id == id }
                source.generation += 1
            },
            "A probe of the tests.")
    }

    static func ties(_ source: TestFans) -> Association {
        Association(
            "CIM_SystemDevice", extends: "CIM_SystemComponent", displayName: "Devices of the system",
            first: AssociationRole("GroupComponent", "CIM_System", "The system."),
            second: AssociationRole("PartComponent", "CIM_LogicalDevice", "The device."), "Ties devices to systems.",
            generation: { source.generation }
        ) { () throws(ProviderError) in
            source.fans.map { Link(system.reference, system.device("CIM_Fan", $0.id)) }
        }
    }

    /// A class that fails in the way that the selector asks for.
    static func failingClass() -> Failing { Failing() }
}

/// A class each of whose parts is an error.
struct Failing: ResourceClass {
    static let errors: [String: ProviderError] = [
        "notFound": .notFound, "insufficientSelectors": .insufficientSelectors(["Other"]),
        "unavailable": .unavailable("The bus is gone."), "timedOut": .timedOut("The bus is slow."),
        "busy": .busy("Somebody holds the bus."), "accessDenied": .accessDenied("The kernel says no."),
        "unsupportedAction": .unsupportedAction,
        "invalidValue": .invalidValue(property: "Mode", reason: "cannot be 7."),
        "invalidParameter": .invalidParameter(name: "Level", reason: "cannot be 7."),
        "quotaExceeded": .quotaExceeded("The disk is full."),
        "internalFailure": .internalFailure("secret path /var/lib/secret"),
    ]

    let schema = ResourceSchema(
        "CIM_Failing", displayName: "Failures",
        properties: [
            PropertySchema("Kind", .string, isKey: true, "The error."),
            PropertySchema("Number", .uint8, isKey: true, "A number."),
        ],
        "Fails.")

    let generation: UInt64 = 0

    func parts() async throws(ProviderError) -> [PartID] { Self.errors.keys.sorted().map { PartID($0) } }

    func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? {
        guard case .text(let kind)? = keys.first ?? nil else { throw .insufficientSelectors(["Kind"]) }
        return PartID(kind)
    }

    func read(_ part: PartID, only wanted: PropertySet, into row: inout Row) async throws(ProviderError) {
        if let error = Self.errors[part.text] { throw error }
        row[schema.position(of: "Kind") ?? 0] = .string(part.text)
        row[schema.position(of: "Number") ?? 0] = .unsigned(7)
    }
}
