// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What one counter of errors says at a moment.
public struct ErrorCount: Sendable, Hashable {
    /// The counters.
    public enum Sort: String, Sendable, Hashable, CaseIterable {
        /// PCI Express errors that the hardware corrected.
        case pciCorrectable
        /// PCI Express errors that lost a transaction.
        case pciNonFatal
        /// PCI Express errors that lost a link.
        case pciFatal
        /// Memory errors that were corrected.
        case memoryCorrectable
        /// Memory errors that could not be corrected.
        case memoryUncorrectable

        /// What people call the errors.
        var words: String {
            switch self {
            case .pciCorrectable: "corrected PCI Express errors"
            case .pciNonFatal: "non-fatal PCI Express errors"
            case .pciFatal: "fatal PCI Express errors"
            case .memoryCorrectable: "corrected memory errors"
            case .memoryUncorrectable: "uncorrectable memory errors"
            }
        }
    }

    /// What is counted.
    public var sort: Sort
    /// The part at which it is counted.
    public var part: EventPart
    /// The kernel's count.
    public var count: UInt64
    /// Which errors they were, such as `BadTLP`, where the kernel tells.
    public var detail: String?

    /// What a counter says.
    public init(_ sort: Sort, of part: EventPart, count: UInt64, detail: String? = nil) {
        self.sort = sort
        self.part = part
        self.count = count
        self.detail = detail
    }
}
