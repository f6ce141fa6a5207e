// SPDX-License-Identifier: Apache-2.0

/// One function of a PCI device as found by a scan: what the kernel keeps of it.
///
/// An immutable value; what changes or costs something is in `PCIFunctionFacts`.
public struct PCIFunction: Sendable, Hashable {
    /// Where it is.
    public let address: PCIAddress
    /// Its directory below the root, without links.
    public let path: String
    /// What it is, in numbers; nothing of a virtual function, which is read when somebody asks.
    public let identity: PCIIdentity
    /// The revision of the chip.
    public let revision: UInt8?
    /// The bridge above it; nil below a host bridge.
    public let parent: PCIAddress?
    /// The function that it is a virtual one of (SR-IOV); nil for all others.
    public let physicalFunction: PCIAddress?
    /// What it is, in words.
    public var names = PCINameSet()

    /// The functions above it on the path, outermost first; a function that makes a domain (VMD) is above no port of it.
    static func ancestors(in path: String) -> [PCIAddress] {
        var found: [PCIAddress] = []
        for name in path.split(separator: "/").dropLast().reversed() {
            guard let address = PCIAddress(name) else { break }
            found.append(address)
        }
        return found.reversed()
    }
}
