// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing

struct AssociationTests {
    static let system = ScopingSystem(name: "host1")

    static func association(_ fans: [String]) -> Association {
        Association(
            "CIM_SystemDevice", displayName: "Devices",
            // The roles are declared against the alphabet: keys stand in the order of declaration all the same.
            first: AssociationRole("PartComponent", "CIM_LogicalDevice", "The device."),
            second: AssociationRole("GroupComponent", "CIM_System", "The system."), "Ties devices to systems.",
            generation: { 1 }
        ) { () throws(ProviderError) in
            fans.map { Link(system.device("CIM_Fan", PartID($0)), system.reference) }
        }
    }

    let association = association(["a", "b", "c"])

    /// The tie of a fan: the one whose reading shows it.
    func tie(_ id: String, in association: Association? = nil) async throws -> PartID? {
        let association = association ?? self.association
        for part in try await association.parts() {
            var row = Row()
            row.reset(count: 2)
            try await association.read(part, only: .all, into: &row)
            if row.slots.contains(.reference(Self.system.device("CIM_Fan", PartID(id)))) { return part }
        }
        return nil
    }

    static func fan(_ id: String) -> SelectorValue { .reference(system.device("CIM_Fan", PartID(id))) }
    static let host = SelectorValue.reference(system.reference)

    @Test func `a tie tells what it carries, and nothing that it does not`() async throws {
        let association = Association(
            "CIM_SystemPackaging", displayName: "Packages",
            first: AssociationRole("Antecedent", "CIM_PhysicalElement", "The package."),
            second: AssociationRole("Dependent", "CIM_System", "The system."),
            properties: [
                PropertySchema("PlatformGUID", .string, "The platform."),
                PropertySchema("Aisle", .uint16, "The aisle."),
            ],
            "Ties packages to systems.", generation: { 1 }
        ) { () throws(ProviderError) in
            [
                Link(
                    Self.system.physicalElement("CIM_Chassis", PartID("a")), Self.system.reference,
                    values: ["PlatformGUID": .string("00FF"), "Unheard": .boolean(true)])
            ]
        }
        #expect(association.schema.keyProperties.map(\.name) == ["Antecedent", "Dependent"])
        #expect(association.schema.properties.map(\.name) == ["Aisle", "Antecedent", "Dependent", "PlatformGUID"])
        let part = try #require(try await association.find([nil, nil]))
        var row = Row()
        row.reset(count: 4)
        try await association.read(part, only: .all, into: &row)
        #expect(row[0] == .absent(.absent) && row[3] == .string("00FF"))
        row.reset(count: 4)
        var wanted = PropertySet.none
        wanted.insert(3)
        try await association.read(part, only: wanted, into: &row)
        #expect(row.slots.filter { !$0.isAbsent } == [.string("00FF")])
    }

    @Test func `a tie is found by both its ends`() async throws {
        let found = try await association.find([Self.fan("b"), Self.host])
        #expect(found != nil)
        #expect(try await found == tie("b"))
        #expect(try await association.find([Self.fan("z"), Self.host]) == nil)
        #expect(try await association.find([Self.host, Self.fan("b")]) == nil)
    }

    @Test
    func
        `an end is the same in any letter case of names, order of keys, host of the URI, with or without the namespace`()
        async throws
    {
        var end = Self.system.device("CIM_Fan", PartID("b"))
        end.selectors = end.selectors.reversed().map { Selector($0.name.lowercased(), $0.value) }
        end.selectors.append(Selector("__CIMNAMESPACE", "root/cimv2"))
        end.resourceURI = ResourceURI("http://schemas.microsoft.com/wbem/wscim/1/cim-schema/2/cim_fan")
        #expect(try await association.find([.reference(end), Self.host]) == tie("b"))
    }

    @Test func `an end whose keys differ in their letters is another`() async throws {
        #expect(try await association.find([Self.fan("B"), Self.host]) == nil)
    }

    @Test func `one end is enough where it has one tie`() async throws {
        #expect(try await association.find([Self.fan("b"), nil]) == tie("b"))
        let single = Self.association(["a"])
        #expect(try await single.find([nil, nil]) == tie("a", in: single))
        #expect(try await Self.association([]).find([nil, nil]) == nil)
    }

    @Test func `where several ties fit, what is missing is named`() async throws {
        await #expect(throws: ProviderError.insufficientSelectors(["PartComponent"])) {
            try await association.find([nil, Self.host])
        }
        await #expect(throws: ProviderError.insufficientSelectors(["PartComponent", "GroupComponent"])) {
            try await association.find([nil, nil])
        }
    }

    @Test func `a text addresses no instance`() async throws {
        #expect(try await association.find([.text("b"), nil]) == nil)
    }

    @Test func `ties are listed in their order, and read with both ends`() async throws {
        let parts = try await association.parts()
        #expect(try await parts == [tie("a"), tie("b"), tie("c")])
        #expect(association.schema.isAssociation)
        #expect(association.schema.keyProperties.map(\.name) == ["PartComponent", "GroupComponent"])
        var row = Row()
        row.reset(count: 2)
        try await association.read(parts[1], only: .all, into: &row)
        #expect(
            row.slots == [.reference(Self.system.reference), .reference(Self.system.device("CIM_Fan", PartID("b")))])
        await #expect(throws: ProviderError.notFound) {
            try await association.read(PartID("z"), only: .all, into: &row)
        }
    }
}
