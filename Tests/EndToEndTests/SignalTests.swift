// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

struct SignalTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a stop is announced and ends with 0`(signal: Int32) throws {
        let daemon = try DaemonProcess()
        daemon.signal(signal)
        #expect(try daemon.waitForEnd() == 0)
        while daemon.notifications.receive(within: 0) {}
        #expect(daemon.notifications.states.contains("STOPPING=1"))
        #expect(daemon.notifications.states.first == "READY=1")
        #expect(daemon.errors.contains("stopping"))
    }

    @Test func `a request in flight is finished before the daemon stops`() throws {
        let daemon = try DaemonProcess()
        let connection = try daemon.connect()
        // The first exchange makes sure that the daemon has taken the connection.
        #expect(try connection.exchange(Message.identify).status == 200)
        let body = Array(Message.identify.utf8)
        connection.send(
            "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(TestUser.operator.authorization)\r\n"
                + "Expect: 100-continue\r\nContent-Length: \(body.count)\r\n\r\n")
        #expect(try connection.readAnswer().status == 100)
        daemon.signal(SIGTERM)
        try daemon.notifications.wait(for: "STOPPING=1", while: { daemon.isRunning })
        connection.send(body)
        let answer = try connection.readAnswer()
        #expect(answer.status == 200)
        #expect(answer.text.contains("IdentifyResponse"))
        #expect(connection.isClosedByPeer())
        try daemon.stop()
    }

    @Test func `an idle connection does not keep the daemon from stopping`() throws {
        let daemon = try DaemonProcess()
        let connection = try daemon.connect()
        #expect(try connection.exchange(Message.identify).status == 200)
        let silent = try daemon.connect()
        try daemon.stop()
        #expect(connection.isClosedByPeer())
        #expect(silent.isClosedByPeer())
    }

    @Test func `a request that never ends is cut off when the grace is over`() throws {
        let daemon = try DaemonProcess(DaemonSettings().with { $0.limits = ["ShutdownGrace=100ms"] })
        let connection = try daemon.connect()
        #expect(try connection.exchange(Message.identify).status == 200)
        connection.send(
            "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(TestUser.operator.authorization)\r\n"
                + "Expect: 100-continue\r\nContent-Length: 10\r\n\r\n")
        #expect(try connection.readAnswer().status == 100)
        try daemon.stop()
        #expect(connection.isClosedByPeer())
    }

    @Test func `SIGHUP takes over the users file`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect(as: .reader)
            #expect(try connection.exchange(Message.identify).status == 200)
            let others = try TestUser.usersFile.get().split(separator: "\n").filter { !$0.hasPrefix("rob:") }
            try daemon.directory.write(others.joined(separator: "\n") + "\n", to: "users")
            daemon.signal(SIGHUP)
            try daemon.notifications.wait(for: "READY=1", times: 2, while: { daemon.isRunning })
            #expect(daemon.notifications.states.contains("RELOADING=1"))
            #expect(daemon.notifications.states.contains { $0.hasPrefix("MONOTONIC_USEC=") })
            // The password was cached for the connection too; that ends as well.
            #expect(try daemon.status(of: Message.identify, as: .reader, until: 401) == 401)
            #expect(try connection.exchange(Message.identify).status == 401)
            #expect(try daemon.connect(as: .operator).exchange(Message.identify).status == 200)
        }
    }

    @Test func `a users file that became unreadable lets nobody in`() throws {
        try DaemonProcess.run { daemon in
            #expect(try daemon.connect().exchange(Message.identify).status == 200)
            try daemon.directory.write("nonsense\n", to: "users")
            daemon.signal(SIGHUP)
            try daemon.notifications.wait(for: "READY=1", times: 2, while: { daemon.isRunning })
            #expect(try daemon.status(of: Message.identify, until: 401) == 401)
            #expect(daemon.errors.contains("nobody can log in"))
        }
    }

    @Test func `SIGHUP finds hardware that came and went`() throws {
        let tree = MachineTree()
        try tree.chip("hwmon0", "alpha", device: "platform/alpha.0", ["temp1_input": "41000", "temp1_label": "Inlet"])
        try tree.chip("hwmon1", "beta", device: "platform/beta.0", ["temp1_input": "42000"])
        try DaemonProcess.run(DaemonSettings().with { $0.hardwareRoot = tree.root }) { daemon in
            let all = Message.enumerate("BB_SensorView", first: 100)
            let before = try daemon.connect().ask(all)
            #expect(before.items.compactMap { $0["Chip"] }.sorted() == ["alpha", "beta"])
            try tree.remove("sys/class/hwmon/hwmon1")
            try tree.remove("sys/devices/platform/beta.0")
            try tree.chip("hwmon2", "gamma", device: "platform/gamma.0", ["in0_input": "1200"])
            daemon.signal(SIGHUP)
            let after = try daemon.poll(all) { $0.items.contains { $0["Chip"] == "gamma" } }
            #expect(after.items.compactMap { $0["Chip"] }.sorted() == ["alpha", "gamma"])
            #expect(after.items.first { $0["Chip"] == "gamma" }?["Reading"].flatMap(Double.init) == 1.2)
        }
    }
}
