// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Which classes have labels that operators may set, and which of them are faces of one kind of part.
enum LabelledClasses {
    private static let name = ["ElementName": "ElementName"]

    // Kind, whether there is one part of it, and its faces with what each calls a label.
    private static let kinds: [(domain: String, isSingle: Bool, faces: [String: [String: String]])] = [
        ("Sensor", false, ["CIM_NumericSensor": name, "CIM_Sensor": name, "BB_SensorView": name]),
        ("Fan", false, ["CIM_Fan": name, "BB_FanView": name]),
        ("Drive", false, ["CIM_DiskDrive": name, "BB_DriveView": name]),
        ("Processor", false, ["CIM_Processor": name, "BB_ProcessorView": name]),
        ("PCIDevice", false, ["CIM_PCIDevice": name, "CIM_PCIBridge": name, "BB_PCIDeviceView": name]),
        ("Battery", false, ["CIM_Battery": name, "BB_BatteryView": name]),
        (
            "MemoryModule", false,
            [
                "CIM_PhysicalMemory": name.merging(assetTag("OtherIdentifyingInfo")) { $1 },
                "BB_MemoryView": name.merging(assetTag("AssetTag")) { $1 },
            ]
        ),
        (
            "Chassis", true,
            [
                "CIM_Chassis": name.merging(assetTag("OtherIdentifyingInfo")) { $1 },
                "BB_SystemView": assetTag("AssetTag"),
            ]
        ),
        ("Board", true, ["CIM_Card": name.merging(assetTag("OtherIdentifyingInfo")) { $1 }]),
        ("System", true, ["CIM_ComputerSystem": name]),
    ]

    private static func assetTag(_ property: String) -> [String: String] { [property: "AssetTag"] }

    /// Lets operators label the parts of a provider.
    static func labelled(_ provider: any Provider, _ settings: any OperatorSettings) -> any Provider {
        var labels: [String: (labels: OperatorLabels, settings: [String: String])] = [:]
        for kind in kinds {
            let kept = OperatorLabels(settings, domain: kind.domain, isSingle: kind.isSingle)
            for (className, properties) in kind.faces { labels[className] = (kept, properties) }
        }
        return LabelledParts(provider, labels)
    }
}
