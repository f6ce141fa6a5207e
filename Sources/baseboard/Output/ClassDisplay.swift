// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// What the console knows of classes beyond the protocol: which properties tell most, and the units of their numbers.
///
/// Everything here is a help for the eye. A class that is missing has its columns by `ColumnChoice`'s general rule, a
/// property that is missing shows as it came.
enum ClassDisplay {
    /// The column that joins what a link runs at.
    static let link = "Link"

    /// The columns of known classes, the most telling first, for columns go from the right where a terminal is narrow.
    private static let columns: [String: [String]] = [
        "BB_BatteryView": [
            "ElementName", "Charge", "Status", "HealthState", "RunTime", "HealthPercent", "CycleCount", "Power",
            "Technology", "SerialNumber", "DeviceID",
        ],
        "BB_DriveView": [
            "Model", "SerialNumber", "Size", "HealthState", "KernelNames", "Transport", "Bay", "MediaType",
            "NegotiatedSpeed", "FirmwareVersion", "DeviceID",
        ],
        "BB_EventView": ["Time", "Severity", "MessageID", "PartName", "Message", "EventID"],
        "BB_FanView": [
            "ElementName", "CurrentSpeed", "HealthState", "TargetSpeed", "DutyCycle", "Quality", "DeviceID",
        ],
        "BB_MemoryView": [
            "DeviceID", "Capacity", "MemoryType", "ConfiguredSpeed", "PartNumber", "SerialNumber", "Manufacturer",
            "HealthState",
        ],
        "BB_PCIDeviceView": [
            "DeviceID", "ElementName", "Driver", "LinuxDevices", "LinkVerdict", link, "Slot",
        ],
        "BB_PCIVirtualFunctionView": [
            "DeviceID", "PhysicalFunction", "VirtualFunctionNumber", "Driver", "LinuxDevices",
        ],
        "BB_ProcessorView": [
            "DeviceID", "Model", "NumberOfCores", "HealthState", "CurrentClockSpeed", "NumberOfThreads",
            "MaxClockSpeed", "L3CacheSize", "Microcode",
        ],
        "BB_SensorView": ["ElementName", "Reading", "State", "SensorType", "Quality", "DeviceID"],
        "BB_SubscriptionView": [
            "Identifier", "State", "Owner", "Mode", "SinkAddress", "AcknowledgedSequence", "Dropped", "Expires",
            "LastFailure",
        ],
        "BB_SystemView": ["Name", "Model", "SerialNumber", "Manufacturer", "FirmwareVersion"],
        "CIM_Battery": [
            "DeviceID", "EstimatedChargeRemaining", "HealthState", "BatteryStatus", "EstimatedRunTime", "ElementName",
        ],
        "CIM_DiskDrive": ["ElementName", "DeviceID", "HealthState", "MaxMediaSize", "DefaultBlockSize"],
        "CIM_Fan": ["ElementName", "DeviceID", "HealthState", "DesiredSpeed", "EnabledState"],
        "CIM_Memory": [
            "DeviceID", "ElementName", "NumberOfBlocks", "ConsumableBlocks", "ErrorMethodology", "HealthState",
        ],
        "CIM_NumericSensor": [
            "ElementName", "CurrentReading", "UnitModifier", "BaseUnits", "CurrentState", "HealthState", "DeviceID",
        ],
        "CIM_PCIDevice": [
            "DeviceID", "ElementName", "VendorID", "PCIDeviceID", "ClassCode", "RevisionID", "HealthState",
        ],
        "CIM_PhysicalMemory": [
            "Tag", "Capacity", "PartNumber", "SerialNumber", "Manufacturer", "ConfiguredMemoryClockSpeed",
        ],
        "CIM_Processor": [
            "DeviceID", "ElementName", "NumberOfEnabledCores", "CurrentClockSpeed", "HealthState", "MaxClockSpeed",
        ],
        "CIM_Slot": ["Tag", "ElementName", "Number", "SupportsHotPlug", "ConnectorDescription", "MaxDataWidth"],
    ]

