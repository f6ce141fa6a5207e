// SPDX-License-Identifier: Apache-2.0

/// Errors that a memory controller counted since its driver was loaded (EDAC); memory of the kernel.
public struct MemoryErrorCount: Sendable, Hashable {
    /// The controller, such as `mc0`, and the module where errors are told of modules: `mc0/dimm3`.
    public let id: String
    /// The label of the module's slot, as firmware or the administrator gave it.
    public let label: String?
    /// Errors that were corrected.
    public let corrected: UInt64
    /// Errors that could not be corrected.
    public let uncorrected: UInt64

    private static let folder = "sys/devices/system/edac/mc"
    /// The most controllers, and modules of one.
    private static let limit = 4096

    /// The counts in the tree that `sysfs` reads: of modules, and of each controller what it could lay on none.
    public static func scan(reading sysfs: Sysfs) -> [MemoryErrorCount] {
        var found: [MemoryErrorCount] = []
        for controller in (try? sysfs.list(folder, limit: limit)) ?? [] where DevicePath.isNumbered(controller, "mc") {
            let path = "\(folder)/\(controller)"
            func count(_ name: String) -> UInt64? {
                sysfs.integerIfPresent("\(path)/\(name)").flatMap { UInt64(exactly: $0) }
            }
            var modules: [MemoryErrorCount] = []
            for module in (try? sysfs.list(path, limit: limit)) ?? [] {
                // `rank` where the controller cannot tell modules from their ranks.
                guard DevicePath.isNumbered(module, "dimm") || DevicePath.isNumbered(module, "rank"),
                    let corrected = count("\(module)/dimm_ce_count")
                else { continue }
                modules.append(
                    MemoryErrorCount(
                        id: "\(controller)/\(module)", label: sysfs.stringIfPresent("\(path)/\(module)/dimm_label"),
                        corrected: corrected, uncorrected: count("\(module)/dimm_ue_count") ?? 0))
            }
            let own =
                modules.isEmpty
                ? (count("ce_count"), count("ue_count")) : (count("ce_noinfo_count"), count("ue_noinfo_count"))
            if own.0 != nil || own.1 != nil {
                found.append(
                    MemoryErrorCount(id: controller, label: nil, corrected: own.0 ?? 0, uncorrected: own.1 ?? 0))
            }
            found += modules
        }
        return found
    }
}
