// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Three fans that can be read, written and called: every branch of the service that needs a resource.
struct FuzzMachine: Provider {
    private static let system = ScopingSystem(name: "fuzz")

    var resourceClasses: [any ResourceClass] { [fans, ties, notes] }

    /// What association filters go over.
    private var ties: Association {
        Association(
            "CIM_SystemDevice", extends: "CIM_SystemComponent", displayName: "Ties",
            first: AssociationRole("GroupComponent", "CIM_System", "The system."),
            second: AssociationRole("PartComponent", "CIM_LogicalDevice", "The device."), "Ties.", generation: { 0 }
        ) { () throws(ProviderError) in
            (1...3).map { Link(Self.system.reference, Self.system.device("CIM_Fan", PartID("fan\($0)"))) }
        }
    }

    /// What Create makes, and forgets at once: no input knows what another made.
    private var notes: Table {
        Table(
            "BB_Note", of: FuzzFans(), displayName: "Notes",
            columns: [
                .key("Name", creation: .required, "The name.") { $0 },
                .property("Lines", .string, isArray: true, isWritable: true, creation: .optional, "Texts.") { _ in
                    .array([])
                },
            ],
            write: { _, _, _, _ throws(ProviderError) in },
            create: { _, values, _ throws(ProviderError) in
                guard values.count < 3 else { throw .alreadyExists("There is one.") }
                return PartID("fan1")
            },
            delete: { _, _, _ throws(ProviderError) in }, "A note.")
    }

    private var fans: Table {
        let standard: [Column<PartID>] = Column.logicalDevice(
            "CIM_Fan", of: Self.system, id: { $0 }, name: { $0.text }, health: { _ in .good }, enabledState: { _ in 2 })
        return Table(
            "CIM_Fan", of: FuzzFans(), extends: "CIM_CoolingDevice", displayName: "Fans",
            columns: standard + [
                .property("DesiredSpeed", .uint64, isWritable: true, "A number.") { _ in .unsigned(7) },
                .property("Tags", .string, isArray: true, isWritable: true, "Texts.") { _ in .array([.string("a")]) },
                .property("InstallDate", .datetime, isWritable: true, "A moment.") { _ in .absent(.absent) },
            ],
            methods: [
                Method(
                    MethodSchema(
                        "RequestStateChange",
                        inputs: [
                            PropertySchema("RequestedState", .uint16, "A number."),
                            PropertySchema("Peer", .reference("CIM_Fan"), "Another fan."),
                            PropertySchema("TimeoutPeriod", .datetime, "An interval."),
                        ],
                        returnValues: [], role: .operator, "Changes the state.")
                ) { _, _, _, _ throws(ProviderError) in MethodResult(returnValue: 0) }
            ],
            write: { _, _, _, _ throws(ProviderError) in },
            "A fan.")
    }
}

/// The fans' names, which are all there is of them.
struct FuzzFans: PartSource {
    let generation: UInt64 = 0
    private static let fans = (1...3).map { PartID("fan\($0)") }

    func identifiers() async throws(ProviderError) -> [PartID] { Self.fans }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PartID? {
        Self.fans.contains(id) ? id : nil
    }
}
