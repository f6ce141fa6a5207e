// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WSManClient

@testable import baseboard

struct InventoryTreeTests {
    private func lines(_ functions: [Instance], drives: [Instance] = [], all: Bool = true) -> [String] {
        InventoryTree([
            .init(name: "BB_PCIDeviceView", title: "PCI devices", instances: functions),
            .init(name: "BB_DriveView", title: "Drives", instances: drives),
        ]).lines(.init(showsAll: all))
    }

    @Test func `a machine is a tree of its parts, each on what leads to it`() {
        #expect(
            Fixtures.tree.lines() == [
                "rack7  Example R2  S/N 0012",
                "├─ Processors: 1, 12 cores",
                "│  └─ CPU 0  Example(R) Silver(TM) 4310 CPU @ 2.10GHz  12 cores  24 threads  3.3 GHz",
                "├─ Memory modules: 2, 64 GiB",
                "│  ├─ A1  32 GiB  DDR4 2933 MT/s  Maker M393A4K40CB2  S/N 12345678",
                "│  └─ B1  32 GiB  DDR4 2933 MT/s  Maker M393A4K40CB2  S/N 12345678",
                "├─ PCI 0000:00",
                "│  ├─ 00:17.0  SATA controller  ata1  ahci",
                "│  │  └─ sda  Example PM9 1.92TB  1.9 TB  S/N S1  NVMe",
                "│  └─ 2 chip set functions (see --all)",
                "├─ PCI 0000:3a",
                "│  ├─ 3c:00.0  NVMe controller  reduced width: x4 of x8  nvme",
                "│  │  └─ nvme0n1  Example PM9 1.92TB  1.9 TB  S/N S1  NVMe  38 °C",
                "│  ├─ 3d:00.0  Ethernet  eth0  ice",
                "│  └─ 1 chip set function (see --all)",
                "├─ Drives: 2, 2 TB",
                "│  ├─ sdb  Example PM9 1.92TB  64 GB  S/N S1  NVMe",
                "│  └─ sdc  Example PM9 1.92TB  1.9 TB  S/N S1  NVMe",
                "├─ Fans: 1",
                "│  └─ CPU fan  1200 RPM  Lower Critical",
                "├─ Batteries: 1",
                "│  └─ BBU  93 %  Full  health: Degraded",
                "└─ Sensors: 3  1 Lower Critical  (chip/fan1)",
            ])
    }

    @Test func `all shows bridges and the chip set`() {
        let lines = Fixtures.tree.lines(.init(showsAll: true))
        #expect(!lines.contains { $0.contains("--all") })
        for line in [
            "│  ├─ 00:08.0  Timer", "│  ├─ 3a:00.0  Root port  pcieport", "│  │  └─ 3b:00.0  Switch  pcieport",
            "│  │     ├─ 3c:00.0  NVMe controller  reduced width: x4 of x8  nvme",
            "│  └─ 3a:01.0  Empty root port  pcieport",
        ] { #expect(lines.contains(line), "\(line)") }
    }

    @Test(arguments: 1...120)
    func `no line is wider than the terminal`(width: Int) {
        for hasBoxes in [true, false] {
            for line in Fixtures.tree.lines(.init(width: width, hasBoxes: hasBoxes, showsAll: true)) {
                #expect(line.count <= width, "\(line)")
                #expect(!line.contains("\n"))
            }
        }
    }

    @Test func `a narrow terminal keeps what tells most`() {
        let lines = Fixtures.tree.lines(.init(width: 50))
        for line in [
            "│  └─ CPU 0  Example(R) Si…CPU @ 2.10GHz  12 cores", "│  ├─ A1  32 GiB  DDR4 2933 MT/s  Maker M3…4K40CB2",
            "│  │  └─ nvme0n1  Exam…92TB  1.9 TB  S/N S1  38 °C", "│  ├─ 3d:00.0  Ethernet  eth0  ice",
        ] { #expect(lines.contains(line), "\(line)") }
    }

    @Test func `without UTF-8 lines are ASCII`() {
        let lines = Fixtures.tree.lines(.init(width: 60, hasBoxes: false))
        #expect(lines[1] == "|- Processors: 1, 12 cores")
        #expect(lines.last == "`- Sensors: 3  1 Lower Critical  (chip/fan1)")
        #expect(lines.filter { $0.contains("...") }.count > 0)
        #expect(lines.joined().allSatisfy { $0.isASCII })
        #expect(lines.contains { $0.hasSuffix("  38 C") })
    }

    @Test func `what is wrong is coloured where colours are wanted`() {
        #expect(!Fixtures.tree.lines().joined().contains("\u{1b}"))
        let lines = Fixtures.tree.lines(.init(hasColour: true))
        #expect(lines.contains { $0.contains("\u{1b}[33mreduced width: x4 of x8\u{1b}[0m") })
        #expect(lines.contains { $0.hasSuffix("\u{1b}[1;31mLower Critical\u{1b}[0m") })
    }

    @Test func `parents that are missing make roots of their buses`() {
        #expect(
            lines([
                Fixtures.function("0000:3b:00.0", below: "0000:3a:00.0"),
                Fixtures.function("10000:e1:00.0", below: ""), Fixtures.function("odd", below: "odd"),
            ]) == [
                "Machine", "├─ PCI 0000:3b", "│  └─ 3b:00.0  Function", "├─ PCI 10000:e1",
                "│  └─ 10000:e1:00.0  Function", "└─ PCI", "   └─ odd  Function",
            ])
    }

    @Test func `circles are cut, and nobody in them is lost`() {
        let circle = [
            Fixtures.function("0000:01:00.0", below: "0000:03:00.0"),
            Fixtures.function("0000:02:00.0", below: "0000:01:00.0"),
            Fixtures.function("0000:03:00.0", below: "0000:02:00.0"),
            Fixtures.function("0000:04:00.0", below: "0000:03:00.0"),
        ]
        #expect(
            lines(circle) == [
                "Machine", "└─ PCI 0000:01", "   └─ 01:00.0  Function", "      └─ 02:00.0  Function",
                "         └─ 03:00.0  Function", "            └─ 04:00.0  Function",
            ])
    }

    @Test func `two functions of one address both have a line`() {
        let twins = [Fixtures.function("0000:01:00.0", "A"), Fixtures.function("0000:01:00.0", "B")]
        #expect(lines(twins, drives: [Fixtures.drive("d", on: "0000:01:00.0", node: "sda")]).count == 5)
    }

    @Test func `2,000 functions in one chain come up to the deepest level, in time`() throws {
        func address(_ number: Int) -> String { "0000:\(String(number, radix: 16)):00.0" }
        let chain = (0..<2000).map { Fixtures.function(address($0), below: $0 == 0 ? nil : address($0 - 1)) }
        for functions in [chain, chain.reversed()] {
            let lines = lines(functions)
            #expect(lines.count == 2002)
            let deepest = try #require(lines.map { $0.prefix { "│├└─ ".contains($0) }.count }.max())
            #expect(deepest == (InventoryTree.depthLimit + 2) * 3)
        }
        let flat = (0..<2000).map { Fixtures.function(address($0), below: $0 == 0 ? nil : address(0)) }
        #expect(lines(flat).count == 2002)
    }

    @Test func `a bridge with something wrong has its line`() {
        let bridge = Fixtures.function("0000:01:00.0", "Port", code: "0x060400", verdict: "reduced speed")
        let card = Fixtures.function("0000:02:00.0", below: "0000:01:00.0", "Card")
        #expect(
            lines([bridge, card], all: false) == [
                "Machine", "└─ PCI 0000:01", "   └─ 01:00.0  Port  reduced speed: 8 GT/s of 8 GT/s",
                "      └─ 02:00.0  Card",
            ])
    }

    @Test func `a bad link has one line, at the card`() {
        let bridge = Fixtures.function("0000:01:00.0", "Port", code: "0x060400", verdict: "reduced width")
        let card = Fixtures.function("0000:02:00.0", below: "0000:01:00.0", "Card", verdict: "reduced width")
        #expect(
            lines([bridge, card], all: false)
                == ["Machine", "└─ PCI 0000:01", "   └─ 02:00.0  Card  reduced width: x4 of x8"])
    }

    @Test(arguments: [
        ("Intel Corporation", "Intel"), ("Samsung Electronics Co Ltd", "Samsung"),
        ("ASPEED Technology, Inc.", "ASPEED"),
        ("Advanced Micro Devices, Inc. [AMD/ATI]", "AMD/ATI"), ("Red Hat, Inc.", "Red Hat"), ("Inc.", "Inc."),
        ("Broadcom / LSI", "Broadcom / LSI"), ("[]", "[]"), ("", ""),
    ])
    func `makers have the names that people use`(name: String, short: String) {
        #expect(PartLine.shortMaker(name) == short)
    }

    @Test(arguments: ["0x060400", "0x0604", "394240", "1540"])
    func `class codes are read in every form`(code: String) {
        let bridge = Fixtures.function("0000:01:00.0", code: code)
        #expect(lines([bridge], all: false).last == "└─ PCI 0000:01: 1 chip set function (see --all)")
    }

    @Test func `nothing at all is a machine without parts`() {
        #expect(InventoryTree([]).lines() == ["Machine"])
        let refused = InventoryTree([.init(name: "BB_FanView", title: "Fans", refusal: "not\nyou")])
        #expect(refused.lines() == ["Machine", "└─ Fans: not available: not you"])
    }

    @Test func `virtual functions are counted on the function that has them`() {
        let virtual = (1...3).map {
            Fixtures.part(
                "BB_PCIVirtualFunctionView",
                [
                    "DeviceID": ["0000:3d:00.\($0)"], "LinuxDevices": ["eth\($0)"], "Model": ["VF"],
                    "PhysicalFunction": ["0000:3d:00.0"],
                ])
        }
        let tree = InventoryTree([
            .init(name: "BB_PCIDeviceView", title: "PCI devices", instances: Fixtures.functions),
            .init(name: "BB_PCIVirtualFunctionView", title: "Virtual functions", instances: virtual),
        ])
        #expect(tree.lines().contains("   │  └─ 3 virtual functions (see --all)"))
        #expect(tree.lines(.init(showsAll: true)).contains("   │        └─ 3d:00.3  VF  eth3"))
        #expect(!tree.lines().contains { $0.contains("Virtual functions") })
    }

    @Test func `an unknown class has a branch of its own`() {
        let port = Fixtures.part(
            "BB_NetworkPortView", ["DeviceID": ["eth0"], "Model": ["X710"], "PCIAddress": nil])
        let other = Fixtures.part(
            "BB_NetworkPortView", ["DeviceID": ["eth1"], "PCIAddress": ["0000:00:17.0"]])
        let tree = InventoryTree([
            .init(name: "BB_NetworkPortView", title: "Ports", instances: [port, other]),
            .init(name: "BB_PCIDeviceView", title: "PCI", instances: Fixtures.functions),
        ])
        #expect(tree.lines().suffix(2) == ["└─ Ports: 1", "   └─ eth0  X710"])
        #expect(tree.lines().contains("│  │  └─ eth1"))
    }

    @Test func `control characters do not reach the terminal`() {
        let nasty = Fixtures.function("0000:01:00.0", "a\u{1b}[2J\nb", devices: ["x\u{9b}y"])
        for line in lines([nasty]) { #expect(!line.unicodeScalars.contains(where: DisplayText.isUnsafe)) }
    }

    @Test func `sensors are tied by a part's own words and by associations of its kind`() {
        let part = Fixtures.part("BB_DriveView", ["DeviceID": ["0"], "TemperatureSensors": ["a", "b"]])
        let cpu = Fixtures.part("BB_ProcessorView", ["DeviceID": ["0"]])
        let sensors = ["a", "b", "c", "d"].map { Fixtures.reading($0, "1", "V") }
        let ties = SensorTies(
            [part, cpu], sensors: sensors,
            ties: [
                Fixtures.tie("c", to: "0", of: "CIM_DiskDrive"), Fixtures.tie("d", to: "0", of: "CIM_Processor"),
                Fixtures.tie("none", to: "0", of: "CIM_DiskDrive"), Fixtures.tie("a", to: "none", of: "CIM_Fan"),
            ])
        #expect(ties.sensors(of: part).compactMap { $0["DeviceID"] } == ["a", "b", "c"])
        #expect(ties.sensors(of: cpu).compactMap { $0["DeviceID"] } == ["d"])
    }

    @Test func `functions stand in the order of their addresses, whatever bridges they are behind`() {
        let functions = [
            Fixtures.function("0000:00:1c.0", code: "0x060400"), Fixtures.function("0000:00:1f.0"),
            Fixtures.function("0000:04:00.0", below: "0000:00:1d.0"),
            Fixtures.function("0000:00:1d.0", code: "0x060400"),
            Fixtures.function("0000:01:00.0", below: "0000:00:1c.0"), Fixtures.function("0000:00:02.0"),
        ]
        func addresses(_ lines: [String]) -> [String] {
            lines.compactMap { $0.split(separator: " ").first { $0.hasSuffix(".0") }.map(String.init) }
        }
        #expect(addresses(lines(functions, all: false)) == ["00:02.0", "00:1f.0", "01:00.0", "04:00.0"])
        #expect(
            addresses(lines(functions)) == ["00:02.0", "00:1c.0", "01:00.0", "00:1d.0", "04:00.0", "00:1f.0"])
    }

    @Test func `a system whose modules nobody knows shows its memory`() {
        let system = Fixtures.part("BB_SystemView", ["Name": ["m"], "TotalMemory": ["270582939648"]])
        let machine = InventoryTree.Class(name: "BB_SystemView", title: "System", instances: [system])
        #expect(InventoryTree([machine]).lines() == ["m", "└─ Memory: 252 GiB"])
        let modules = InventoryTree.Class(name: "BB_MemoryView", title: "Modules", instances: [Fixtures.module("A1")])
        #expect(InventoryTree([machine, modules]).lines()[1] == "└─ Modules: 1, 32 GiB")
        #expect(InventoryTree([machine]).json(types: .unknown).text.contains(#""@children": []"#))
    }

    @Test func `what does not fit goes whole, what is wrong last`() {
        var line = TreeLine("nct6779 fan3")
        line.add("312 RPM")
        line.add("Lower Critical", severity: .critical)
        #expect(line.fitted(to: 30) == "nct6779 fan3  Lower Critical")
        #expect(line.fitted(to: 20) == "nct6779 fan3")
        #expect(line.fitted(to: 6) == "nct67…")
        #expect(line.fitted(to: 30, hasColour: true).hasSuffix("\u{1b}[1;31mLower Critical\u{1b}[0m"))
    }

    @Test func `sensors that are not well are named, three of each state`() {
        let sensors = (1...5).map { Fixtures.reading("t\($0)", "1", "°C", state: $0 < 5 ? "Fault" : "Intrusion") }
        let tree = InventoryTree([], sensors: sensors)
        #expect(tree.lines().last == "└─ Sensors: 5  4 Fault  (t1, t2, t3 +1)  1 Intrusion  (t5)")
        #expect(tree.lines(.init(width: 40)).last == "└─ Sensors: 5  4 Fault  1 Intrusion")
    }

    // MARK: Search

    private func found(_ words: String...) -> [String]? {
        Fixtures.tree.filtered(InventorySearch(words).matches)?.lines()
    }

    @Test func `a search keeps what it found and what leads there`() {
        #expect(
            found("NVME", "controller") == [
                "rack7  Example R2  S/N 0012", "└─ PCI 0000:3a",
                "   └─ 3c:00.0  NVMe controller  reduced width: x4 of x8  nvme",
            ])
        #expect(
            found("nvme-1") == [
                "rack7  Example R2  S/N 0012", "└─ PCI 0000:3a",
                "   └─ 3c:00.0  NVMe controller  reduced width: x4 of x8  nvme",
                "      └─ nvme0n1  Example PM9 1.92TB  1.9 TB  S/N S1  NVMe  38 °C",
            ])
        #expect(
            found("1200", "fan") == [
                "rack7  Example R2  S/N 0012", "├─ Fans: 1", "│  └─ CPU fan  1200 RPM  Lower Critical",
                "└─ Sensors: 1  1 Lower Critical  (chip/fan1)",
            ])
        #expect(found("no such thing") == nil)
    }

    @Test func `a bridge that was searched for has its line`() {
        #expect(
            found("switch") == ["rack7  Example R2  S/N 0012", "└─ PCI 0000:3a", "   └─ 3b:00.0  Switch  pcieport"])
    }

    // MARK: JSON

    @Test func `JSON has every part in the part that it is on, branches left out`() throws {
        let text = Fixtures.tree.json(types: .unknown).text
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        func children(_ part: [String: Any]) -> [[String: Any]] { part["@children"] as? [[String: Any]] ?? [] }
        func child(_ part: [String: Any], _ id: String) throws -> [String: Any] {
            try #require(children(part).first { $0["DeviceID"] as? String == id })
        }
        #expect(root["@class"] as? String == "BB_SystemView")
        let port = try child(root, "0000:3a:00.0")
        let controller = try child(try child(port, "0000:3b:00.0"), "0000:3c:00.0")
        let drive = try child(controller, "nvme-1")
        #expect(drive["Size"] as? Int == 1_920_383_410_176)
        #expect(children(drive).compactMap { $0["DeviceID"] as? String } == ["nvme/temp1"])
        #expect(children(root).filter { $0["@class"] as? String == "BB_MemoryView" }.count == 2)
        func count(_ part: [String: Any]) -> Int { children(part).reduce(1) { $0 + count($1) } }
        #expect(count(root) == 1 + 1 + 4 + 1 + 2 + 8 + 1 + 2)
    }
}
