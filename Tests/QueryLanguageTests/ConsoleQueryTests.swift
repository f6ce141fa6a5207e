// SPDX-License-Identifier: Apache-2.0

import QueryLanguage
import ResourceModel
import Testing

/// What consoles are known to send (`spec/real-consoles.md`, `spec/client-quirks.md`), on a fan as they expect it.
@Suite("WQL and CQL: what consoles send")
struct ConsoleQueryTests {
    private static let schema = ResourceSchema(
        "CIM_Fan",
        extends: [
            "CIM_CoolingDevice", "CIM_LogicalDevice", "CIM_EnabledLogicalElement", "CIM_LogicalElement",
            "CIM_ManagedSystemElement", "CIM_ManagedElement",
        ],
        displayName: "Fans",
        properties: [
            PropertySchema("DeviceID", .string, isKey: true, "The key."),
            PropertySchema("SystemName", .string, isKey: true, "The host."),
            PropertySchema("ElementName", .string, "A name."),
            PropertySchema("HealthState", .uint16, "Its health."),
            PropertySchema("EnabledState", .uint16, "Its state."),
            PropertySchema("OperationalStatus", .uint16, isArray: true, "What it does."),
            PropertySchema("TimeOfLastStateChange", .datetime, "When."),
        ],
        "A fan.")

    private static func fan(_ number: Int, health: UInt64) -> Row {
        var row = Row()
        row.reset(count: schema.properties.count)
        for (name, value) in [
            ("DeviceID", Value.string("hwmon3/fan\(number)")), ("SystemName", .string("host1")),
            ("ElementName", .string("Fan \(number)")), ("HealthState", .unsigned(health)),
            ("EnabledState", .unsigned(2)),
            ("OperationalStatus", .array([.unsigned(health == 5 ? 2 : 3)])),
            ("TimeOfLastStateChange", .dateTime(Timestamp("2026-03-02T10:15:00Z") ?? Timestamp(microseconds: 0))),
        ] {
            row[schema.position(of: name) ?? -1] = value
        }
        return row
    }

    private static let healthy = fan(1, health: 5)
    private static let degraded = fan(2, health: 10)

    @Test(
        "each selects the fans that it is after",
        arguments: [
            // Get-CimInstance -ClassName and -Query, Get-WSManInstance -Filter; letter case as each writes it.
            (QueryDialect.wql, "select * from CIM_Fan", "12"),
            (.wql, "SELECT * FROM CIM_Fan WHERE HealthState <> 5", "2"),
            (.wql, "select * from CIM_Fan where HealthState != 5", "2"),
            (.wql, "select * from CIM_Fan where HealthState = \"5\"", "1"),
            (
                .wql,
                "SELECT HealthState,ElementName FROM CIM_Fan WHERE (ElementName LIKE \"fan%\") AND (EnabledState = 2)",
                "12"
            ),
            (.wql, "select * from CIM_LogicalDevice where SystemName=\"HOST1\"", "12"),
            (.wql, "SELECT * FROM CIM_Fan WHERE __CLASS = \"CIM_Fan\"", "12"),
            (.wql, "SELECT * FROM CIM_Fan WHERE NOT (HealthState=5 OR HealthState IS NULL)", "2"),
            (.wql, "SELECT * FROM CIM_Fan WHERE TimeOfLastStateChange > \"20260301000000.000000+000\"", "12"),
            (.wql, "SELECT * FROM CIM_Fan WHERE DeviceID = 'hwmon3/fan1' and SystemName = 'host1'", "1"),
            // python-dracclient: CQL by default, a projection on the class's URI.
            (.cql, "select EnabledState from CIM_Fan", "12"),
            (.cql, "select DeviceID, HealthState from CIM_Fan where ElementName = 'Fan 2'", "2"),
            (.wql, "select EnabledState,ElementName from CIM_Fan where DeviceID=\"hwmon3/fan2\"", "2"),
            // System Center, OpenNMS, Zenoss: health over all devices, line breaks and tabs as in their templates.
            (.wql, "select *\r\n\tfrom CIM_LogicalDevice\r\n\twhere HealthState > 5", "2"),
            (.wql, "SELECT OperationalStatus FROM CIM_Fan WHERE OperationalStatus <> 2", "2"),
            (.cql, "SELECT * FROM CIM_Fan WHERE ANY CIM_Fan.OperationalStatus[*] = 3", "2"),
            (.cql, "SELECT * FROM CIM_Fan WHERE CIM_Fan ISA CIM_LogicalDevice AND HealthState >= 10", "2"),
        ])
    func consoles(_ dialect: QueryDialect, _ text: String, _ expected: String) throws {
        let bound = try BoundQuery(try SelectQuery(text, dialect), Self.schema)
        let passing = [("1", Self.healthy), ("2", Self.degraded)].filter { bound.matches($0.1) }
        #expect(passing.map(\.0).joined() == expected)
    }

    @Test("a query for indications is one like any other")
    func indications() throws {
        let schema = ResourceSchema(
            "CIM_AlertIndication", extends: ["CIM_ProcessIndication", "CIM_Indication"], displayName: "Alerts",
            properties: [PropertySchema("PerceivedSeverity", .uint16, "How bad it is.")], "An alert.")
        let query = try SelectQuery("SELECT * FROM CIM_AlertIndication WHERE PerceivedSeverity >= 5", .wql)
        #expect(query.className == "CIM_AlertIndication")
        let bound = try BoundQuery(query, schema)
        var row = Row()
        row.reset(count: 1)
        row[0] = .unsigned(6)
        #expect(bound.matches(row))
        row[0] = .unsigned(4)
        #expect(!bound.matches(row))
    }
}
