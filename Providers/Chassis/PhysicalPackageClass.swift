// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The packages that have no class of their own, those of each domain in the domain's order.
///
/// MeshCommander pairs the drives with what follows the chassis here: the sources' order is part of the answer.
final class Packages: PartSource {
    private let sources: [any PhysicalPackageSource]
    private var known: UInt64?
    private var packages: [PartID: PhysicalPackage] = [:]
    private var ids: [PartID] = []

    init(_ sources: [any PhysicalPackageSource]) {
        self.sources = sources
    }

    var generation: UInt64 { sources.reduce(0) { $0 &+ $1.generation } }

    func identifiers() async throws(ProviderError) -> [PartID] {
        refresh()
        return ids
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PhysicalPackage? {
        refresh()
        return packages[id]
    }

    private func refresh() {
        let generation = generation
        guard known != generation else { return }
        known = generation
        packages.removeAll()
        ids.removeAll()
        for package in sources.flatMap(\.packages) where packages[package.tag] == nil {
            packages[package.tag] = package
            ids.append(package.tag)
        }
    }
}

/// CIM_PhysicalPackage: housings of drives, then batteries (`spec/hardware-classes.md` section 5).
func physicalPackageClass(_ packages: Packages) -> some ResourceClass {
    Table(
        "CIM_PhysicalPackage", of: packages, extends: "CIM_PhysicalElement", displayName: "Physical packages",
        summary: ["Tag", "PackageType", "Manufacturer", "Model", "SerialNumber"],
        columns: Column.physicalElement(
            "CIM_PhysicalPackage", tag: \.tag, name: \.name, health: \.health,
            canBeReplaced: { $0.removalConditions.map { $0 == 3 || $0 == 4 } }, label: \.label) + [
                .packageType(\.type),
                .property(
                    "RemovalConditions", .uint16,
                    values: [
                        NamedValue(0, "Unknown"), NamedValue(2, "Not Applicable"), NamedValue(3, "Removable when off"),
                        NamedValue(4, "Removable when on or off"),
                    ],
                    "When it can be taken out."
                ) { Value($0.removalConditions) },
                .property("ManufactureDate", .datetime, "When it was made.") {
                    $0.manufactureDate.map(Value.dateTime) ?? .absent(.absent)
                },
            ],
        "The body of a device that has no class of its own: a drive's housing, a battery.")
}
