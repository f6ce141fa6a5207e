// SPDX-License-Identifier: Apache-2.0

/// A class of DMTF's CIM schema (2.32) that others extend: its place in the tree, and what it adds.
///
/// Only names stand here. What a property is, its type, unit and meaning, is said once by the classes that fill it; a
/// base class that has no parts of its own is derived from them.
public struct StandardClass: Sendable, Hashable {
    /// The class's name.
    public let name: String
    /// The class that it extends; nil for the roots.
    public let superclass: String?
    /// What a catalog calls it: one to five words (CR 2.8.b).
    public let displayName: String
    /// What an instance is.
    public let documentation: String
    /// The properties that it adds to those of its superclass, in MOF spelling.
    public let propertyNames: [String]

    private init(
        _ name: String, _ superclass: String?, _ displayName: String, _ documentation: String, _ propertyNames: String
    ) {
        self.name = name
        self.superclass = superclass
        self.displayName = displayName
        self.documentation = documentation
        self.propertyNames = propertyNames.split(separator: " ").map(String.init)
    }

    /// The class of this name, where it is one that others extend.
    public static func named(_ name: String) -> StandardClass? { byName[name] }

    /// A class and all that it extends, nearest first; a class that is not in the table stands alone.
    public static func lineage(_ name: String) -> [String] {
        var lineage: [String] = []
        var next: String? = name
        while let current = next {
            lineage.append(current)
            next = byName[current]?.superclass
        }
        return lineage
    }

    /// The properties of the class, inherited ones too.
    public var allPropertyNames: Set<String> {
        Set(Self.lineage(name).flatMap { Self.byName[$0]?.propertyNames ?? [] })
    }

    private static let byName: [String: StandardClass] = Dictionary(
        uniqueKeysWithValues: (elements + events + devices + physical + associations).map { ($0.name, $0) })
}

extension StandardClass {
    private static let elements = [
        StandardClass(
            "CIM_ManagedElement", nil, "Managed elements", "Everything that is managed here, physical or logical.",
            "InstanceID Caption Description ElementName"),
        StandardClass(
            "CIM_ManagedSystemElement", "CIM_ManagedElement", "System elements", "Everything a system is made of.",
            "InstallDate Name OperationalStatus StatusDescriptions Status HealthState CommunicationStatus DetailedStatus "
                + "OperatingStatus PrimaryStatus"),
        StandardClass(
            "CIM_LogicalElement", "CIM_ManagedSystemElement", "Logical elements",
            "Everything a system is made of that cannot be touched: devices as software sees them, firmware, systems.",
            ""),
        StandardClass(
            "CIM_EnabledLogicalElement", "CIM_LogicalElement", "Elements with a state",
            "Logical elements that are enabled or not.",
            "EnabledState OtherEnabledState RequestedState EnabledDefault TimeOfLastStateChange "
                + "AvailableRequestedStates TransitioningToState"),
        StandardClass(
            "CIM_System", "CIM_EnabledLogicalElement", "Systems", "The machine as a whole.",
            "CreationClassName NameFormat PrimaryOwnerName PrimaryOwnerContact Roles"),
        StandardClass(
            "CIM_Log", "CIM_EnabledLogicalElement", "Logs", "Records of what happened.",
            "MaxNumberOfRecords CurrentNumberOfRecords OverwritePolicy LogState"),
        StandardClass(
            "CIM_RecordForLog", "CIM_ManagedElement", "Records of logs", "Everything that stands in a log.",
            "RecordFormat RecordData Locale PerceivedSeverity"),
        StandardClass("CIM_Collection", "CIM_ManagedElement", "Collections", "What belongs together.", ""),
        StandardClass(
            "CIM_SoftwareElement", "CIM_LogicalElement", "Software elements", "Firmware that the machine runs.",
            "Version SoftwareElementState SoftwareElementID TargetOperatingSystem OtherTargetOS Manufacturer BuildNumber "
                + "SerialNumber CodeSet IdentificationCode LanguageEdition"),
    ]

    private static let events = [
        StandardClass(
            "CIM_Indication", nil, "Events", "Everything that the service tells of by itself.",
            "IndicationIdentifier CorrelatedIndications IndicationTime PerceivedSeverity OtherSeverity "
                + "IndicationFilterName SequenceContext SequenceNumber"),
        StandardClass(
            "CIM_ProcessIndication", "CIM_Indication", "Alerts of all kinds", "What is wrong or right again.", ""),
        StandardClass(
            "CIM_AlertIndication", "CIM_ProcessIndication", "Alerts", "Something that is wrong, or right again.",
            "Description AlertingManagedElement AlertingElementFormat OtherAlertingElementFormat AlertType OtherAlertType "
                + "ProbableCause ProbableCauseDescription Trending RecommendedActions EventID EventTime "
                + "SystemCreationClassName SystemName ProviderName Message MessageArguments MessageID OwningEntity"),
        StandardClass(
            "CIM_InstIndication", "CIM_Indication", "Changes of instances", "Parts that came, went or became others.",
            "SourceInstance SourceInstanceModelPath SourceInstanceHost"),
    ]

