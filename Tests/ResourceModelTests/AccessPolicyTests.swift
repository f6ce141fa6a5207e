// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

struct AccessPolicyTests {
    static let reader = RequiredRole.atLeast(.reader)
    static let `operator` = RequiredRole.atLeast(.operator)
    static let admin = RequiredRole.atLeast(.admin)

    static let fan = ResourceSchema(
        "CIM_Fan", extends: StandardClass.lineage("CIM_CoolingDevice"), displayName: "Fans",
        properties: [PropertySchema("Label", .string, isWritable: true, "A name.")],
        methods: [
            MethodSchema("SetSpeed", returnValues: [], role: .operator, "Sets."),
            MethodSchema("Erase", returnValues: [], role: .admin, "Erases."),
            MethodSchema("Blink", returnValues: [], role: .reader, "Blinks."),
        ], "A fan.")
    static let view = ResourceSchema(
        "BB_FanView", displayName: "Fans", properties: [PropertySchema("Label", .string, "A name.")], "A fan.")

    static func access(_ rules: AccessRule..., to schema: ResourceSchema = fan) -> ClassAccess {
        AccessPolicy(narrowedBy: rules).access(to: schema)
    }

    @Test func `readers read, operators put, methods take what they declare`() {
        let access = Self.access()
        #expect(access.get == Self.reader && access.enumerate == Self.reader)
        #expect(access[.put] == Self.operator)
        #expect(access[.invoke("SetSpeed")] == Self.operator)
        #expect(access[.invoke("Erase")] == Self.admin)
        #expect(access[.invoke("Blink")] == Self.reader)
    }

    @Test(arguments: Role.allCases)
    func `what no row of the table is about is denied to all`(role: Role) {
        #expect(AccessPolicy().role(for: .invoke("Unknown"), on: Self.fan) == .nobody)
        let access = Self.access()
        for action in [ResourceAction.invoke("Unknown"), .create, .delete] {
            #expect(access[action] == nil && !access.admits(role, to: action))
        }
        #expect(Self.access(to: Self.view)[.put] == nil, "nothing of it can be written")
        #expect(!ClassAccess([:]).get.admits(role))
        #expect(!RequiredRole.nobody.admits(role))
    }

    @Test func `a class of events can be got, which is to be told of them, and nothing else`() {
        let alert = ResourceSchema(
            "CIM_AlertIndication", extends: StandardClass.lineage("CIM_ProcessIndication"), displayName: "Alerts",
            properties: [], "An alert.")
        let base = ResourceSchema("CIM_Indication", displayName: "Events", properties: [], "An event.")
        for schema in [alert, base] {
            #expect(schema.actions == [.get])
            #expect(Self.access(to: schema).get == Self.reader && Self.access(to: schema).enumerate == .nobody)
        }
        #expect(Self.access(AccessRule("CIM_Indication", nil, Self.admin), to: alert).get == Self.admin)
    }

    @Test func `a rule narrows its action alone`() {
        let access = Self.access(AccessRule("CIM_Fan", .put, Self.admin))
        #expect(access[.put] == Self.admin && access.get == Self.reader)
        #expect(access[.invoke("SetSpeed")] == Self.operator)
        let method = Self.access(AccessRule("CIM_Fan", .invoke("SetSpeed"), .nobody))
        #expect(method[.invoke("SetSpeed")] == .nobody && method[.put] == Self.operator)
    }

    @Test func `whoever may not get may do nothing else`() {
        let access = Self.access(AccessRule("CIM_Fan", .get, Self.admin))
        for action in Self.fan.actions { #expect(access[action] == Self.admin) }
        let enumerating = Self.access(AccessRule("CIM_Fan", .enumerate, Self.admin))
        #expect(enumerating.get == Self.reader && enumerating.enumerate == Self.admin)
    }

    @Test func `no rule makes anything wider, in whatever order they stand`() {
        let wide = AccessRule("*", nil, Self.reader)
        let narrow = AccessRule("CIM_Fan", .invoke("Erase"), .nobody)
        for rules in [[wide, narrow], [narrow, wide]] {
            let access = AccessPolicy(narrowedBy: rules).access(to: Self.fan)
            #expect(access[.put] == Self.operator)
            #expect(access[.invoke("Erase")] == .nobody)
        }
    }

    @Test(arguments: [
        "CIM_Fan", "CIM_CoolingDevice", "CIM_LogicalDevice", "CIM_ManagedElement", "CIM_*", "*", "CIM_*Device", "*_Fan",
        "CIM_F*n",
    ])
    func `a rule is about a class by its name, a base class's, or a pattern`(classes: String) {
        #expect(Self.access(AccessRule(classes, nil, Self.admin)).get == Self.admin)
    }

    @Test(arguments: ["CIM_Sensor", "BB_*", "cim_fan", "CIM_", "Fan", "CIM_Fan*Fan", "*_Sensor", "CIM_FanSpeed"])
    func `a rule is not about another class`(classes: String) {
        #expect(Self.access(AccessRule(classes, nil, Self.admin)).get == Self.reader)
    }

    @Test func `a rule about the CIM class is not about the view`() {
        #expect(Self.access(AccessRule("CIM_*", nil, .nobody), to: Self.view).get == Self.reader)
        #expect(Self.access(AccessRule("BB_*View", nil, .nobody), to: Self.view).get == .nobody)
    }

    @Test func `a base class takes the least that its classes do, of what they can`() {
        let family = ClassAccess(anyOf: [
            Self.access(AccessRule("CIM_Fan", .get, Self.operator), AccessRule("CIM_Fan", .put, Self.admin)),
            Self.access(to: Self.view),
        ])
        #expect(family.get == Self.reader)
        #expect(family[.put] == Self.admin, "the view has nothing to put")
        #expect(family[.invoke("SetSpeed")] == Self.operator)
    }

    @Test func `words of rules name operations, all others methods`() {
        for action in ResourceAction.operations { #expect(ResourceAction(action.description) == action) }
        #expect(ResourceAction("Get") == .invoke("Get"))
        #expect([Self.reader, Self.admin, .nobody].map(\.description) == ["reader", "admin", "nobody"])
        #expect([.nobody, Self.admin, Self.reader].sorted() == [Self.reader, Self.admin, .nobody])
    }
}