    /// The formats of properties, whatever class they are of.
    private static let formats: [String: ValueFormat] = [
        "AgeMilliseconds": .unit("ms"), "BlockSize": .memory, "Capacity": .memory, "Charge": .unit("%"),
        "ChargeEnd": .unit("%"),
        "ChargeStart": .unit("%"), "ConfiguredSpeed": .unit("MT/s"), "ConfiguredVoltage": .thousandths("V"),
        "ChassisType": .chassis, "ClassCode": .hexadecimal(6), "CurrentClockSpeed": .megahertz,
        "DesignCapacity": .thousandths("Wh"),
        "DesignVoltage": .thousandths("V"),
        "DutyCycle": .unit("%"), "EnabledState": .enabledState, "EstimatedChargeRemaining": .unit("%"),
        "EstimatedRunTime": .minutes,
        "FullChargeCapacity": .thousandths("Wh"), "HealthPercent": .unit("%"), "HealthState": .health,
        "InstalledMemory": .memory, "L1DataCacheSize": .kibibytes, "L1InstructionCacheSize": .kibibytes,
        "L2CacheSize": .kibibytes,
        "L3CacheSize": .kibibytes, "CurrentLinkSpeed": .unit("GT/s"), "MaxClockSpeed": .megahertz,
        "MaximumAgeMilliseconds": .unit("ms"), "MaximumMemory": .memory,
        "MaxLinkSpeed": .unit("GT/s"), "MinClockSpeed": .megahertz, "OperationalStatus": .operationalStatus,
        "PCIDeviceID": .hexadecimal(4),
        "RatedSpeed": .unit("MT/s"),
        "RemainingCapacity": .thousandths("Wh"), "RevisionID": .hexadecimal(2), "RotationRate": .unit("RPM"),
        "RunTime": .minutes, "Size": .storage,
        "SubsystemID": .hexadecimal(4), "SubsystemVendorID": .hexadecimal(4), "Temperature": .unit("°C"),
        "TimeToFull": .minutes, "TotalMemory": .memory, "VendorID": .hexadecimal(4),
    ]

    /// The formats of properties whose names mean something else in other classes.
    private static let formatsOfClasses: [String: [String: ValueFormat]] = [
        "BB_BatteryView": ["Power": .thousandths("W"), "Voltage": .thousandths("V")],
        "BB_FanView": [
            "CurrentSpeed": .unit("RPM"), "MaximumSpeed": .unit("RPM"), "MinimumSpeed": .unit("RPM"),
            "TargetSpeed": .unit("RPM"),
        ],
        "BB_DriveView": ["MaximumSpeed": .bitsPerSecond, "NegotiatedSpeed": .bitsPerSecond],
        "CIM_DiskDrive": ["MaxMediaSize": .kilobytes],
        "CIM_PCIBridge": ["ClassCode": .hexadecimal(2)], "CIM_PCIDevice": ["ClassCode": .hexadecimal(2)],
        "CIM_Fan": ["DesiredSpeed": .unit("RPM")],
        "CIM_Memory": ["ConsumableBlocks": .memory, "NumberOfBlocks": .memory],
        "CIM_NetworkPort": ["MaxSpeed": .bitsPerSecond, "Speed": .bitsPerSecond],
    ]

    /// Columns whose words tell how a part is, so that they are coloured and never cut.
    private static let states: Set<String> = ["Condition", "HealthState", "LinkVerdict", "Severity", "State", "Status"]

    /// The properties that are worth a column; nil for a class that is not known.
    static func columns(of className: String) -> [String]? { columns[className] }

    /// The column of the class's name, where there are several.
    static let className = "@class"

    /// Whether a column is made of other properties than one of its name.
    static func isMade(_ name: String) -> Bool { name == className || name == link || name == "@epr" }

    /// What long names are called where room is dear.
    private static let shortTitles = [
        "AcknowledgedSequence": "Acknowledged",
        "BatteryStatus": "Status", "ConfiguredMemoryClockSpeed": "Clock", "ConfiguredSpeed": "Speed",
        "ConnectorDescription": "Connector", "CurrentClockSpeed": "Clock", "CurrentReading": "Reading",
        "CurrentSpeed": "Speed", "CurrentState": "State", "CycleCount": "Cycles", "DefaultBlockSize": "Block",
        "DesiredSpeed": "Target", "DutyCycle": "Duty", "ElementName": "Name", "EnabledState": "Enabled",
        "EstimatedChargeRemaining": "Charge", "EstimatedRunTime": "RunTime", "FirmwareVersion": "Firmware",
        "HealthPercent": "Health%", "HealthState": "Health", "KernelNames": "Kernel", "LinkVerdict": "Verdict",
        "LinuxDevices": "Devices", "Manufacturer": "Maker", "MaxClockSpeed": "MaxClock", "MaxDataWidth": "Width",
        "MaxMediaSize": "Size", "MediaType": "Media", "MemoryType": "Type", "NegotiatedSpeed": "Speed",
        "NumberOfCores": "Cores", "NumberOfEnabledCores": "Cores", "NumberOfThreads": "Threads",
        "ConsumableBlocks": "Usable", "NumberOfBlocks": "Size", "OperationalStatus": "Status", "PCIDeviceID": "Device",
        "PhysicalFunction": "Physical", "RevisionID": "Rev",
        "SensorType": "Type", "SerialNumber": "Serial", "SupportsHotPlug": "HotPlug", "TargetSpeed": "Target",
        "Technology": "Kind", "Transport": "Bus", "UnitModifier": "Exp", "VendorID": "Vendor",
        "VirtualFunctionNumber": "VF",
    ]

