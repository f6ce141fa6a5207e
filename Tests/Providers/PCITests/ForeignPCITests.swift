// SPDX-License-Identifier: Apache-2.0

import Foundation
import HardwareAccess
import MachineFixtures
import PCIProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// Machines that others recorded: read where they are, skipped where they are not.
@Suite(
    .enabled(
        if: SharedFixtures.directory != nil,
        "recordings of hwloc, ghw, procfs and node_exporter are neither in BASEBOARD_SHARED nor in ../shared"))
struct ForeignPCITests {
    static let archives =
        ["hwloc", "ghw"].flatMap { SharedFixtures.archives(in: $0) }
        + [("procfs", "fixtures.ttar"), ("node-exporter", "sys.ttar")].compactMap { folder, name in
            SharedFixtures.directory.map { "\($0)/\(folder)/\(name)" }
        }

    private static let golden = RecordedMachine.repository + "/Tests/Fixtures/golden/pci-foreign.txt"

    private static func name(_ archive: String) -> String {
        archive.split(separator: "/").suffix(2).joined(separator: "/")
    }

    private static let expected: [String: String] = {
        let lines = (try? String(contentsOfFile: golden, encoding: .utf8))?.split(separator: "\n") ?? []
        return Dictionary(
            lines.filter { !$0.hasPrefix("#") }.compactMap { line in
                line.split(separator: "|").first.map { (String($0).trimmingCharacters(in: .whitespaces), String(line)) }
            }, uniquingKeysWith: { first, _ in first })
    }()

    private static func unpack(_ archive: String) throws -> (tree: MachineTree, root: String) {
        guard archive.hasSuffix(".ttar") else { return try SharedFixtures.unpack(archive) }
        let tree = try SharedFixtures.unpackText(archive)
        let inner = tree.root + "/fixtures"
        return (tree, FileManager.default.fileExists(atPath: inner + "/sys") ? inner : tree.root)
    }

    @Test(arguments: archives)
    func `a foreign machine has the functions it is known to have`(archive: String) async throws {
        let (tree, root) = try Self.unpack(archive)
        defer { withExtendedLifetime(tree) {} }
        let provider = PCIProvider(try await Hardware.scanned(root), of: ScopingSystem(name: "machine"))
        let violations = await Conformance.violations(of: provider)
        #expect(violations == [])
        let views = try await provider.instances("BB_PCIDeviceView")
        let devices = try await provider.instances("CIM_PCIDevice").count
        let bridges = try await provider.instances("CIM_PCIBridge").count
        let slots = try await provider.instances("CIM_Slot").count
        let virtual = try await provider.instances("BB_PCIVirtualFunctionView").count
        #expect(views.count == devices + bridges)
        #expect(views.allSatisfy { !$0.isAbsent("VendorID") || !$0.isAbsent("ClassCode") || archive.contains("ttar") })
        let drivers = Set(views.compactMap { $0["Driver"]?.stringValue }).sorted()
        var linux: [String] = []
        for view in views {
            if case .array(let found)? = view["LinuxDevices"] { linux += found.compactMap(\.stringValue) }
        }
        let verdicts = PCILink.Verdict.allCases.map { verdict in
            String(views.count { $0["LinkVerdict"] == .string(verdict.rawValue) })
        }
        let counts = [devices, bridges, virtual, slots].map(String.init).joined(separator: " | ")
        let last = views.last?["DeviceID"]?.stringValue ?? "-"
        let name = Self.name(archive)
        let fields = [
            name, counts, verdicts.joined(separator: "/"), last, drivers.joined(separator: " "),
            linux.joined(separator: " "),
        ]
        let line = fields.joined(separator: " | ").trimmingCharacters(in: .whitespaces)
        if ProcessInfo.processInfo.environment["SHOW_GOLDEN"] != nil { print("GOLDEN " + line) }
        #expect(Self.expected[name] == line)
    }

    @Test func `the golden list has no line too many`() {
        #expect(Set(Self.expected.keys) == Set(Self.archives.map(Self.name)))
    }
}
