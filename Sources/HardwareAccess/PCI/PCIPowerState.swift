// SPDX-License-Identifier: Apache-2.0

/// Whether a PCI function sleeps; both files show what the kernel keeps, so asking wakes nothing.
public struct PCIPowerState: Sendable, Hashable {
    /// `D0`, `D1`, `D2`, `D3hot`, `D3cold` or `unknown`, as of the kernel's last change.
    public let state: String?
    /// Runtime power management's word: `active`, `suspended`, `suspending`, `resuming`, `unsupported`.
    public let runtimeStatus: String?
    /// Whether its registers may be read: a read would wake what sleeps, which can take more than a second.
    public let isAwake: Bool

    /// The state of the function in the directory at `path`.
    init(_ path: String, reading sysfs: Sysfs) {
        let power = Self.text(path + "/power_state", sysfs)
        let runtime = Self.text(path + "/power/runtime_status", sysfs)
        state = try? power.get()
        runtimeStatus = try? runtime.get()
        isAwake = Self.isAwake(power, runtime)
    }

    /// Whether speed is worth judging: an idle device lowers it by design.
    var isActive: Bool { isAwake && (runtimeStatus == "active" || state == "D0") }

    private static func text(_ path: String, _ sysfs: Sysfs) -> Result<String, AttributeError> {
        Result { () throws(AttributeError) in try sysfs.string(path) }
    }

    private static func isAwake(
        _ power: Result<String, AttributeError>, _ runtime: Result<String, AttributeError>
    ) -> Bool {
        let runtimeIsActive: Bool?
        switch runtime {
        case .success("active"): runtimeIsActive = true
        // Not managed at run time: it sleeps only where the driver said so, which power_state tells.
        case .success("unsupported"), .failure(.absent): runtimeIsActive = nil
        default: runtimeIsActive = false
        }
        switch power {
        case .success("D0"): return runtimeIsActive ?? true
        // A function that cannot sleep, such as a host bridge without power management.
        case .success("unknown"): return runtimeIsActive ?? false
        // Kernels before 5.4 have no such file; those without any power management have neither.
        case .failure(.absent): return runtimeIsActive ?? true
        default: return false
        }
    }
}
