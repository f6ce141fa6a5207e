// SPDX-License-Identifier: Apache-2.0

import Testing
import WSManClient

@testable import baseboard

struct InventorySearchTests {
    private let drive = Fixtures.drive("nvme-1", on: "0000:3c:00.0", node: "nvme0n1", serial: "Ü12")

    @Test(arguments: [
        [], [""], ["pm9"], ["EXAMPLE", "nvme0"], ["driveview"], ["1.9 TB"], ["1920383410176"], ["ok"], ["ü1"],
        ["nvme-1", "NVMe-1"],
    ])
    func `every word must occur somewhere`(words: [String]) {
        #expect(InventorySearch(words).matches(drive))
    }

    @Test(arguments: [
        ["pm9x"], ["pm9", "samsung"], ["Model"], ["pm9 1.92tb "], [String(repeating: "x", count: 5000)],
    ])
    func `a word that is missing is enough`(words: [String]) {
        #expect(!InventorySearch(words).matches(drive))
    }

    @Test func `addresses of other instances are searched too`() {
        #expect(
            InventorySearch(["diskdrive", "nvme/temp"]).matches(
                Fixtures.tie("nvme/temp1", to: "x", of: "CIM_DiskDrive")))
    }
}
