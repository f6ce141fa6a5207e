// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Roles over the wire, and what the section `[access]` makes of them.
struct AccessTests {
    static let rules = [
        "Require=CIM_DiskDrive get operator", "Require=BB_DriveView get operator", "Require=CIM_Fan * admin",
        "Require=CIM_NumericSensor put admin", "Require=CIM_NumericSensor RestoreDefaultThresholds nobody",
        "Require=CIM_NumericSensor RequestStateChange admin",
    ]

    private static func run(_ rules: [String] = rules, _ body: (DaemonProcess) throws -> Void) throws {
        try DaemonProcess.run(DaemonSettings().with { $0.access = rules }, body)
    }

    private static func expectDenied(
        _ reply: Reply, naming word: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(reply.status == 400, "\(reply.text)", sourceLocation: sourceLocation)
        #expect(reply.fault == .init("AccessDenied"), "\(reply.text)", sourceLocation: sourceLocation)
        #expect(reply.text.contains(word), "\(reply.text)", sourceLocation: sourceLocation)
    }

    @Test func `reader, operator and admin each get what the narrowed table gives them`() throws {
        try Self.run { daemon in
            for user in TestUser.allCases {
                let connection = try daemon.connect(as: user)
                for (name, least) in [
                    ("CIM_DiskDrive", TestUser.operator), ("BB_DriveView", .operator), ("CIM_Fan", .admin),
                    ("CIM_NumericSensor", .reader), ("BB_FanView", .reader),
                ] {
                    let order: [TestUser] = [.reader, .operator, .admin]
                    let isAdmitted = try #require(order.firstIndex(of: user)) >= #require(order.firstIndex(of: least))
                    let listed = try connection.ask(.enumerate(name, first: 1000))
                    let absent = try connection.ask(.get(name, device: "none"))
                    if isAdmitted {
                        #expect(listed.status == 200 && !listed.items.isEmpty, "\(name) \(user)")
                        #expect(absent.fault?.code == "DestinationUnreachable")
                    } else {
                        Self.expectDenied(listed, naming: least.role)
                        Self.expectDenied(absent, naming: least.role)
                    }
                }
            }
        }
    }

    @Test func `Put and methods take what the rules say, and nobody means nobody`() throws {
        try Self.run { daemon in
            let sensors = try daemon.connect().ask(.enumerate("CIM_NumericSensor", first: 1000)).items
            let sensor = try #require(sensors.first { $0["UpperThresholdCritical"].flatMap { Int($0) } != nil })
            let id = try #require(sensor["DeviceID"])
            let value = try #require(sensor["UpperThresholdCritical"].flatMap { Int($0) }) + 1
            let put = Message.put("CIM_NumericSensor", device: id, [("UpperThresholdCritical", String(value))])
            let restore = Message.invoke("CIM_NumericSensor", device: id, "RestoreDefaultThresholds")
            // CIM_Sensor itself takes an operator; the part's own class has the last word.
            let enable = Message.invoke("CIM_Sensor", device: id, "RequestStateChange", [("RequestedState", "2")])
            for user in TestUser.allCases {
                let connection = try daemon.connect(as: user)
                Self.expectDenied(try connection.ask(restore), naming: "Nobody")
                let called = try connection.ask(enable)
                if user == .admin {
                    #expect(called.first("ReturnValue") == "0", "\(called.text)")
                } else {
                    Self.expectDenied(called, naming: user == .reader ? "operator" : "admin")
                }
                let reply = try connection.ask(put)
                if user == .admin {
                    #expect(reply.first("UpperThresholdCritical") == String(value))
                } else {
                    Self.expectDenied(reply, naming: "admin")
                }
            }
        }
    }

