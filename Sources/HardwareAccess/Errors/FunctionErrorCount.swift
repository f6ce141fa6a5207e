// SPDX-License-Identifier: Apache-2.0

/// Errors that a PCI function reported since boot (AER), by severity; memory of the kernel, so reading touches nothing.
public struct FunctionErrorCount: Sendable, Hashable {
    /// The function.
    public let address: PCIAddress
    /// Errors that the hardware corrected.
    public let correctable: PCIErrorCounts?
    /// Errors that lost a transaction.
    public let nonfatal: PCIErrorCounts?
    /// Errors that lost a link.
    public let fatal: PCIErrorCounts?

    /// The counts of a function; nil where it counts none.
    public init?(_ function: PCIFunction, reading sysfs: Sysfs) {
        guard let fatal = PCIErrorCounts(function.path + "/aer_dev_fatal", reading: sysfs) else { return nil }
        address = function.address
        self.fatal = fatal
        correctable = PCIErrorCounts(function.path + "/aer_dev_correctable", reading: sysfs)
        nonfatal = PCIErrorCounts(function.path + "/aer_dev_nonfatal", reading: sysfs)
    }
}
