// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

@testable import baseboard

/// A server's parts as views show them; nil is a null, an array an array.
extension Fixtures {
    static func part(_ className: String, _ properties: KeyValuePairs<String, [String]?>) -> Instance {
        Instance(
            className: className, namespace: ResourceURI(ofClass: className).text,
            properties: properties.map { .init($0.key, $0.value.map { $0.map(InstanceValue.text) } ?? [.null]) })
    }

    static func function(
        _ address: String, below parent: String? = nil, _ name: String = "Function", code: String = "0x020000",
        driver: String? = nil, devices: [String] = [], verdict: String? = nil
    ) -> Instance {
        part(
            "BB_PCIDeviceView",
            [
                "ClassCode": [code], "DeviceID": [address], "Driver": driver.map { [$0] }, "ElementName": [name],
                "CurrentLinkSpeed": verdict.map { _ in ["8"] }, "LinkVerdict": verdict.map { [$0] },
                "CurrentLinkWidth": verdict.map { _ in ["4"] }, "LinuxDevices": devices.isEmpty ? nil : devices,
                "MaxLinkSpeed": verdict.map { _ in ["8"] }, "MaxLinkWidth": verdict.map { _ in ["8"] },
                "ParentAddress": parent.map { [$0] },
            ])
    }

    static func drive(
        _ id: String, on address: String?, node: String, serial: String = "S1", size: String = "1920383410176"
    ) -> Instance {
        part(
            "BB_DriveView",
            [
                "DeviceID": [id], "HealthState": ["5"], "KernelNames": [node], "Model": ["Example PM9 1.92TB"],
                "PCIAddress": address.map { [$0] }, "SerialNumber": [serial], "Size": [size], "Transport": ["NVMe"],
            ])
    }

    static let system = part(
        "BB_SystemView",
        ["Manufacturer": ["Example"], "Model": ["R2"], "Name": ["rack7"], "SerialNumber": ["0012"]])

    static let processor = part(
        "BB_ProcessorView",
        [
            "DeviceID": ["CPU 0"], "HealthState": ["5"], "MaxClockSpeed": ["3300"],
            "Model": ["Example(R) Silver(TM) 4310 CPU @ 2.10GHz"], "NumberOfCores": ["12"], "NumberOfThreads": ["24"],
        ])

    static func module(_ slot: String) -> Instance {
        part(
            "BB_MemoryView",
            [
                "Capacity": ["34359738368"], "ConfiguredSpeed": ["2933"], "DeviceID": [slot], "Manufacturer": ["Maker"],
                "MemoryType": ["DDR4"], "PartNumber": ["M393A4K40CB2   "], "SerialNumber": ["12345678"],
            ])
    }

    static let battery = part(
        "BB_BatteryView",
        ["Charge": ["93"], "DeviceID": ["BAT0"], "ElementName": ["BBU"], "HealthState": ["10"], "Status": ["Full"]])

    static func reading(_ id: String, _ value: String, _ units: String, state: String = "Normal") -> Instance {
        sensor(["DeviceID": id, "ElementName": id, "Reading": value, "State": state, "Units": units])
    }

    /// CIM_AssociatedSensor.
    static func tie(_ sensor: String, to part: String, of className: String) -> Instance {
        func reference(_ className: String, _ id: String) -> InstanceValue {
            .reference(
                EndpointReference(
                    address: "", reference: Reference(ResourceURI(ofClass: className), [Selector("DeviceID", id)])))
        }
        return Instance(
            className: "CIM_AssociatedSensor", namespace: "u",
            properties: [
                .init("Antecedent", [reference("CIM_NumericSensor", sensor)]),
                .init("Dependent", [reference(className, part)]),
            ])
    }

    /// A server with two buses, a bridge, a bad link, and drives with and without a known controller.
    static let functions = [
        function("0000:00:00.0", "Host bridge", code: "0x060000"),
        function("0000:00:08.0", "Timer", code: "0x088000"),
        function("0000:00:17.0", "SATA controller", code: "0x010601", driver: "ahci", devices: ["sda", "ata1"]),
        function("0000:3a:00.0", "Root port", code: "0x060400", driver: "pcieport"),
        function("0000:3b:00.0", below: "0000:3a:00.0", "Switch", code: "0x060400", driver: "pcieport"),
        function(
            "0000:3c:00.0", below: "0000:3b:00.0", "NVMe controller", code: "0x010802", driver: "nvme",
            devices: ["nvme0n1"], verdict: "reduced width"),
        function(
            "0000:3d:00.0", below: "0000:3b:00.0", "Ethernet", driver: "ice", devices: ["eth0"], verdict: "full"),
        function("0000:3a:01.0", "Empty root port", code: "0x060400", driver: "pcieport"),
    ]

    static let drives = [
        drive("nvme-1", on: "0000:3c:00.0", node: "nvme0n1"), drive("ata-1", on: "0000:00:17.0", node: "sda"),
        drive("usb-1", on: nil, node: "sdb", size: "64000000000"), drive("odd", on: "0000:99:00.0", node: "sdc"),
    ]

    static let classes: [InventoryTree.Class] = [
        .init(name: "BB_SystemView", title: "System", instances: [system]),
        .init(name: "BB_BatteryView", title: "Batteries", instances: [battery]),
        .init(name: "BB_DriveView", title: "Drives", instances: drives),
        .init(name: "BB_FanView", title: "Fans", instances: [fan("chip/fan1")]),
        .init(name: "BB_MemoryView", title: "Memory modules", instances: [module("A1"), module("B1")]),
        .init(name: "BB_PCIDeviceView", title: "PCI devices", instances: functions),
        .init(name: "BB_ProcessorView", title: "Processors", instances: [processor]),
    ]

    static let sensors = [
        reading("chip/fan1", "1200", "RPM", state: "Lower Critical"), reading("nvme/temp1", "38", "°C"),
        reading("chip/temp9", "20", "°C"),
    ]

    static let tree = InventoryTree(
        classes, sensors: sensors, ties: [tie("nvme/temp1", to: "nvme-1", of: "CIM_DiskDrive")])
}