    /// Columns of a table, their titles made clean; the first that is not the class says what a row is about.
    static func columns(named names: [String]) -> [Table.Column] {
        let identity = names.firstIndex { $0 != className }
        return names.enumerated().map { index, name in
            Table.Column(
                title: DisplayText.clean(name), shortTitle: shortTitles[name], isState: states.contains(name),
                least: index == identity ? Table.identity : name == "ElementName" ? Table.name : Table.narrowest)
        }
    }

    /// What stands in a column, numbers with their units.
    static func cell(_ name: String, of instance: Instance) -> String {
        if let property = instance.property(name) { return text(of: property, in: instance) }
        switch name {
        case link: return linkText(of: instance) ?? Table.none
        case className: return DisplayText.clean(instance.className)
        default: return Table.none
        }
    }

    /// Whether the class has what the column shows.
    static func has(_ name: String, in properties: Set<String>) -> Bool {
        properties.contains(name)
            || name == link && [currentLink.speed, currentLink.width].contains(where: properties.contains)
    }

    /// A property's values on one line, numbers with their units.
    static func text(of property: Instance.Property, in className: String) -> String {
        guard !property.isNull, let format = formatsOfClasses[className]?[property.name] ?? formats[property.name]
        else {
            return property.display
        }
        return property.values.map { $0.text.map { DisplayText.clean(format.text($0)) } ?? $0.display }
            .joined(separator: ", ")
    }

    /// A property's values on one line, with the unit that the instance names where its class has none.
    static func text(of property: Instance.Property, in instance: Instance) -> String {
        guard measured.contains(property.name), !property.isNull, let unit = instance["Units"], !unit.isEmpty else {
            return text(of: property, in: instance.className)
        }
        return property.values.map { $0.text.map { DisplayText.clean(ValueFormat.unit(unit).text($0)) } ?? $0.display }
            .joined(separator: ", ")
    }

    /// The properties of the sensors' view that are in its Units.
    private static let measured: Set<String> = Set(
        ["Reading", "HighestReading", "LowestReading", "Hysteresis"]
            + ["Lower", "Upper"].flatMap { side in
                ["NonCritical", "Critical", "Fatal"].map { "\(side)Threshold\($0)" }
            })

    private static let currentLink = (speed: "CurrentLinkSpeed", width: "CurrentLinkWidth")
    private static let highestLink = (speed: "MaxLinkSpeed", width: "MaxLinkWidth")

    /// Speed and width of a link in one, such as `16 GT/s x8`.
    static func linkText(of instance: Instance) -> String? { linkText(of: instance, currentLink) }

    /// What a link runs at and what it could, as far as a verdict is about it: `x8 of x16`, `8 GT/s of 16 GT/s`.
    static func linkComparison(of instance: Instance, verdict: String) -> String? {
        func of(_ names: (speed: String, width: String)) -> String? {
            let speed = verdict.contains("width") ? "" : names.speed
            return linkText(of: instance, (speed, verdict.contains("speed") ? "" : names.width))
        }
        let texts = [of(currentLink), of(highestLink)].compactMap { $0 }
        return texts.count == 2 ? texts.joined(separator: " of ") : nil
    }

    private static func linkText(of instance: Instance, _ names: (speed: String, width: String)) -> String? {
        let speed = instance[names.speed].map { DisplayText.clean(ValueFormat.unit("GT/s").text($0)) }
        let width = instance[names.width].map { DisplayText.clean("x\($0)") }
        let parts = [speed, width].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
