// SPDX-License-Identifier: Apache-2.0

import Foundation
import HardwareAccess
import MachineFixtures
import PowerSupplyProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// Batteries that others recorded: read where they are, skipped where they are not.
@Suite(
    .enabled(
        if: SharedFixtures.directory != nil,
        "recordings of node_exporter and procfs are neither in BASEBOARD_SHARED nor in ../shared"))
struct ForeignPowerSupplyTests {
    /// Archive and the folder in it that is the machine's root.
    static let archives = [("node-exporter/sys.ttar", ""), ("procfs/fixtures.ttar", "/fixtures")]

    private static let golden: [String: String] = {
        let path = RecordedMachine.repository + "/Tests/Fixtures/golden/power-supply-foreign.txt"
        let lines = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
        return Dictionary(
            lines.filter { !$0.hasPrefix("#") }.compactMap { line in
                line.split(separator: "|").first.map { ($0.trimmingCharacters(in: .whitespaces), String(line)) }
            }, uniquingKeysWith: { first, _ in first })
    }()

    private static func text(_ value: Value?) -> String {
        switch value {
        case .string(let text)?: text
        case .unsigned(let number)?: "\(number)"
        case .boolean(let truth)?: "\(truth)"
        default: "-"
        }
    }

    @Test(arguments: archives)
    func `a foreign battery says what it is known to say`(archive: String, folder: String) async throws {
        let directory = try #require(SharedFixtures.directory)
        let tree = try SharedFixtures.unpackText(directory + "/" + archive)
        defer { withExtendedLifetime(tree) {} }
        let provider = PowerSupplyProvider(
            try await Hardware.scanned(tree.root + folder), of: ScopingSystem(name: "machine"))
        #expect(await Conformance.violations(of: provider) == [])
        var words = [archive]
        for (cim, view) in zip(
            try await provider.instances("CIM_Battery"), try await provider.instances("BB_BatteryView"))
        {
            words += ["DeviceID", "Manufacturer", "Model", "SerialNumber", "DevicePath"].map { Self.text(view[$0]) }
            words += [
                "Chemistry", "DesignCapacity", "FullChargeCapacity", "RemainingCapacity", "DesignVoltage",
                "EstimatedChargeRemaining", "HealthPercent", "BatteryStatus", "RechargeCount", "EstimatedRunTime",
            ].map { Self.text(cim[$0]) }
            words += ["Voltage", "Power", "IsOnExternalPower"].map { Self.text(view[$0]) }
        }
        #expect(Self.golden[archive] == words.joined(separator: " | "))
    }

    @Test func `the golden list has no line too many`() {
        #expect(Set(Self.golden.keys) == Set(Self.archives.map(\.0)))
    }
}
