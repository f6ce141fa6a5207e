// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The tag of the one chassis.
let chassisTag = PartID("CIM_Chassis")

/// CIM_Chassis: the enclosure, the one instance (`spec/hardware-classes.md` section 3).
///
/// Model and serial number are the product's, as Intel AMT has it: they stand on the outside. Every machine has one,
/// though none may tell of it; and a console pairs drives with packages by counting from it.
func chassisClass<S: PartSource>(_ enclosures: S) -> some ResourceClass where S.Part == System {
    Table(
        "CIM_Chassis", of: enclosures, extends: "CIM_PhysicalFrame", displayName: "Chassis",
        summary: ["Manufacturer", "Model", "SerialNumber", "ChassisPackageType"],
        columns: Column.physicalElement(
            "CIM_Chassis", tag: { _ in chassisTag }, name: { _ in "Managed System Chassis" }, health: { _ in .unknown },
            canBeReplaced: { _ in nil }, label: \.chassisLabel) + [
                .packageType { _ in .chassis },
                .property(
                    "ChassisPackageType", .uint16, values: ChassisNumbers.types,
                    "The kind of enclosure, by CIM's number; 1 where CIM has none, such as for rack mount."
                ) { .unsigned(ChassisNumbers.type($0.chassisType)) },
                .property("ChassisTypeDescription", .string, "The kind of enclosure in SMBIOS's words.") {
                    Value($0.chassisType.flatMap { ChassisNumbers.names[$0] })
                },
                .property(
                    "RackMountable", .uint16,
                    values: [NamedValue(0, "Unknown"), NamedValue(1, "True"), NamedValue(2, "False")],
                    "Whether it fits into a rack."
                ) { .unsigned($0.chassisType == 23 ? 1 : 0) },
                .property("Height", .real32, unit: .inches, "Its height; only a privileged reader learns it.") {
                    $0.chassisHeight.map { .real(Double($0) * 1.75) } ?? .absent(.absent)
                },
                .property("NumberOfPowerCords", .uint16, "Its power cords; only a privileged reader learns it.") {
                    Value($0.powerCordCount)
                },
                .property("LockPresent", .boolean, "Whether it has a lock; only a privileged reader learns it.") {
                    Value($0.hasChassisLock)
                },
                .property("OtherIdentifyingInfo", .string, "What its owner calls it.") { Value($0.assetTag) },
            ],
        "The enclosure of the machine.")
}

/// CIM_Card: the main board, the one instance (`spec/hardware-classes.md` section 4).
func cardClass<S: PartSource>(_ boards: S) -> some ResourceClass where S.Part == System {
    Table(
        "CIM_Card", of: boards, extends: "CIM_PhysicalPackage", displayName: "Boards",
        summary: ["Manufacturer", "Model", "Version", "SerialNumber"],
        columns: Column.physicalElement(
            "CIM_Card", tag: { _ in boardTag }, name: { _ in "Managed System Base Board" }, health: { _ in .unknown },
            canBeReplaced: \.isBoardReplaceable, label: \.boardLabel) + [
                .packageType { _ in .module },
                .property("HostingBoard", .boolean, "Whether it hosts other boards; the main board does.") {
                    .boolean($0.isHostingBoard ?? true)
                },
                .property("OtherIdentifyingInfo", .string, "What its owner calls it.") { Value($0.boardAssetTag) },
            ],
        "The main board of the machine.")
}

/// The tag of the one board.
let boardTag = PartID("CIM_Card")

extension Column {
    /// CIM_PhysicalPackage.PackageType.
    static func packageType(_ value: @escaping (Part) -> PackageType) -> Column {
        .property("PackageType", .uint16, values: PackageType.values, "What kind of package it is.") {
            .unsigned(value($0).rawValue)
        }
    }
}
