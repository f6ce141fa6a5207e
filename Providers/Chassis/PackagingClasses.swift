// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_ComputerSystemPackage: ties the chassis to the system, and tells the platform's GUID.
func computerSystemPackageClass(
    _ enclosures: SystemPart, _ systems: Systems, of system: ScopingSystem
) -> some ResourceClass {
    Association(
        "CIM_ComputerSystemPackage", extends: "CIM_SystemPackaging", displayName: "Package of the system",
        first: AssociationRole("Antecedent", "CIM_PhysicalPackage", "The chassis."),
        second: AssociationRole("Dependent", "CIM_ComputerSystem", "The system."),
        properties: [
            PropertySchema(
                "PlatformGUID", .string,
                "The SMBIOS UUID as 32 hexadecimal digits in the order in which the firmware stores its bytes; only a "
                    + "privileged reader learns it.")
        ],
        "Ties the chassis to the system that it houses.", generation: { systems.generation }
    ) { () throws(ProviderError) in
        guard enclosures.isPresent else { return [] }
        return [
            Link(
                system.physicalElement("CIM_Chassis", chassisTag), system.reference,
                values: ["PlatformGUID": Value(systems.current.platformGUID, else: .denied)])
        ]
    }
}

/// CIM_Realizes: ties what can be touched to the logical devices that it is the body of.
func realizesClass(
    _ packages: [any PhysicalPackageSource], _ others: [LinkSource], of system: ScopingSystem
) -> some ResourceClass {
    Association(
        "CIM_Realizes", extends: "CIM_Dependency", displayName: "Bodies of devices",
        first: AssociationRole("Antecedent", "CIM_PhysicalElement", "What can be touched."),
        second: AssociationRole("Dependent", "CIM_LogicalDevice", "The device as software sees it."),
        "Ties chips, modules and packages to the devices that they are the bodies of.",
        generation: {
            packages.reduce(0) { $0 &+ $1.generation } &+ others.reduce(0) { $0 &+ $1.generation() }
        }
    ) { () throws(ProviderError) in
        packages.flatMap(\.packages).compactMap { package in
            package.realizes.map { Link(system.physicalElement("CIM_PhysicalPackage", package.tag), $0) }
        } + others.flatMap { $0.links() }
    }
}

/// CIM_Container: ties the chassis to the board and the packages in it, and the board to the chips on it.
func containerClass(
    _ enclosures: SystemPart, _ boards: SystemPart, _ packages: Packages, _ classes: [any ResourceClass],
    _ systems: Systems, of system: ScopingSystem
) -> some ResourceClass {
    let chips = classes.filter {
        $0.schema.className == "CIM_Chip" || $0.schema.superclasses.contains("CIM_Chip")
    }
    let chassis = system.physicalElement("CIM_Chassis", chassisTag)
    let board = system.physicalElement("CIM_Card", boardTag)
    return Association(
        "CIM_Container", extends: "CIM_Component", displayName: "Contents of packages",
        first: AssociationRole("GroupComponent", "CIM_PhysicalPackage", "What holds the other."),
        second: AssociationRole("PartComponent", "CIM_PhysicalElement", "What is held."),
        "Ties the chassis to the board and the packages in it, and the board, where one is known, to its processors and "
            + "memory modules.",
        generation: { chips.reduce(systems.generation &+ packages.generation) { $0 &+ $1.generation } }
    ) { () throws(ProviderError) in
        var links: [Link] = []
        if enclosures.isPresent {
            if boards.isPresent { links.append(Link(chassis, board)) }
            for tag in try await packages.identifiers() {
                links.append(Link(chassis, system.physicalElement("CIM_PhysicalPackage", tag)))
            }
        }
        for chip in chips {
            for part in try await chip.parts() {
                links.append(
                    Link(boards.isPresent ? board : chassis, system.physicalElement(chip.schema.className, part)))
            }
        }
        return links
    }
}
