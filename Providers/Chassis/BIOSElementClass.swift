// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The name of the one firmware.
let firmwareName = PartID("Primary BIOS")

/// CIM_BIOSElement: the firmware, the one instance (`spec/hardware-classes.md` section 6).
func biosElementClass<S: PartSource>(_ firmware: S) -> some ResourceClass where S.Part == System {
    Table(
        "CIM_BIOSElement", of: firmware, extends: "CIM_SoftwareElement", displayName: "Firmware",
        summary: ["Manufacturer", "Version", "ReleaseDate"],
        columns: [
            .key("Name", "What the firmware is.") { _ in firmwareName },
            .furtherKey("Version", .string, "The firmware's version.") { .string($0.firmwareVersion ?? "") },
            .fixedKey(
                "SoftwareElementState", .uint16, 2,
                values: [
                    NamedValue(0, "Deployable"), NamedValue(1, "Installable"), NamedValue(2, "Executable"),
                    NamedValue(3, "Running"),
                ],
                "How far it is installed."),
            .furtherKey("SoftwareElementID", .string, "The firmware's version, as Intel AMT has it.") {
                .string($0.firmwareVersion ?? "")
            },
            .fixedKey(
                "TargetOperatingSystem", .uint16, 66, values: [NamedValue(66, "Not Applicable")],
                "The operating system that it is for; none."),
            .property("Manufacturer", .string, "Who made it.") { Value($0.firmwareVendor) },
            .property("ReleaseDate", .datetime, "When it was released; absent where the firmware writes no date.") {
                releaseDate($0.firmwareDate).map(Value.dateTime) ?? .absent(.absent)
            },
            .property("BuildNumber", .string, "The release in the maker's count, such as 5.22.") {
                Value($0.firmwareRelease)
            },
            .property("PrimaryBIOS", .boolean, "Whether it is the one that starts the machine.") { _ in
                .boolean(true)
            },
        ] + Column.managedElement(name: { _ in firmwareName.text }, health: { _ in .unknown }),
        "The firmware of the machine.")
}

/// The moment of a date in the form that the standard asks of firmware, `MM/DD/YYYY`, or of old, `MM/DD/YY`.
func releaseDate(_ text: String?) -> Timestamp? {
    guard let parts = text?.split(separator: "/", omittingEmptySubsequences: false), parts.count == 3,
        parts.map(\.utf8.count).starts(with: [2, 2])
    else { return nil }
    // DSP0134 7.1: two digits are of the 20th century.
    let year = parts[2].utf8.count == 2 ? "19\(parts[2])" : String(parts[2])
    return Timestamp("\(year)-\(parts[0])-\(parts[1])T00:00:00Z")
}
