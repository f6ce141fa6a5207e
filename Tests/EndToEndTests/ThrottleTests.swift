// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Processors that slow themselves down, through the true daemon.
struct ThrottleTests {
    private static let all = Message.enumerate("BB_EventView", first: 200)

    @Test func `a processor that slows itself down is one event, with how long it took`() throws {
        let tree = MachineTree()
        let root = tree.root + "/machine"
        try FileManager.default.copyItem(atPath: RecordedMachine.rackServer.root, toPath: root)
        let settings = DaemonSettings.stateful.with {
            $0.hardwareRoot = root
            $0.sensors = ["[monitoring]", "Interval=1s", "CloseInterval=1s"]
        }
        try DaemonProcess.run(settings) { daemon in
            _ = try daemon.poll(Self.all) { $0.items.contains { $0["MessageID"] == "agent.started" } }
            func throttling(_ reply: Reply) -> [[String: String]] {
                reply.items.filter { $0["MessageID"]?.hasPrefix("throttling") == true }
            }
            // The counters were not 0 before: what they say of the past is no event. Each thread of a socket counts anew
            // until the daemon, which may look a first time only now, has seen a count grow.
            let threads = try FileManager.default.contentsOfDirectory(atPath: "\(root)/sys/devices/system/cpu").filter {
                $0.hasPrefix("cpu") && Int($0.dropFirst(3)) != nil
            }
            let files = threads.map { "machine/sys/devices/system/cpu/\($0)/thermal_throttle/package_throttle_" }
            let packages = try threads.map {
                try String(
                    contentsOfFile: "\(root)/sys/devices/system/cpu/\($0)/topology/physical_package_id",
                    encoding: .utf8
                ).trimmingCharacters(in: .whitespacesAndNewlines)
            }
            var round = 0
            let hot = try daemon.poll(Self.all) { reply in
                round += 1
                for (file, package) in zip(files, packages) where package == "1" && round % 20 == 0 {
                    try tree.change(file + "count", to: "\(100_000 + round)")
                    try tree.change(file + "total_time_ms", to: "\(900_000 + round * 10)")
                }
                return !throttling(reply).isEmpty
            }
            let events = throttling(hot)
            let event = try #require(events.first)
            #expect(events.count == 1 && event["MessageID"] == "throttling.asserted")
            #expect(event["PartClass"] == "CIM_Processor" && event["PartName"] == "CPU 1")
            #expect(event["Severity"] == "warning")
            let message = try #require(event["Message"])
            let sentence = /CPU 1 slowed itself down \d+ times because it was hot, for \d+ ms in all\./
            #expect(message.wholeMatch(of: sentence) != nil)
        }
    }
}
