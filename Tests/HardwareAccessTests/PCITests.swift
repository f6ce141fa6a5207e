// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Synchronization
import Testing

struct PCITests {
    private func facts(
        _ hardware: Hardware, _ address: String, _ groups: PCIFunctionFacts.Groups = .all
    ) throws -> PCIFunctionFacts {
        let function = try #require(PCIAddress(address).flatMap { hardware.pci.function($0) })
        return PCIFunctionFacts(
            groups, of: function, partner: hardware.pci.linkPartner(of: function), reading: hardware.sysfs)
    }

    // MARK: Addresses

    @Test(arguments: ["0000:00:00.0", "0000:3b:1f.7", "10000:01:00.0", "ffffffff:ff:1f.7", "7e5a:00:02.0"])
    func `an address reads as it is written`(text: String) {
        #expect(PCIAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "00:1f.0", "000:00:00.0", "100000000:00:00.0", "0000:00:20.0", "0000:00:00.8", "0000:00:00", "0000:0:00.0",
        "0000:00:00.0.0", "0000:00:00:00.0", "+000:00:00.0", "0x00:00:00.0", "0000:00:00.-1", "00g0:00:00.0",
    ])
    func `nonsense is no address`(text: String) {
        #expect(PCIAddress(text) == nil)
    }

    @Test func `addresses stand in the order of the bus, whatever the domain's length`() {
        let texts = ["0000:00:1f.3", "0000:00:1f.4", "0000:01:00.0", "0001:00:00.0", "10000:00:00.0"]
        let addresses = texts.compactMap { PCIAddress($0) }
        #expect(addresses.reversed().sorted().map(\.description) == texts)
    }

    // MARK: Links and sleep

    @Test(arguments: [
        ("D0", "active", true), ("D0", "unsupported", true), ("D0", "suspended", false), ("D3hot", "active", false),
        ("D3cold", "suspended", false), ("unknown", "active", true), ("unknown", "suspended", false),
        ("D0", nil, true), (nil, "active", true), (nil, "suspended", false), ("error", "active", false),
        ("D0", "resuming", false), ("D0", "", false), (nil, nil, true), ("unknown", nil, false),
    ])
    func `registers are read of what is awake beyond doubt`(
        state: String?, runtime: String?, isAwake: Bool
    ) async throws {
        let tree = MachineTree()
        let path = try tree.pciFunction("0000:01:00.0", ["current_link_width": "4", "max_link_width": "4"])
        try tree.write(path + "/config", bytes: [UInt8](repeating: 1, count: 64))
        if let state { try tree.write(path + "/power_state", state) } else { try tree.remove(path + "/power_state") }
        if let runtime {
            try tree.write(path + "/power/runtime_status", runtime)
        } else {
            try tree.remove(path + "/power/runtime_status")
        }
        let facts = try facts(try await Hardware.scanned(tree), "0000:01:00.0")
        #expect(facts.power?.isAwake == isAwake)
        #expect((facts.link != nil) == isAwake && (facts.configuration != nil) == isAwake)
    }

    @Test func `a power state that cannot be read is no permission`() async throws {
        let tree = MachineTree()
        try tree.pciFunction("0000:01:00.0", ["current_link_width": "4"])
        let hardware = try await Hardware.scanned(tree) { $0.hasSuffix("runtime_status") ? 5 : nil }
        #expect(try facts(hardware, "0000:01:00.0").power?.isAwake == false)
    }

    @Test(arguments: [
        ("16.0 GT/s PCIe", "16", "16.0 GT/s PCIe", "16", PCILink.Verdict.full),
        ("8.0 GT/s PCIe", "8", "16.0 GT/s PCIe", "16", .unknown),
        ("8.0 GT/s PCIe", "16", "16.0 GT/s PCIe", "16", .reducedSpeed),
        ("Unknown", "0", "16.0 GT/s PCIe", "16", .unknown),
        ("2.5 GT/s", "1", "2.5 GT/s", "1", .full), ("Unknown speed", "255", "Unknown speed", "255", .unknown),
        ("Unknown", "4", "8.0 GT/s PCIe", "4", .full), ("-5 GT/s", "4", "nan GT/s", "4", .full),
        ("1e400 GT/s", "99999999999999999999", "inf GT/s", "-1", .unknown),
    ])
    func `a link without a partner is judged by itself`(
        speed: String, width: String, fastest: String, widest: String, verdict: PCILink.Verdict
    ) async throws {
        let tree = MachineTree()
        try tree.pciFunction(
            "0000:01:00.0",
            [
                "current_link_speed": speed, "current_link_width": width, "max_link_speed": fastest,
                "max_link_width": widest,
            ])
        #expect(try facts(try await Hardware.scanned(tree), "0000:01:00.0").link?.verdict == verdict)
    }

    @Test(arguments: [("16", PCILink.Verdict.reducedWidth), ("8", .full), ("255", .unknown)])
    func `a card is narrower than it could be only where its slot is wider`(
        slotWidth: String, verdict: PCILink.Verdict
    ) async throws {
        let tree = MachineTree()
        try tree.pciFunction(
            "0000:00:01.0", class: "0x060400", ["current_link_width": "8", "max_link_width": slotWidth])
        try tree.pciFunction(
            "0000:01:00.0", below: ["0000:00:01.0"], ["current_link_width": "8", "max_link_width": "16"])
        #expect(try facts(try await Hardware.scanned(tree), "0000:01:00.0").link?.verdict == verdict)
    }

    @Test func `virtual functions are counted by their links, without the driver's lock`() async throws {
        let tree = MachineTree()
        let asked = Mutex<[String]>([])
        let path = try tree.pciFunction("0000:01:00.0", ["sriov_totalvfs": "8", "sriov_numvfs": "7"])
        for number in 0..<3 { try tree.link("\(path)/virtfn\(number)", "../0000:01:01.\(number)") }
        let hardware = try await Hardware.scanned(tree) { path in
            asked.withLock { $0.append(path) }
            return nil
        }
        let facts = try facts(hardware, "0000:01:00.0")
        #expect(facts.virtualFunctionLimit == 8 && facts.virtualFunctionCount == 3)
        let names = asked.withLock { $0 }
        #expect(names.contains { $0.hasSuffix("sriov_totalvfs") } && !names.contains { $0.hasSuffix("sriov_numvfs") })
    }

    @Test func `bridges alternate on the way down`() async throws {
        let tree = MachineTree()
        let chain = ["0000:00:01.0", "0000:01:00.0", "0000:02:04.0", "0000:03:00.0"]
        for (depth, address) in chain.enumerated() {
            try tree.pciFunction(
                address, below: Array(chain.prefix(depth)), class: depth < 3 ? "0x060400" : "0x010802")
        }
        let pci = try await Hardware.scanned(tree).pci
        let partners = chain.map { PCIAddress($0).flatMap { pci.function($0) }.flatMap { pci.linkPartner(of: $0) } }
        #expect(partners.map { $0?.address.description } == [chain[1], chain[0], chain[3], chain[2]])
        #expect(pci.all.map { $0.parent?.description } == [nil, chain[0], chain[1], chain[2]])
    }

    @Test func `a domain that a function makes begins a tree of its own`() async throws {
        let tree = MachineTree()
        try tree.pciFunction("0000:00:0e.0", class: "0x010400")
        let path = "sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:1d.0"
        try tree.write(path + "/class", "0x060400")
        try tree.link("sys/bus/pci/devices/10000:e0:1d.0", "../../../../" + path)
        let pci = try await Hardware.scanned(tree).pci
        let port = try #require(PCIAddress("10000:e0:1d.0").flatMap { pci.function($0) })
        #expect(port.parent == nil && pci.leadsDown(port))
    }

    // MARK: Errors

    @Test func `error counters are read line by line`() async throws {
        let tree = MachineTree()
        let path = try tree.pciFunction("0000:01:00.0")
        try tree.write(path + "/aer_dev_correctable", "RxErr 0\nBadTLP 3\nnonsense\nBadDLLP x\nTOTAL_ERR_COR 4")
        try tree.write(path + "/aer_dev_nonfatal", "A 18446744073709551615\nB 1")
        try tree.write(path + "/aer_dev_fatal", "")
        let facts = try facts(try await Hardware.scanned(tree), "0000:01:00.0", .errors)
        #expect(facts.correctableErrors?.total == 4, "the kernel's sum, which may differ")
        #expect(facts.correctableErrors?.seen.map(\.name) == ["BadTLP"])
        #expect(facts.nonfatalErrors?.total == .max)
        #expect(facts.fatalErrors == nil)
    }

    // MARK: Linux devices

    @Test func `drives are found below the controllers that they hang on`() async throws {
        let tree = MachineTree()
        let sata = try tree.pciFunction("0000:00:17.0", class: "0x010601")
        try tree.write(sata + "/ata2/host1/target1:0:0/1:0:0:0/block/sda/size", "1")
        try tree.write(sata + "/ata2/host1/scsi_host/host1/state", "running")
        let sas = try tree.pciFunction("0000:01:00.0", class: "0x010700")
        let expander = sas + "/host4/port-4:0/expander-4:0"
        try tree.write(expander + "/port-4:0:3/end_device-4:0:3/target4:0:3/4:0:3:0/block/sdk/size", "1")
        try tree.write(expander + "/port-4:0:4/end_device-4:0:4/target4:0:4/4:0:4:0/scsi_tape/nst0/dev", "9:128")
        try tree.write(sas + "/host4/rport-4:0-1/target4:0:9/4:0:9:0/block/sdz/size", "1")
        let nvme = try tree.pciFunction("0000:02:00.0", class: "0x010802")
        for name in ["nvme3n1", "nvme3c3n2", "hwmon2", "nvme3n", "nvmexn1", "ng3n1"] {
            try tree.write(nvme + "/nvme/nvme3/\(name)/x", "1")
        }
        let port = try tree.pciFunction("0000:00:01.0", class: "0x060400")
        try tree.pciFunction("0000:03:00.0", below: ["0000:00:01.0"], ["net/eth9/mtu": "1500"])
        try tree.link(port + "/host0", "../0000:00:01.0")
        try tree.link(port + "/virtio0", "../0000:00:01.0")
        let hardware = try await Hardware.scanned(tree)
        #expect(try facts(hardware, "0000:00:17.0").linuxDevices == ["sda"])
        #expect(try facts(hardware, "0000:01:00.0").linuxDevices == ["nst0", "sdk", "sdz"])
        #expect(try facts(hardware, "0000:02:00.0").linuxDevices == ["nvme3", "nvme3n1", "nvme3n2"])
        #expect(try facts(hardware, "0000:00:01.0").linuxDevices == [], "what is behind another function is not its")
        #expect(try facts(hardware, "0000:03:00.0").linuxDevices == ["eth9"])
    }

    @Test func `a thousand drives behind one controller are cut at 256`() async throws {
        let tree = MachineTree()
        let path = try tree.pciFunction("0000:01:00.0", class: "0x010700")
        for number in 0..<400 {
            try tree.write("\(path)/host0/target0:0:\(number)/0:0:\(number):0/block/sd\(number)/x", "")
        }
        #expect(try facts(try await Hardware.scanned(tree), "0000:01:00.0", .devices).linuxDevices?.count == 256)
    }
}
