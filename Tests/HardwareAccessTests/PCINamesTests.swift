// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

struct PCINamesTests {
    private static let place = "usr/share/misc/pci.ids"
    private static let card = PCIIdentity(
        vendor: 0x8086, device: 0x1572, subsystemVendor: 0x1028, subsystem: 0x0001, classCode: 0x020000)

    private func names(_ tree: MachineTree, of identity: PCIIdentity = card) throws -> PCINameSet {
        defer { withExtendedLifetime(tree) {} }
        return PCINames(try HardwareRoot(tree.root)).names(of: [identity])[identity] ?? PCINameSet()
    }

    private func tree(_ list: [String], at place: String = place) throws -> MachineTree {
        let tree = MachineTree()
        try tree.write(place, list.joined(separator: "\n"))
        return tree
    }

    private static let list = [
        "1028  Dell", "8086  Intel Corporation", "\t1572  X710", "\t\t1028 0001  X710 mezzanine",
        "C 02  Network controller", "\t00  Ethernet controller",
    ]

    @Test(arguments: ["usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids"])
    func `numbers have names where distributions keep the list`(place: String) throws {
        let names = try names(try tree(Self.list, at: place))
        #expect(names.vendor == "Intel Corporation" && names.device == "X710")
        #expect(names.subsystemVendor == "Dell" && names.subsystem == "X710 mezzanine")
        #expect(names.className == "Ethernet controller")
    }

    @Test func `what the list does not know has no name, and no number in its stead`() throws {
        let stranger = PCIIdentity(vendor: 0x1234, device: 1, subsystemVendor: 2, subsystem: 3, classCode: 0x7F0000)
        #expect(try names(try tree(Self.list), of: stranger) == PCINameSet())
        #expect(try names(try tree(Self.list), of: PCIIdentity()) == PCINameSet())
    }

    @Test func `without a list there are no names`() throws {
        #expect(try names(MachineTree()) == PCINameSet())
        let tree = MachineTree()
        try tree.fifo(Self.place)
        #expect(try names(tree) == PCINameSet(), "a pipe would never answer")
        try tree.link("usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids")
        #expect(try names(tree) == PCINameSet(), "nor does a link lead out of the machine")
    }

    @Test(arguments: ["nonsense", "\tnonsense", "\t\t\t\t", "zzzz  x", "8086", String(repeating: "x", count: 5000)])
    func `a line that cannot be parsed ends the list, not the process`(line: String) throws {
        let names = try names(try tree(Self.list + [line, "C 02  Never seen"]))
        #expect(names.vendor == "Intel Corporation" && names.device == "X710")
    }

    @Test func `a list of any bytes harms nobody`() throws {
        let tree = MachineTree()
        var bytes = Array("8086  Caf\u{E9}".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        bytes += [0x1B, 0x07, 0x0A] + (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 151) }
        try tree.write(Self.place, bytes: bytes)
        #expect(try names(tree).vendor == "Caf\u{FFFD}")
    }

    @Test func `names are remembered until they are forgotten`() throws {
        let tree = try tree(Self.list)
        let names = PCINames(try HardwareRoot(tree.root))
        #expect(names.names(of: [Self.card])[Self.card]?.device == "X710")
        try tree.remove(Self.place)
        #expect(names.names(of: [Self.card])[Self.card]?.device == "X710")
        names.forget()
        #expect(names.names(of: [Self.card])[Self.card]?.device == nil)
    }
}
