// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What stands on the label of something that can be touched.
public struct ProductLabel: Sendable, Hashable {
    /// Who made it.
    public var manufacturer: String?
    /// What it is sold as.
    public var model: String?
    /// The maker's number for the order.
    public var sku: String?
    /// The serial number.
    public var serialNumber: String?
    /// The revision.
    public var version: String?
    /// The maker's number of the part.
    public var partNumber: String?

    /// A label; whatever is not said is unknown.
    public init(
        manufacturer: String? = nil, model: String? = nil, sku: String? = nil, serialNumber: String? = nil,
        version: String? = nil, partNumber: String? = nil
    ) {
        self.manufacturer = manufacturer
        self.model = model
        self.sku = sku
        self.serialNumber = serialNumber
        self.version = version
        self.partNumber = partNumber
    }
}

extension ScopingSystem {
    /// The address of a physical element.
    public func physicalElement(_ className: String, _ tag: PartID) -> Reference {
        Reference(
            ResourceURI(ofClass: className), [Selector("CreationClassName", className), Selector("Tag", tag.text)])
    }
}

extension Column {
    /// What every CIM_PhysicalElement tells: two keys, name, health and label.
    ///
    /// - Parameter canBeReplaced: whether a technician replaces it as a whole (CanBeFRUed); nil where nobody knows.
    public static func physicalElement(
        _ className: String, reads facets: Facets = [], tag: @escaping (Part) -> PartID,
        name: @escaping (Part) -> String, health: @escaping (Part) -> Health,
        canBeReplaced: @escaping (Part) -> Bool?, label: @escaping (Part) -> ProductLabel
    ) -> [Column] {
        [
            .fixedKey("CreationClassName", className, "The class of this instance."),
            .key("Tag", "What tells this element from the others of its class, the same across reboots.", value: tag),
            .property("Name", .string, "The name by which the element is known.") { .string(name($0)) },
            .property("Manufacturer", .string, "Who made it.") { Value(label($0).manufacturer) },
            .property("Model", .string, "What it is sold as.") { Value(label($0).model) },
            .property("SKU", .string, "The maker's number for the order.") { Value(label($0).sku) },
            .property("SerialNumber", .string, "The maker's number of this one piece.") {
                Value(label($0).serialNumber)
            },
            .property("Version", .string, "The revision.") { Value(label($0).version) },
            .property("PartNumber", .string, "The maker's number of the part.") { Value(label($0).partNumber) },
            .property("CanBeFRUed", .boolean, "Whether it is replaced as a whole in the field.") {
                Value(canBeReplaced($0))
            },
        ] + managedElement(reads: facets, name: name, health: health)
    }
}

/// CIM_PhysicalPackage.PackageType, as far as it is used here.
public enum PackageType: UInt64, Sendable, Hashable, CaseIterable {
    case unknown = 0
    case other = 1
    case rack = 2
    case chassis = 3
    case powerSupply = 6
    case fan = 7
    case module = 9
    case battery = 11
    case processor = 12
    case memory = 13
    case storageMedia = 15
    case blade = 16

    /// The meanings of the numbers.
    public static let values = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "Rack"), NamedValue(3, "Chassis/Frame"),
        NamedValue(6, "Power Supply"), NamedValue(7, "Fan"), NamedValue(9, "Module/Card"), NamedValue(11, "Battery"),
        NamedValue(12, "Processor"), NamedValue(13, "Memory"),
        NamedValue(15, "Storage Media Package (e.g., Disk or Tape Drive)"), NamedValue(16, "Blade"),
    ]
}

/// A package that a domain knows of and that has no class of its own: the housing of a drive, a battery.
///
/// All of them together are CIM_PhysicalPackage, which no single domain owns.
public struct PhysicalPackage: Sendable, Hashable {
    /// The element's key.
    public var tag: PartID
    /// The name that a person knows it by.
    public var name: String
    /// What kind of package it is.
    public var type: PackageType
    /// What stands on it.
    public var label: ProductLabel
    /// How it is.
    public var health: Health
    /// CIM_PhysicalPackage.RemovalConditions: 3 when off, 4 when on or off; nil where nobody knows.
    public var removalConditions: UInt64?
    /// When it was made.
    public var manufactureDate: Timestamp?
    /// The logical device that it is the body of (CIM_Realizes).
    public var realizes: Reference?

    /// A package.
    public init(
        tag: PartID, name: String, type: PackageType, label: ProductLabel, health: Health,
        removalConditions: UInt64? = nil, manufactureDate: Timestamp? = nil, realizes: Reference? = nil
    ) {
        self.tag = tag
        self.name = name
        self.type = type
        self.label = label
        self.health = health
        self.removalConditions = removalConditions
        self.manufactureDate = manufactureDate
        self.realizes = realizes
    }
}

/// A domain's packages, in a stable order; memory only, no I/O.
public protocol PhysicalPackageSource: AnyObject {
    /// Grows whenever `packages` would answer anything else than before.
    var generation: UInt64 { get }

    /// The packages that there are now.
    var packages: [PhysicalPackage] { get }
}
