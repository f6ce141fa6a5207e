// SPDX-License-Identifier: Apache-2.0

import DiskProvider
import Foundation
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// Machines that others recorded: read where they are, skipped where they are not.
@Suite(
    .enabled(
        if: SharedFixtures.directory != nil,
        "recordings of ghw, hwloc, nvme, node_exporter and procfs are neither in BASEBOARD_SHARED nor in ../shared"))
struct ForeignDiskTests {
    static let archives =
        ["ghw", "hwloc", "nvme"].flatMap { SharedFixtures.archives(in: $0) }
        + ["node-exporter/sys.ttar", "procfs/fixtures.ttar"].compactMap { name in
            SharedFixtures.directory.map { $0 + "/" + name }
        }

    private static let golden = RecordedMachine.repository + "/Tests/Fixtures/golden/disk-foreign.txt"

    private static func name(_ archive: String) -> String {
        archive.split(separator: "/").suffix(2).joined(separator: "/")
    }

    /// The lines of each machine; one without drives has one that says so.
    private static let expected: [String: [String]] = {
        let lines = (try? String(contentsOfFile: golden, encoding: .utf8))?.split(separator: "\n") ?? []
        return Dictionary(grouping: lines.filter { !$0.hasPrefix("#") }.map(String.init)) { line in
            line.split(separator: "|").first.map { String($0).trimmingCharacters(in: .whitespaces) } ?? ""
        }
    }()

    @Test(arguments: archives)
    func `a foreign machine has the drives it is known to have`(archive: String) async throws {
        let (tree, root): (MachineTree, String)
        if archive.hasSuffix(".ttar") {
            tree = try SharedFixtures.unpackText(archive)
            // procfs keeps all below a folder of its own.
            let folder = tree.root + "/fixtures"
            root = FileManager.default.fileExists(atPath: folder) ? folder : tree.root
        } else {
            (tree, root) = try SharedFixtures.unpack(archive)
        }
        defer { withExtendedLifetime(tree) {} }
        let provider = DiskProvider(try await Hardware.scanned(root), of: ScopingSystem(name: "machine"))
        #expect(await Conformance.violations(of: provider) == [])
        let name = Self.name(archive)
        let lines = try await provider.instances("BB_DriveView").map { view in
            func text(_ property: String) -> String {
                switch view[property] {
                case .string(let text)?: text
                case .unsigned(let number)?: String(number)
                case .array(let values)?: values.map { $0.stringValue ?? "" }.joined(separator: "+")
                default: "-"
                }
            }
            let words = [
                "DeviceID", "Transport", "Model", "SerialNumber", "FirmwareVersion", "WorldWideName", "Size",
                "MediaType",
                "KernelNames", "NumberOfPaths", "NumberOfPartitions", "Bay",
            ]
            return ([name] + words.map(text)).joined(separator: " | ")
        }
        #expect(Self.expected[name] == (lines.isEmpty ? ["\(name) | no drives"] : lines))
    }

    @Test func `the golden list has no machine too many`() {
        #expect(Set(Self.expected.keys) == Set(Self.archives.map(Self.name)))
    }
}
