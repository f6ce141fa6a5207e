// SPDX-License-Identifier: Apache-2.0

import CPCI
import Glibc
import Synchronization

/// What the numbers of a PCI function are called; nil where the list of names does not know them.
public struct PCINameSet: Sendable, Hashable {
    /// Who made the chip.
    public var vendor: String?
    /// The chip.
    public var device: String?
    /// Who made the board.
    public var subsystemVendor: String?
    /// The board.
    public var subsystem: String?
    /// The class, such as `Ethernet controller`.
    public var className: String?

    /// No names.
    public init() {}
}

/// The names in `pci.ids`, by libpci.
///
/// The list takes megabytes in memory, so it is loaded for those that are asked for the first time, and let go again.
/// May be used on any thread; loading takes some ten milliseconds, so lookups are done on a lane.
public final class PCINames: Sendable {
    /// Where distributions keep the list.
    static let places = ["usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids"]
    /// How many tuples of ids are remembered.
    static let limit = 8192

    private let root: HardwareRoot
    private let known = Mutex<[PCIIdentity: PCINameSet]>([:])

    /// The list of the machine below `root`; loads nothing yet.
    public init(_ root: HardwareRoot) { self.root = root }

    /// The names of each of these.
    public func names(of identities: Set<PCIIdentity>) -> [PCIIdentity: PCINameSet] {
        known.withLock { known in
            let missing = identities.filter { known[$0] == nil }
            if !missing.isEmpty {
                if known.count + missing.count > Self.limit { known.removeAll() }
                let list = List(root)
                for identity in missing { known[identity] = list?.names(of: identity) ?? PCINameSet() }
            }
            return Dictionary(uniqueKeysWithValues: identities.map { ($0, known[$0] ?? PCINameSet()) })
        }
    }

    /// Forgets all names: the list may be another after an update.
    public func forget() { known.withLock { $0.removeAll() } }

    /// The list, loaded at the first lookup and freed with this value.
    private struct List: ~Copyable {
        private static let capacity = 1024

        private let handle: OpaquePointer

        init?(_ root: HardwareRoot) {
            for place in PCINames.places where root.fault?(place) == nil {
                let descriptor = root.open(place, O_RDONLY | O_NONBLOCK)
                guard descriptor >= 0 else { continue }
                defer { close(descriptor) }
                var status = stat()
                guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
                // By descriptor, so that no link leads out of a recorded tree.
                guard let handle = pci_names_open("/proc/self/fd/\(descriptor)") else { return nil }
                self.handle = handle
                // Loaded while the descriptor is open.
                _ = name(pci_name_vendor, [0])
                return
            }
            return nil
        }

        deinit { pci_names_close(handle) }

        func names(of identity: PCIIdentity) -> PCINameSet {
            var names = PCINameSet()
            if let vendor = identity.vendor {
                names.vendor = name(pci_name_vendor, [vendor])
                if let device = identity.device {
                    names.device = name(pci_name_device, [vendor, device])
                    if let board = identity.subsystemVendor, let subsystem = identity.subsystem {
                        names.subsystem = name(pci_name_subsystem, [vendor, device, board, subsystem])
                    }
                }
            }
            if let board = identity.subsystemVendor { names.subsystemVendor = name(pci_name_subsystem_vendor, [board]) }
            if let subclass = identity.subclass { names.className = name(pci_name_class, [subclass]) }
            return names
        }

        private func name(_ kind: pci_name_kind, _ ids: [UInt16]) -> String? {
            let ids = (0..<4).map { $0 < ids.count ? UInt32(ids[$0]) : 0 }
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.capacity) { buffer in
                guard let start = buffer.baseAddress, pci_names_find(handle, kind, ids, start, buffer.count) != 0
                else { return nil }
                let name = String(sysfs: UnsafeRawBufferPointer(buffer).prefix { $0 != 0 })
                return name.isEmpty ? nil : name
            }
        }
    }
}
