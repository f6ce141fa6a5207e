// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// A port of a network adapter: an interface of Linux with a device behind it.
///
/// An immutable value: what does not change while it is there.
public struct NetworkPort: Sendable, Hashable, Identifiable {
    /// Stable across reboots and renumbering, unique in a machine: the hardware's address where nobody else has it, else
    /// the place.
    public internal(set) var id: String
    /// What the kernel calls it at the moment, such as `eno1`.
    public let name: String
    /// The address that the hardware was given, in lower case; nil where it has none of its own.
    public let permanentAddress: String?
    /// Where it is: the device behind it, with the number of the port where that has several.
    public let location: String
    /// The label of the port, as the driver has it, such as `p0`.
    public let label: String?
    /// The driver.
    public let driver: String?
    /// The PCI function that it belongs to.
    public let pciAddress: String?
    /// The canonical directory of the interface, relative to the root.
    public let path: String

    static let folder = "sys/class/net"
    /// The most interfaces that are looked at: containers bring one each.
    private static let limit = 16_384

    /// The ports in the tree that `sysfs` reads, in the order of their names.
    static func scan(reading sysfs: Sysfs) -> [NetworkPort] {
        let addresses = PermanentAddresses(sysfs)
        var ports = ((try? sysfs.list(folder, limit: limit)) ?? []).compactMap { name in
            NetworkPort(name, reading: sysfs, addresses)
        }
        var counts: [String: Int] = [:]
        for port in ports { counts[port.id, default: 0] += 1 }
        // Some adapters have one address for all their ports.
        for index in ports.indices where counts[ports[index].id] != 1 { ports[index].id = ports[index].location }
        return ports
    }

    /// The port of a name; nil for what is made of software, and for virtual functions.
    private init?(_ name: String, reading sysfs: Sysfs, _ addresses: borrowing PermanentAddresses) {
        let link = Self.folder + "/" + name
        guard String(sysfs: name.utf8) == name, sysfs.exists(link + "/device"), !sysfs.exists(link + "/device/physfn")
        else { return nil }
        self.name = name
        path = sysfs.canonicalPath(link) ?? link
        let device = sysfs.canonicalPath(link + "/device") ?? link
        let parts = DevicePath(device)
        pciAddress = parts.pciAddress
        driver = sysfs.linkName(link + "/device/driver")
        label = sysfs.stringIfPresent(link + "/phys_port_name")
        let port = sysfs.integerIfPresent(link + "/dev_port") ?? 0
        let place = device.hasPrefix("sys/devices/") ? String(device.dropFirst("sys/devices/".count)) : device
        location = port > 0 ? "\(place)#\(port)" : place
        permanentAddress = addresses.address(of: name) ?? Self.address(link, sysfs)
        id = permanentAddress ?? location
    }

    /// The address in use, where that is the hardware's own (`NET_ADDR_PERM`).
    private static func address(_ link: String, _ sysfs: Sysfs) -> String? {
        guard sysfs.integerIfPresent(link + "/addr_assign_type") == 0 else { return nil }
        return sysfs.stringIfPresent(link + "/address").flatMap(meaningful)
    }

    /// An address in lower case; nil for one of zeros.
    static func meaningful(_ address: String) -> String? {
        let digits = address.utf8.filter { $0 != UInt8(ascii: ":") }
        return digits.isEmpty || digits.allSatisfy { $0 == UInt8(ascii: "0") } ? nil : address.lowercased()
    }
}

/// Asks drivers for the addresses that hardware was given, which whoever bonds interfaces replaces by others.
private struct PermanentAddresses: ~Copyable {
    private let descriptor: Int32

    init(_ sysfs: Sysfs) {
        descriptor = sysfs.root.isLive ? socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0) : -1
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func address(of name: String) -> String? {
        guard descriptor >= 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let count = hardware_permanent_address(descriptor, name, base, Int32(buffer.count))
            guard count > 0 else { return nil }
            let octets = buffer[..<Int(count)].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            return NetworkPort.meaningful(octets.joined(separator: ":"))
        }
    }
}
