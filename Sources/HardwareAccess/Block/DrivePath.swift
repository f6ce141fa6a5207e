// SPDX-License-Identifier: Apache-2.0

/// One way from the machine to a drive.
public struct DrivePath: Sendable, Hashable {
    /// Where the speed of the connection stands.
    enum Link: Sendable, Hashable {
        /// The directory of an `ata_link`.
        case ata(String)
        /// The directories of the port's `sas_phy`s.
        case sas([String])
        /// The directory of the USB device.
        case usb(String)
        /// The directory of the PCI function.
        case pci(String)
    }

    /// What the kernel calls what stands at its end: the disk, or the NVMe controller.
    public let node: String
    /// The canonical directory of the SCSI device, controller or card, relative to the root.
    public let devicePath: String
    /// Where the path goes, without what the kernel counts up: `pci-0000:00:17.0-ata-1-0:0:0`.
    public let location: String
    /// The PCI function that the drive hangs on, such as `0000:00:17.0`.
    public let pciAddress: String?
    /// The driver of the host adapter.
    public let driver: String?
    /// The address of the drive's port on a SAS.
    public let sasAddress: String?
    let link: Link?
}
