// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// A disk that is full when the daemon starts: a tmpfs in a mount namespace of its own.
struct FullDiskTests {
    private static let unshare = BuildProducts.program("unshare")
    private static let isAvailable = geteuid() == 0 && unshare != nil && hasTmpfs

    /// A container's root may not mount.
    private static let hasTmpfs: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: unshare ?? "/")
        process.arguments = ["-m", "bash", "-c", "mount -t tmpfs none /mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// Puts what is in the state directory into a small file system, fills that up and lies it over the directory.
    private static let script = """
        set -e
        base=$(dirname "$3")
        mkdir -p "$base/full"
        mount -t tmpfs -o size=4m none "$base/full"
        cp -a "$base/state/." "$base/full/"
        mount --bind "$base/full" "$base/state"
        cat /dev/zero > "$base/state/filler" 2>/dev/null || true
        exec "$@"
        """

    private static let all = Message.enumerate("BB_EventView", first: 200)

    private static func settings(_ tree: MachineTree, isFull: Bool = true) -> DaemonSettings {
        DaemonSettings.stateful.with {
            $0.hardwareRoot = tree.root
            $0.sensors = [
                "MaximumAge=0", "[monitoring]", "Interval=1s", "CloseInterval=500ms", "ClearDwell=0", "[hotplug]",
                "StartPause=0", "CounterInterval=1s",
            ]
            if isFull { $0.wrapper = [unshare ?? "", "-m", "bash", "-c", script, "bash"] }
        }
    }

    private static let file = "sys/devices/platform/coretemp.0/hwmon/hwmon0/temp1_input"

    private static func machine(_ temperature: String) throws -> MachineTree {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "coretemp", device: "platform/coretemp.0",
            ["temp1_input": temperature, "temp1_crit": "95000", "temp1_label": "Package id 0"])
        return tree
    }

    private func messageIDs(_ reply: Reply) -> [String] { reply.items.compactMap { $0["MessageID"] } }

    /// Makes room, as the administrator would; the file system is in the daemon's namespace alone.
    private func makeRoom(_ daemon: DaemonProcess) {
        #expect(unlink("/proc/\(daemon.processIdentifier)/root\(daemon.directory.path)/state/filler") == 0)
    }

    @Test(.enabled("needs root and unshare, for a tmpfs of its own") { isAvailable })
    func `a first start on a full disk serves the machine, says so, and begins the log once there is room`() throws {
        let tree = try Self.machine("97000")
        try DaemonProcess.run(Self.settings(tree)) { daemon in
            let sensors = try daemon.poll(.enumerate("BB_SensorView", first: 10)) { !$0.items.isEmpty }
            #expect(sensors.items.first?["Reading"].flatMap(Double.init) == 97)
            #expect(messageIDs(try daemon.connect().ask(Self.all)).isEmpty)
            #expect(daemon.errors.contains("<3>"))
            #expect(daemon.errors.contains("the event log cannot be written, events are lost"))
            makeRoom(daemon)
            let after = try daemon.poll(Self.all) { messageIDs($0).contains("baseline.created") }
            #expect(messageIDs(after).contains { $0.hasPrefix("storage.full") }, "\(messageIDs(after))")
            #expect(daemon.errors.contains("the event log can be written again"))
            // What held all the time was lost with the log, and its end is not.
            try tree.change(Self.file, to: "40000")
            _ = try daemon.poll(Self.all) { messageIDs($0).contains("overheat.cleared") }
            let numbers = try daemon.connect().ask(Self.all).items.compactMap { $0["Sequence"].flatMap { Int($0) } }
            #expect(numbers == Array(1...max(1, numbers.count)))
        }
    }

    @Test(.enabled("needs root and unshare, for a tmpfs of its own") { isAvailable })
    func `a state directory that cannot be written for another reason ends the daemon, which names it`() throws {
        let tree = try Self.machine("40000")
        let directory = try TemporaryDirectory()
        let users = try directory.write(try TestUser.usersFile.get(), to: "users")
        let state = directory.path + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let file = try directory.write(
            DaemonSettings.stateful.with { $0.hardwareRoot = tree.root }.text(
                port: 0, usersFile: users, stateDirectory: state), to: "baseboard.conf")
        let run = try Execution.run(
            try #require(Self.unshare),
            [
                "-m", "bash", "-c", "mount -t tmpfs -o ro none \"$1\" && exec \"$2\" --config \"$3\"", "bash", state,
                BuildProducts.daemon, file,
            ])
        #expect(run.status == 69)
        #expect(run.errors.contains("\(state)/state.sqlite cannot be made: Read-only file system"), "\(run.errors)")
    }

    @Test(.enabled("needs root and unshare, for a tmpfs of its own") { isAvailable })
    func `what was kept holds on a full disk, nothing is told twice, and the log goes on once there is room`()
        throws
    {
        let tree = try Self.machine("97000")
        let directory = try TemporaryDirectory()
        let first = try DaemonProcess(Self.settings(tree, isFull: false), in: directory)
        let before = try first.poll(Self.all) { messageIDs($0).contains("overheat.asserted") }
        try first.stop()
        let second = try DaemonProcess(Self.settings(tree), in: directory)
        let kept = try second.poll(Self.all) { !$0.items.isEmpty }
        #expect(Array(messageIDs(kept).prefix(before.items.count)) == messageIDs(before))
        #expect(messageIDs(kept).last == "agent.stopped")
        #expect(second.errors.contains("the event log cannot be written, events are lost"))
        makeRoom(second)
        _ = try second.poll(Self.all) { messageIDs($0).contains { $0.hasPrefix("storage.full") } }
        try tree.change(Self.file, to: "40000")
        let after = try second.poll(Self.all) { messageIDs($0).contains("overheat.cleared") }
        #expect(messageIDs(after).filter { $0 == "overheat.asserted" }.count == 1)
        let events = after.items.filter { $0["MessageID"]?.hasPrefix("overheat") == true }
        #expect(Set(events.map { $0["Incident"] }).count == 1)
        #expect(!messageIDs(after).contains("part.removed") && !messageIDs(after).contains("part.added"))
        try second.stop()
    }
}
