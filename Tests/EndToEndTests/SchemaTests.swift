// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Every instance that the agent sends is what its published schema says, by libxml2's judgement.
@Suite(
    .enabled("xmllint is not installed (Debian package libxml2-utils)") { BuildProducts.program("xmllint") != nil })
struct SchemaTests {
    private func dump(_ root: String) throws -> ServiceDump {
        let daemon = try DaemonProcess(DaemonSettings().with { $0.hardwareRoot = root })
        let dump = try ServiceDump(try daemon.connect())
        try daemon.stop()
        return dump
    }

    @Test(arguments: RecordedMachine.allCases)
    func `every instance of every class of our machines is valid`(machine: RecordedMachine) throws {
        let dump = try dump(machine.root)
        #expect(try dump.validate() == "")
        let counts = Dictionary(uniqueKeysWithValues: dump.classes.map { ($0.name, $0.count) })
        #expect(counts["CIM_ComputerSystem"] == 1)
        let devices = try #require(counts["CIM_LogicalDevice"])
        #expect(counts["CIM_SystemDevice"] == devices && devices > 0)
        #expect(try #require(counts["CIM_ManagedElement"]) > devices)
    }

    static let foreign = ["ghw", "hwloc", "lscpu", "nvme"].flatMap { SharedFixtures.archives(in: $0) }

    @Test(
        .enabled(if: !foreign.isEmpty, "recordings are neither in BASEBOARD_SHARED nor in ../shared"),
        arguments: foreign)
    func `every instance of a machine that others recorded is valid`(archive: String) throws {
        let (tree, root) = try SharedFixtures.unpack(archive)
        defer { withExtendedLifetime(tree) {} }
        #expect(try dump(root).validate() == "")
    }

    @Test(
        .enabled(if: SharedFixtures.directory != nil, "recordings are neither in BASEBOARD_SHARED nor in ../shared"),
        arguments: ["node-exporter/sys.ttar", "procfs/fixtures.ttar"])
    func `every instance of a tree that others made is valid`(archive: String) throws {
        let directory = try #require(SharedFixtures.directory)
        let tree = try SharedFixtures.unpackText(directory + "/" + archive)
        defer { withExtendedLifetime(tree) {} }
        // procfs keeps its sys below a folder of its own.
        let inner = tree.root + "/fixtures"
        let root = FileManager.default.fileExists(atPath: inner + "/sys") ? inner : tree.root
        #expect(try dump(root).validate() == "")
    }

    @Test func `an instance that is not what its schema says is found`() throws {
        let dump = try dump(RecordedMachine.virtualMachine.root)
        for (wrong, right) in [("p:ElementName", "p:ElementNom"), ("</p:HealthState>", "x</p:HealthState>")] {
            var broken = dump
            broken.replace(wrong, with: right)
            #expect(try broken.validate().contains("fails to validate"))
        }
    }
}