    private static let devices = [
        StandardClass(
            "CIM_LogicalDevice", "CIM_EnabledLogicalElement", "Devices", "Every device of the machine.",
            "SystemCreationClassName SystemName CreationClassName DeviceID PowerManagementSupported "
                + "PowerManagementCapabilities Availability StatusInfo LastErrorCode ErrorDescription ErrorCleared "
                + "OtherIdentifyingInfo PowerOnHours TotalPowerOnHours IdentifyingDescriptions AdditionalAvailability "
                + "MaxQuiesceTime"),
        StandardClass(
            "CIM_CoolingDevice", "CIM_LogicalDevice", "Cooling devices", "Everything that cools.", "ActiveCooling"),
        StandardClass(
            "CIM_Sensor", "CIM_LogicalDevice", "All sensors", "Every sensor, with a number or with states.",
            "SensorType OtherSensorTypeDescription PossibleStates CurrentState PollingInterval SensorContext"),
        StandardClass(
            "CIM_MediaAccessDevice", "CIM_LogicalDevice", "Media access devices", "Everything that stores on media.",
            "Capabilities CapabilityDescriptions ErrorMethodology CompressionMethod NumberOfMediaSupported MaxMediaSize "
                + "DefaultBlockSize MaxBlockSize MinBlockSize NeedsCleaning MediaIsLocked Security LastCleaned "
                + "MaxAccessTime UncompressedDataRate LoadTime UnloadTime MountCount TimeOfLastMount TotalMountTime "
                + "UnitsDescription MaxUnitsBeforeCleaning UnitsUsed"),
        StandardClass(
            "CIM_StorageExtent", "CIM_LogicalDevice", "Storage extents", "Everything that holds data in blocks.",
            "DataOrganization Purpose Access ErrorMethodology BlockSize NumberOfBlocks ConsumableBlocks "
                + "IsBasedOnUnderlyingRedundancy SequentialAccess ExtentStatus NoSinglePointOfFailure DataRedundancy "
                + "PackageRedundancy DeltaReservation Primordial NameFormat NameNamespace OtherNameNamespace "
                + "OtherNameFormat"),
        StandardClass(
            "CIM_Controller", "CIM_LogicalDevice", "Controllers", "Everything that controls other devices.",
            "TimeOfLastReset ProtocolSupported MaxNumberControlled ProtocolDescription"),
        StandardClass(
            "CIM_PCIController", "CIM_Controller", "PCI controllers", "Every PCI function and bridge.",
            "CommandRegister Capabilities CapabilityDescriptions DeviceSelectTiming ClassCode CacheLineSize LatencyTimer "
                + "InterruptPin ExpansionROMBaseAddress SelfTestEnabled"),
        StandardClass(
            "CIM_PCIDevice", "CIM_PCIController", "PCI devices", "Every PCI function and bridge.",
            "BaseAddress SubsystemID SubsystemVendorID MinGrantTime MaxLatency BusNumber DeviceNumber FunctionNumber "
                + "PCIDeviceID VendorID RevisionID"),
    ]

    private static let physical = [
        StandardClass(
            "CIM_PhysicalElement", "CIM_ManagedSystemElement", "Physical elements",
            "Everything that can be touched: enclosures, boards, chips, modules, slots.",
            "Tag CreationClassName Manufacturer Model SKU SerialNumber Version PartNumber OtherIdentifyingInfo PoweredOn "
                + "ManufactureDate VendorEquipmentType UserTracking CanBeFRUed"),
        StandardClass(
            "CIM_PhysicalPackage", "CIM_PhysicalElement", "Physical packages", "Everything that holds other parts.",
            "RemovalConditions Removable Replaceable HotSwappable Height Depth Width Weight PackageType OtherPackageType "
                + "VendorCompatibilityStrings"),
        StandardClass(
            "CIM_PhysicalFrame", "CIM_PhysicalPackage", "Frames", "Enclosures that hold other packages.",
            "CableManagementStrategy ServicePhilosophy ServiceDescriptions LockPresent AudibleAlarm VisibleAlarm "
                + "SecurityBreach BreachDescription IsLocked"),
        StandardClass(
            "CIM_PhysicalComponent", "CIM_PhysicalElement", "Physical components", "Parts that hold no others.",
            "RemovalConditions Removable Replaceable HotSwappable"),
        StandardClass("CIM_Chip", "CIM_PhysicalComponent", "Chips", "Processors and memory modules.", "FormFactor"),
        StandardClass(
            "CIM_PhysicalConnector", "CIM_PhysicalElement", "Connectors", "What other parts are plugged into.",
            "ConnectorPinout ConnectorType OtherTypeDescription ConnectorGender ConnectorElectricalCharacteristics "
                + "OtherElectricalCharacteristics NumPhysicalPins ConnectorLayout ConnectorDescription"),
    ]

    private static let associations = [
        StandardClass(
            "CIM_Component", nil, "Parts of wholes", "Ties a part to the whole that it belongs to.",
            "GroupComponent PartComponent"),
        StandardClass(
            "CIM_SystemComponent", "CIM_Component", "Parts of the system", "Ties the system to its parts.", ""),
        StandardClass(
            "CIM_Dependency", nil, "Dependencies", "Ties an element to another that depends on it.",
            "Antecedent Dependent"),
        StandardClass(
            "CIM_ElementInConnector", "CIM_Dependency", "Elements in connectors",
            "Ties a connector to what is plugged into it.", ""),
        StandardClass(
            "CIM_SystemPackaging", "CIM_Dependency", "Packages of the system",
            "Ties physical elements to the system that they house.", ""),
    ]
}
