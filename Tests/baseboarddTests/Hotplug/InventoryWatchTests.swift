// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import HardwareAccess
import Logging
import MachineFixtures
import Monitoring
import ResourceModel
import Testing

@testable import baseboardd

/// Machines that change while nobody watches, and while somebody does.
struct InventoryWatchTests {
    /// A machine that can be changed, what is told of it, and where it is kept.
    private final class Machine {
        let root: String
        let events: RecordedEvents
        let clock = ManualClock()
        private let directory: MachineTree
        private let database: Database

        init(copying machine: RecordedMachine) throws {
            directory = MachineTree()
            root = directory.root + "/machine"
            try FileManager.default.copyItem(atPath: machine.root, toPath: root)
            database = try Database(path: directory.root + "/state.sqlite", migrations: [InventoryRows.tables])
            events = RecordedEvents(in: database)
        }

        deinit { database.close() }

        /// Runs the agent from its start.
        func start() async throws -> (hardware: Hardware, watch: InventoryWatch) {
            let hardware = try await Hardware.scanned(root, clock: clock)
            let watch = InventoryWatch(
                hardware, settings: HotplugSettings(), recorder: events,
                store: InventoryRows(database: database, log: events),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            await watch.begin()
            return (hardware, watch)
        }

        func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + "/" + path) }