    @Test func `the catalog of each role has what the role may use`() throws {
        try Self.run { daemon in
            func entries(_ user: TestUser) throws -> Set<String> {
                let reply = try daemon.connect(as: user).ask(.enumerate(Message.catalog, first: 1000))
                #expect(reply.count("EndOfSequence") == 1)
                return Set(reply.items.compactMap { $0["ResourceURI"] })
            }
            let (reader, operators, admin) = (try entries(.reader), try entries(.operator), try entries(.admin))
            #expect(
                operators.subtracting(reader)
                    == Set(["CIM_DiskDrive", "CIM_MediaAccessDevice", "BB_DriveView"].map(Message.uri)))
            #expect(admin.subtracting(operators) == Set(["CIM_Fan", "CIM_CoolingDevice"].map(Message.uri)))
            func actions(_ user: TestUser) throws -> [String] {
                let entry = Message.get(Message.catalog, ["ResourceURI": Message.uri("CIM_NumericSensor")])
                return try daemon.connect(as: user).ask(entry).all("Action").dropFirst().compactMap {
                    $0.split(separator: "/").last.map(String.init)
                }
            }
            #expect(try actions(.reader) == ["Get", "Enumerate"])
            #expect(try actions(.operator) == ["Get", "Enumerate"])
            #expect(try actions(.admin) == ["Get", "Enumerate", "Put", "RequestStateChange"])
        }
    }

    @Test func `base classes and ties leave closed classes out`() throws {
        try Self.run { daemon in
            func classes(_ name: String, _ user: TestUser) throws -> Set<String> {
                let connection = try daemon.connect(as: user)
                var reply = try connection.ask(.enumerate(name, first: 1000))
                var found = Set(reply.items.compactMap { $0["CreationClassName"] })
                while reply.count("EndOfSequence") == 0 {
                    reply = try connection.ask(.pull(name, reply.first("EnumerationContext"), max: 1000))
                    try #require(!reply.items.isEmpty, "\(reply.text)")
                    found.formUnion(reply.items.compactMap { $0["CreationClassName"] })
                }
                return found
            }
            let admin = try classes("CIM_LogicalDevice", .admin)
            #expect(admin.isSuperset(of: ["CIM_DiskDrive", "CIM_Fan", "CIM_NumericSensor"]))
            #expect(try admin.subtracting(classes("CIM_LogicalDevice", .operator)) == ["CIM_Fan"])
            #expect(try admin.subtracting(classes("CIM_LogicalDevice", .reader)) == ["CIM_Fan", "CIM_DiskDrive"])
            for name in ["CIM_SystemDevice", "CIM_Component", "CIM_AssociatedSensor", "CIM_Dependency"] {
                let shown = try daemon.connect(as: .operator).ask(.enumerate(name, first: 10_000))
                #expect(shown.status == 200 && !shown.items.isEmpty, "\(name)")
                #expect(!shown.text.contains("2/CIM_Fan<"), "\(name)")
            }
            let all = try daemon.connect(as: .admin).ask(.enumerate("CIM_AssociatedSensor", first: 10_000))
            #expect(all.text.contains("2/CIM_Fan<"))
        }
    }

    @Test func `an account that lost its role pulls no further, and goes on when it has it again`() throws {
        try Self.run { daemon in
            let connection = try daemon.connect(as: .operator)
            let context = try connection.ask(.enumerate("CIM_DiskDrive")).first("EnumerationContext")
            let other = try connection.ask(.enumerate("CIM_LogicalDevice")).first("EnumerationContext")
            let users = try TestUser.usersFile.get()
            // The file is read behind the answers: what the role is by now shows in the fault.
            func change(_ text: String, until code: String) throws {
                try daemon.directory.write(text, to: "users")
                daemon.signal(SIGHUP)
                _ = try daemon.poll(.get("CIM_DiskDrive", device: "none")) { $0.fault?.code == code }
            }
            try change(users.replacing("ann:operator:", with: "ann:reader:"), until: "AccessDenied")
            Self.expectDenied(try connection.ask(.pull("CIM_DiskDrive", context, max: 1)), naming: "operator")
            Self.expectDenied(try connection.ask(.pull("CIM_LogicalDevice", other, max: 1)), naming: "Enumerate again")
            try change(users, until: "DestinationUnreachable")
            #expect(try connection.ask(.pull("CIM_DiskDrive", context, max: 1)).items.count == 1)
            #expect(try connection.ask(.pull("CIM_LogicalDevice", other, max: 1)).items.count == 1)
        }
    }

    // MARK: The command line

    private func check(_ rules: String..., task: String = "--check-config") throws -> Execution {
        let directory = try TemporaryDirectory()
        let text = "[access]\n" + rules.map { "Require=\($0)\n" }.joined()
        return try Execution.daemon("--config", try directory.write(text, to: "b.conf"), task)
    }

    @Test(arguments: [
        ("CIM_Fam get admin", "there is no such class; did you mean CIM_Fan?"),
        ("cim_fan get admin", "there is no such class; did you mean CIM_Fan?"),
        ("XYZ_* get admin", "there is no such class"),
        ("CIM_LogicalDevise get admin", "did you mean CIM_LogicalDevice"),
        (
            "CIM_NumericSensor RequestStatChange admin",
            "this class has no action RequestStatChange; did you mean Request"
        ),
        ("CIM_Realizes put admin", "this class has no action put; there are enumerate, get"),
        ("CIM_* delete admin", "these classes have no action delete"),
        ("CIM_Fan get reader", "this takes the role reader without the rule; rules may only narrow"),
        ("CIM_NumericSensor put operator", "this takes the role operator without the rule; rules may only narrow"),
        ("CIM_NumericSensor RequestStateChange reader", "rules may only narrow"),
        ("* * reader", "rules may only narrow"),
    ])
    func `a rule about nothing, or that narrows nothing, is an error with its line`(rule: String, message: String)
        throws
    {
        for task in ["--check-config", "--print-access"] {
            let run = try check("CIM_Fan get operator", rule, task: task)
            #expect(run.status == 78 && run.output.isEmpty)
            #expect(run.errors.contains("/b.conf:3: Require=\(rule): "), "\(run.errors)")
            #expect(run.errors.contains(message), "\(run.errors)")
            #expect(run.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `a daemon does not start with a rule about nothing`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("[access]\nRequire=CIM_Fam get admin\n", to: "b.conf")
        let run = try Execution.daemon("--config", file)
        #expect(run.status == 78)
        #expect(run.errors.contains("\(file):2: "))
    }

    @Test func `--check-config takes what narrows`() throws {
        let run = try check(
            "BB_DriveView get operator", "CIM_* put admin", "CIM_NumericSensor RequestStateChange admin",
            "* * operator",
            "CIM_LogicalDevice enumerate nobody", "BB_*View * admin")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `--print-access prints the table that is in force`() throws {
        func rows(_ rules: String...) throws -> [String: [String]] {
            let directory = try TemporaryDirectory()
            let text = "[access]\n" + rules.map { "Require=\($0)\n" }.joined()
            let run = try Execution.daemon("--config", try directory.write(text, to: "b.conf"), "--print-access")
            #expect(run.status == 0 && run.errors.isEmpty)
            let lines = run.text.split(separator: "\n").map(String.init)
            let column = try #require(lines[0].range(of: "METHODS")).lowerBound.utf16Offset(in: lines[0])
            for line in lines where line.hasPrefix(" ") {
                #expect(line.firstIndex { $0 != " " } == line.index(line.startIndex, offsetBy: column))
            }
            return Dictionary(
                lines.map { $0.split(separator: " ").map(String.init) }.compactMap { words in
                    words.first.map { ($0, Array(words.dropFirst())) }
                }, uniquingKeysWith: { first, _ in first })
        }
        let standard = try rows()
        #expect(standard["CLASS"] == ["GET", "ENUMERATE", "PUT", "CREATE", "DELETE", "METHODS"])
        #expect(standard["CIM_Chip"] == ["reader", "reader", "-", "-", "-", "-"])
        #expect(
            standard["CIM_NumericSensor"] == [
                "reader", "reader", "operator", "-", "-", "RestoreDefaultThresholds", "operator",
            ])
        #expect(
            standard["BB_DerivedSensor"] == ["reader", "reader", "operator", "operator", "operator", "-"])
        #expect(standard["RequestStateChange"] == ["operator"])
        let narrowed = try rows(
            "CIM_LogicalDevice enumerate operator", "CIM_Fan * nobody", "CIM_NumericSensor RequestStateChange admin")
        #expect(narrowed["CIM_Fan"] == ["nobody*", "nobody*", "nobody*", "-", "-", "-"])
        #expect(
            narrowed["CIM_NumericSensor"] == [
                "reader", "operator*", "operator", "-", "-", "RestoreDefaultThresholds", "operator",
            ])
        #expect(narrowed["RequestStateChange"] == ["admin*"])
        #expect(narrowed["BB_SensorView"] == standard["BB_SensorView"])
    }
}
