// SPDX-License-Identifier: Apache-2.0

import CPUProvider
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
        "recordings of lscpu, hwloc and ghw are neither in BASEBOARD_SHARED nor in ../shared"))
struct ForeignProcessorTests {
    static let archives = ["lscpu", "hwloc", "ghw"].flatMap { SharedFixtures.archives(in: $0) }

    private static let golden = RecordedMachine.repository + "/Tests/Fixtures/golden/cpu-foreign.txt"

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

    @Test(arguments: archives)
    func `a foreign machine has the processors it is known to have`(archive: String) async throws {
        let (tree, root) = try SharedFixtures.unpack(archive)
        defer { withExtendedLifetime(tree) {} }
        let hardware = try await Hardware.scanned(root)
        let provider = CPUProvider(hardware, of: ScopingSystem(name: "machine"))
        #expect(await Conformance.violations(of: provider) == [])
        let views = try await provider.instances("BB_ProcessorView")
        func sum(_ property: String) -> Int64 { views.reduce(0) { $0 + ($1[property]?.integerValue ?? 0) } }
        let (cores, threads, online) = (sum("NumberOfCores"), sum("NumberOfThreads"), sum("NumberOfEnabledThreads"))
        #expect(!views.isEmpty)
        #expect(cores > 0 && threads >= cores && online <= threads && online > 0)
        #expect(sum("NumberOfEnabledCores") <= cores)
        #expect(Int(threads) + hardware.processors.unplacedThreads.count == hardware.processors.threadCount)
        #expect(try await provider.instances("CIM_ProcessorCore").count == Int(cores))
        let model = views.first?["Model"]?.stringValue ?? "-"
        let name = Self.name(archive)
        let line = "\(name) | \(views.count) | \(cores) | \(threads) | \(online) | \(model)"
        #expect(Self.expected[name] == line)
    }

    @Test func `the golden list has no line too many`() {
        #expect(Set(Self.expected.keys) == Set(Self.archives.map(Self.name)))
    }
}
