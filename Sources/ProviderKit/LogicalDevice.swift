// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// How a part is, in one word; CIM tells the same in OperationalStatus and HealthState.
public enum Health: Sendable, Hashable {
    /// Nothing is known of it.
    case unknown
    /// All is well.
    case good
    /// A warning limit is passed.
    case degraded
    /// A critical limit is passed, or the part has failed.
    case critical
    /// A fatal limit is passed.
    case fatal
    /// It was there and no longer answers.
    case lost

    /// CIM_ManagedSystemElement.OperationalStatus.
    public var operationalStatus: UInt64 {
        switch self {
        case .unknown: 0
        case .good: 2
        case .degraded: 3
        case .critical: 6
        case .fatal: 7
        case .lost: 13
        }
    }

    /// CIM_ManagedSystemElement.HealthState.
    public var healthState: UInt64 {
        switch self {
        case .unknown, .lost: 0
        case .good: 5
        case .degraded: 10
        case .critical: 25
        case .fatal: 30
        }
    }

    /// The worse of two.
    public func worse(_ other: Health) -> Health {
        rank >= other.rank ? self : other
    }

    private var rank: Int {
        switch self {
        case .unknown: 0
        case .good: 1
        case .degraded: 2
        case .lost: 3
        case .critical: 4
        case .fatal: 5
        }
    }
}

/// The system whose parts are shown: the keys that every device repeats.
public struct ScopingSystem: Sendable, Hashable {
    /// CIM_ComputerSystem.CreationClassName.
    public let creationClassName: String
    /// CIM_ComputerSystem.Name: the host's name.
    public let name: String

    /// The system by its host name.
    public init(name: String) {
        creationClassName = "CIM_ComputerSystem"
        self.name = name
    }

    /// The address of the system's instance.
    public var reference: Reference {
        Reference(
            ResourceURI(ofClass: creationClassName),
            [Selector("CreationClassName", creationClassName), Selector("Name", name)])
    }

    /// The address of a device of this system.
    public func device(_ className: String, _ id: PartID) -> Reference {
        Reference(
            ResourceURI(ofClass: className),
            [
                Selector("SystemCreationClassName", creationClassName), Selector("SystemName", name),
                Selector("CreationClassName", className), Selector("DeviceID", id.text),
            ])
    }
}

/// The values of CIM enumerations that several classes share (`spec/hardware-classes.md` section 1).
public enum StandardValues {
    /// CIM_ManagedSystemElement.OperationalStatus.
    public static let operationalStatus = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "OK"), NamedValue(3, "Degraded"),
        NamedValue(4, "Stressed"), NamedValue(5, "Predictive Failure"), NamedValue(6, "Error"),
        NamedValue(7, "Non-Recoverable Error"), NamedValue(10, "Stopped"), NamedValue(12, "No Contact"),
        NamedValue(13, "Lost Communication"),
    ]
    /// CIM_ManagedSystemElement.HealthState.
    public static let healthState = [
        NamedValue(0, "Unknown"), NamedValue(5, "OK"), NamedValue(10, "Degraded/Warning"),
        NamedValue(15, "Minor failure"), NamedValue(20, "Major failure"), NamedValue(25, "Critical failure"),
        NamedValue(30, "Non-recoverable error"),
    ]
    /// CIM_EnabledLogicalElement.EnabledState.
    public static let enabledState = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "Enabled"), NamedValue(3, "Disabled"),
        NamedValue(5, "Not Applicable"), NamedValue(6, "Enabled but Offline"),
    ]
    /// CIM_EnabledLogicalElement.RequestedState.
    public static let requestedState = [
        NamedValue(2, "Enabled"), NamedValue(3, "Disabled"), NamedValue(5, "No Change"),
        NamedValue(12, "Not Applicable"),
    ]
    /// CIM_EnabledLogicalElement.RequestStateChange's parameter.
    public static let requestableState = [
        NamedValue(2, "Enabled"), NamedValue(3, "Disabled"), NamedValue(4, "Shut Down"), NamedValue(6, "Offline"),
        NamedValue(7, "Test"), NamedValue(8, "Defer"), NamedValue(9, "Quiesce"), NamedValue(10, "Reboot"),
        NamedValue(11, "Reset"),
    ]
    /// The return values of CIM_EnabledLogicalElement.RequestStateChange.
    public static let stateChangeResult = [
        NamedValue(0, "Completed with No Error"), NamedValue(1, "Not Supported"),
        NamedValue(2, "Unknown or Unspecified Error"), NamedValue(3, "Cannot complete within Timeout Period"),
        NamedValue(4, "Failed"), NamedValue(5, "Invalid Parameter"), NamedValue(6, "In Use"),
        NamedValue(4096, "Method Parameters Checked - Job Started"), NamedValue(4097, "Invalid State Transition"),
        NamedValue(4098, "Use of Timeout Parameter Not Supported"), NamedValue(4099, "Busy"),
    ]
}

extension Column {
    /// What every CIM_ManagedSystemElement tells: its name and how it is.
    public static func managedElement(
        reads facets: Facets = [], name: @escaping (Part) -> String, health: @escaping (Part) -> Health
    ) -> [Column] {
        [
            .property("Caption", .string, "A short description in one line.") { .string(name($0)) },
            .property("ElementName", .string, "The name that a person knows the part by.") { .string(name($0)) },
            .property(
                "OperationalStatus", .uint16, isArray: true, values: StandardValues.operationalStatus, reads: facets,
                "How the part is, the primary status first."
            ) { .array([.unsigned(health($0).operationalStatus)]) },
            .property(
                "HealthState", .uint16, values: StandardValues.healthState, reads: facets, "How healthy the part is."
            ) { .unsigned(health($0).healthState) },
        ]
    }

    /// What every CIM_LogicalDevice tells: four keys, name, health and state.
    ///
    /// - Parameter enabledState: CIM_EnabledLogicalElement.EnabledState.
    public static func logicalDevice(
        _ className: String, of system: ScopingSystem, reads facets: Facets = [], id: @escaping (Part) -> PartID,
        name: @escaping (Part) -> String, health: @escaping (Part) -> Health,
        enabledState: @escaping (Part) -> UInt64
    ) -> [Column] {
        [
            .fixedKey("SystemCreationClassName", system.creationClassName, "The class of the owning system."),
            .fixedKey("SystemName", system.name, "The name of the owning system."),
            .fixedKey("CreationClassName", className, "The class of this instance."),
            .key(
                "DeviceID", "What tells this device from the others of its class, the same across reboots.", value: id),
            .property("Name", .string, "The name by which the device is known.") { .string(name($0)) },
            .property(
                "EnabledState", .uint16, values: StandardValues.enabledState, reads: facets, "Whether the device works."
            ) { .unsigned(enabledState($0)) },
            .property(
                "RequestedState", .uint16, values: StandardValues.requestedState,
                "The last state asked for; 12 where the state cannot be changed."
            ) { _ in .unsigned(12) },
        ] + managedElement(reads: facets, name: name, health: health)
    }
}
