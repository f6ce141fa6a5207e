// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// What the daemon makes of the surroundings that it is started in.
struct StartTests {
    /// Runs a daemon that cannot serve to its end.
    private func failure(
        _ settings: DaemonSettings, port: Int = 0, state: String? = nil, users: String? = nil
    ) throws -> Execution {
        let directory = try TemporaryDirectory()
        let usersFile = try directory.write(try users ?? TestUser.usersFile.get(), to: "users")
        let file = try directory.write(
            settings.text(port: port, usersFile: usersFile, stateDirectory: state ?? directory.path), to: "b.conf")
        return try Execution.daemon("--config", file)
    }

    @Test func `every log line carries the priority that the journal reads`() throws {
        try DaemonProcess.run { daemon in
            let lines = daemon.errors.split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines { #expect(line.prefixMatch(of: /<[0-7]>/) != nil, "\(line)") }
        }
    }

    @Test func `all that waits does so on the loop: no pool of threads is started`() throws {
        try DaemonProcess.run { daemon in
            #expect(try daemon.connect().ask(.enumerate("BB_SensorView", first: 1000)).status == 200)
            let tasks = "/proc/\(daemon.processIdentifier)/task"
            let names = try FileManager.default.contentsOfDirectory(atPath: tasks).map {
                try String(contentsOfFile: "\(tasks)/\($0)/comm", encoding: .utf8)
            }
            // As the pool names its own, such as com.apple.root.default-qos.
            #expect(!names.contains { $0.contains("qos") }, "\(names)")
        }
    }

    @Test func `an address in use is named`() throws {
        try DaemonProcess.run { daemon in
            let second = try failure(DaemonSettings(), port: daemon.port)
            #expect(second.status == 69)
            #expect(second.errors.contains("cannot listen on 127.0.0.1:\(daemon.port): Address already in use"))
        }
    }

    @Test func `a state directory that is missing is named and ends the daemon`() throws {
        let run = try failure(.stateful, state: "/nonexistent/state")
        #expect(run.status == 69)
        #expect(run.errors.contains("/nonexistent/state"))
        #expect(run.errors.contains("make its directory first"))
    }

    @Test func `a hardware root that is missing is named and ends the daemon`() throws {
        let run = try failure(DaemonSettings().with { $0.hardwareRoot = "/nonexistent/machine" })
        #expect(run.status == 69)
        #expect(run.errors.contains("HardwareRoot=/nonexistent/machine"))
    }

    @Test func `a users file that cannot be read ends the daemon with each bad line`() throws {
        let run = try failure(DaemonSettings(), users: "ann:king:$y$\nnonsense\n")
        #expect(run.status == 78)
        #expect(run.errors.contains("/users:1: "))
        #expect(run.errors.contains("/users:2: "))
    }

    @Test func `a users file that others may read ends the daemon`() throws {
        let directory = try TemporaryDirectory()
        let users = try directory.write(try TestUser.usersFile.get(), to: "users", mode: 0o644)
        let file = try directory.write(
            DaemonSettings().text(port: 0, usersFile: users, stateDirectory: directory.path), to: "b.conf")
        let run = try Execution.daemon("--config", file)
        #expect(run.status == 78)
        #expect(run.errors.contains("chmod"))
    }

    @Test func `without a users file nobody can log in, and Identify answers`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.hasUsers = false }) { daemon in
            #expect(daemon.errors.contains("nobody can log in"))
            #expect(try daemon.connect().exchange(Message.identify).status == 401)
            let open = try daemon.connect(as: nil).exchange(Message.identify, path: "/wsman-anon/identify")
            #expect(open.status == 200)
            // The first account lets its owner in without a restart.
            try daemon.directory.write(try TestUser.usersFile.get(), to: "users")
            daemon.signal(SIGHUP)
            try daemon.notifications.wait(for: "READY=1", times: 2, while: { daemon.isRunning })
            #expect(try daemon.status(of: Message.identify, until: 200) == 200)
        }
    }

    @Test func `a machine without sensors is served all the same`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.hardwareRoot = RecordedMachine.virtualMachine.root }) {
            daemon in
            let connection = try daemon.connect()
            let fans = try connection.ask(.enumerate("CIM_Fan", first: 100))
            #expect(fans.status == 200)
            #expect(fans.items.isEmpty)
            #expect(fans.count("EndOfSequence") == 1)
            #expect(try connection.ask(.enumerate("CIM_ComputerSystem", first: 10)).items.count == 1)
        }
    }
}
