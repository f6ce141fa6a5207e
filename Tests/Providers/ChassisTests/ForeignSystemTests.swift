// SPDX-License-Identifier: Apache-2.0

import ChassisProvider
import Foundation
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// Machines that others recorded, with firmware of many makers or none: read where they are, skipped where they are not.
@Suite(
    .enabled(
        if: SharedFixtures.directory != nil,
        "recordings of hwloc and ghw are neither in BASEBOARD_SHARED nor in ../shared"))
struct ForeignSystemTests {
    static let archives = ["hwloc", "ghw"].flatMap { SharedFixtures.archives(in: $0) }

    @Test(arguments: archives)
    func `a foreign machine is one system without placeholders`(archive: String) async throws {
        let (tree, root) = try SharedFixtures.unpack(archive)
        defer { withExtendedLifetime(tree) {} }
        let hardware = try await Hardware.scanned(root)
        let system = ScopingSystem(name: hardware.system.hostName ?? "localhost")
        let provider = ChassisProvider(hardware, of: system, devices: [])
        #expect(await Conformance.violations(of: provider) == [])
        let views = try await provider.instances("BB_SystemView")
        #expect(views.count == 1)
        for text in views.flatMap(\.row.slots).compactMap(\.stringValue) {
            let folded = text.lowercased()
            #expect(!folded.isEmpty)
            #expect(!["to be filled by o.e.m.", "default string", "not specified", "0123456789"].contains(folded))
        }
    }
}