        func write(_ path: String, _ text: String) throws {
            try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: root + "/" + path))
        }

        /// Switches a processor off as the kernel does: it says nothing more of it.
        func hideProcessor(_ number: Int) throws {
            let base = "sys/devices/system/cpu"
            try FileManager.default.moveItem(
                atPath: "\(root)/\(base)/cpu\(number)/topology", toPath: "\(directory.root)/topology\(number)")
            try FileManager.default.moveItem(atPath: root + "/proc/cpuinfo", toPath: directory.root + "/cpuinfo")
            let text = try String(contentsOfFile: directory.root + "/cpuinfo", encoding: .utf8)
            let others = text.components(separatedBy: "\n\n").filter { !$0.hasPrefix("processor\t: \(number)\n") }
            try write("proc/cpuinfo", others.joined(separator: "\n\n"))
            try write("\(base)/cpu\(number)/online", "0")
            try write("\(base)/online", "0")
        }

        /// Switches it on again.
        func showProcessor(_ number: Int) throws {
            let base = "sys/devices/system/cpu"
            try FileManager.default.moveItem(
                atPath: "\(directory.root)/topology\(number)", toPath: "\(root)/\(base)/cpu\(number)/topology")
            try remove("proc/cpuinfo")
            try FileManager.default.moveItem(atPath: directory.root + "/cpuinfo", toPath: root + "/proc/cpuinfo")
            try write("\(base)/cpu\(number)/online", "1")
            try write("\(base)/online", "0-\(number)")
        }

        /// Where a link leads, below the root.
        func target(_ link: String) throws -> String {
            let path = URL(fileURLWithPath: root + "/" + link).resolvingSymlinksInPath().path
            let root = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
            return String(path.dropFirst(root.utf8.count + 1))
        }
    }

    @Test(arguments: RecordedMachine.allCases)
    func `the first start is a baseline, and the second finds all as it was`(machine: RecordedMachine) async throws {
        let copy = try Machine(copying: machine)
        _ = try await copy.start()
        let first = copy.events.take()
        #expect(first.first?.kind == .baselineCreated)
        #expect(!first.contains { [.creation, .deletion, .modification].contains($0.kind.family) })
        _ = try await copy.start()
        #expect(copy.events.take() == [])
    }

    @Test func `a drive that was pulled while the agent was off is told of at its start`() async throws {
        let machine = try Machine(copying: .rackServer)
        let agent = try await machine.start()
        let drive = try #require(agent.hardware.drives.drives.first { $0.transport == .sata || $0.transport == .sas })
        _ = machine.events.take()
        await agent.watch.stop()
        let stopped = Timestamp(microseconds: machine.clock.now().wall / 1000)
        machine.clock.advance(by: .seconds(3600))
        for node in drive.nodes {
            try machine.remove("sys/block/\(node.name)")
        }
        _ = try await machine.start()
        let told = machine.events.take()
        let event = try #require(told.first)
        #expect(told.count == 1 && event.kind == .partRemoved && event.observed == .atStart)
        #expect(event.since == stopped && event.severity == .warning)
        #expect(event.part?.className == "CIM_DiskDrive" && event.part?.id == drive.id)
        #expect(event.part?.facts.contains(EventFact("SerialNumber", drive.serialNumber ?? "")) == true)
        _ = try await machine.start()
        #expect(machine.events.take() == [])
    }

    @Test func `a network card that is pulled is one event, with its ports`() async throws {
        let machine = try Machine(copying: .rackServer)
        let agent = try await machine.start()
        _ = machine.events.take()
        for number in 0...1 {
            try machine.remove("sys/bus/pci/devices/0000:98:00.\(number)")
            try machine.remove("sys/class/net/ens5f\(number)")
        }
        await agent.hardware.rescan()
        await agent.watch.look(at: .everything, InventoryOccasion(.live, at: Timestamp(microseconds: 1)))
        let told = machine.events.take()
        let event = try #require(told.first)
        #expect(told.count == 1 && event.kind == .partRemoved && event.part?.id == "0000:98:00.0")
        #expect(event.part?.facts.contains(EventFact("MemberCount", "3")) == true, "\(event)")
        #expect(event.message.contains("ens5f0") && event.message.contains("ens5f1"))
    }

    @Test func `a port with a virtual function's interface is none of it`() async throws {
        let machine = try Machine(copying: .rackServer)
        let agent = try await machine.start()
        #expect(
            agent.hardware.networkPorts.map(\.name) == ["eno1", "eno2", "ens1f0np0", "ens1f1np1", "ens5f0", "ens5f1"])
    }

    @Test func `an adapter that loses its input is told of, and again when it has it`() async throws {
        let machine = try Machine(copying: .laptop)
        let agent = try await machine.start()
        // It runs on its batteries: the first inventory tells that, and nothing else.
        #expect(machine.events.take().map(\.kind) == [.baselineCreated, .powerLost])
        let online = "sys/class/power_supply/AC/online"
        for (text, kind) in [("1", EventKind.powerRestored), ("0", .powerLost)] {
            try machine.write(online, text)
            await agent.watch.look(
                at: HardwareChanges(.powerSupplies), InventoryOccasion(.live, at: Timestamp(microseconds: 1)))
            #expect(machine.events.take().map(\.kind) == [kind])
        }
    }

    @Test func `a processor that goes offline is told of`() async throws {
        let machine = try Machine(copying: .rackServer)
        let agent = try await machine.start()
        _ = machine.events.take()
        let last = try #require(agent.hardware.processors.threads.last)
        try machine.write("sys/devices/system/cpu/cpu\(last.number)/online", "0")
        try machine.write("sys/devices/system/cpu/online", "0-\(last.number - 1)")
        await agent.hardware.rescan(HardwareChanges(.processors))
        await agent.watch.look(
            at: HardwareChanges(.processors), InventoryOccasion(.live, at: Timestamp(microseconds: 1)))
        let told = machine.events.take()
        #expect(told.map(\.kind) == [.processorOffline] && told.map(\.part?.id) == ["cpu\(last.number)"])
    }

    @Test func `a processor whose only thread goes offline is there all the same, over a restart too`() async throws {
        let machine = try Machine(copying: .virtualMachine)
        let processors = "sys/devices/system/cpu"
        // As many virtual machines have it: each thread a package.
        try machine.write("\(processors)/cpu1/topology/physical_package_id", "1")
        try machine.write("\(processors)/cpu1/topology/core_id", "0")
        let agent = try await machine.start()
        #expect(agent.hardware.processors.packages.map(\.id) == [0, 1])
        _ = machine.events.take()
        let changed = InventoryOccasion(.live, at: Timestamp(microseconds: 1))
        for (action, kind) in [("0", EventKind.processorOffline), ("1", .processorOnline)] {
            if action == "0" { try machine.hideProcessor(1) } else { try machine.showProcessor(1) }
            await agent.hardware.rescan(HardwareChanges(.processors))
            await agent.watch.look(at: HardwareChanges(.processors), changed)
            let told = machine.events.take()
            #expect(told.map(\.kind) == [kind] && told.map(\.part?.id) == ["cpu1"])
            let package = try #require(agent.hardware.processors.package(1))
            #expect(package.onlineThreadCount == (action == "0" ? 0 : 1) && package.threads.map(\.number) == [1])
            #expect(package.modelName == agent.hardware.processors.package(0)?.modelName)
        }
        // While nobody watched: nobody remembers then where the thread was, but the inventory.
        await agent.watch.stop()
        try machine.hideProcessor(1)
        let restarted = try await machine.start()
        let told = machine.events.take()
        #expect(told.map(\.kind) == [.processorOffline] && told.first?.observed == .atStart)
        #expect(restarted.hardware.processors.packages.map(\.id) == [0])
        await restarted.watch.stop()
        _ = try await machine.start()
        #expect(machine.events.take() == [])
        // Out of its socket it is gone.
        try machine.remove("\(processors)/cpu1")
        for list in ["present", "possible", "online"] { try machine.write("\(processors)/\(list)", "0") }
        _ = try await machine.start()
        let removed = machine.events.take()
        #expect(removed.map(\.kind) == [.partRemoved] && removed.first?.part?.id == "CPU 1")
    }

    @Test func `a drive that the kernel gave up is told of once, and when it works again`() async throws {
        let machine = try Machine(copying: .rackServer)
        let agent = try await machine.start()
        let drive = try #require(
            agent.hardware.drives.drives.first { drive in
                drive.paths.count == 1
                    && FileManager.default.fileExists(
                        atPath: "\(machine.root)/\(drive.paths[0].devicePath)/state")
            })
        let state = "\(drive.paths[0].devicePath)/state"
        let works = try String(contentsOfFile: machine.root + "/" + state, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        _ = machine.events.take()
        try machine.write(state, "offline")
        await agent.watch.poll()
        await agent.watch.poll()
        let failed = machine.events.take()
        #expect(failed.map(\.kind) == [.partFailed] && failed.map(\.part?.id) == [drive.id])
        try machine.write(state, works)
        await agent.watch.poll()
        #expect(machine.events.take().map(\.kind) == [.partReturned])
    }

    @Test func `errors of a PCI function are told of when it is looked at, with the other end of the link`()
        async throws
    {
        let machine = try Machine(copying: .rackServer)
        let agent = try await machine.start()
        await agent.watch.poll()
        _ = machine.events.take()
        let function = try #require(
            agent.hardware.pci.all.first {
                FileManager.default.fileExists(atPath: "\(machine.root)/\($0.path)/aer_dev_nonfatal")
            })
        let file = "\(function.path)/aer_dev_nonfatal"
        let content = try String(contentsOfFile: machine.root + "/" + file, encoding: .utf8)
        let total = try #require(content.split(separator: "\n").last?.split(separator: " ").last.flatMap { UInt64($0) })
        try machine.write(file, "CmpltTO \(total + 1)\nTOTAL_ERR_NONFATAL \(total + 1)")
        await agent.watch.poll(only: [function.address])
        let told = machine.events.take()
        #expect(told.map(\.kind) == [.pciNonFatal] && told.map(\.severity) == [.warning])
        #expect(told.first?.part?.id == function.address.description)
        #expect(told.first?.message.contains("CmpltTO \(total + 1)") == true)
    }

    @Test func `corrected errors of a memory module are told of by the module's slot`() async throws {
        let machine = try Machine(copying: .virtualMachine)
        let folder = "sys/devices/system/edac/mc/mc0"
        try FileManager.default.createDirectory(
            atPath: "\(machine.root)/\(folder)/dimm3", withIntermediateDirectories: true)
        for (name, text) in [
            "ce_count": "0", "ue_count": "0", "ce_noinfo_count": "0", "ue_noinfo_count": "0",
            "dimm3/dimm_label": "CPU0_A1", "dimm3/dimm_ce_count": "0", "dimm3/dimm_ue_count": "0",
        ] { try machine.write("\(folder)/\(name)", text) }
        let agent = try await machine.start()
        await agent.watch.poll()
        _ = machine.events.take()
        try machine.write("\(folder)/dimm3/dimm_ce_count", "12")
        await agent.watch.poll()
        let told = machine.events.take()
        #expect(told.map(\.kind) == [.memoryCorrectable])
        #expect(told.first?.message == "Memory CPU0_A1: 12 corrected memory errors lately, 12 since boot.")
    }
}
