// SPDX-License-Identifier: Apache-2.0

import CUdev
import Glibc

/// Properties udev keeps of devices.
///
/// Live root only; use on one thread.
public struct UdevDatabase: ~Copyable {
    private let handle: OpaquePointer

    /// Opens libudev; `nil` when memory is short.
    public init?() {
        guard let handle = udev_new() else { return nil }
        self.handle = handle
    }

    deinit { udev_unref(handle) }

    /// The properties of the device at an absolute path such as `/sys/class/hwmon/hwmon0`; `nil` without such a device.
    ///
    /// - Parameter limit: the most properties taken.
    public func properties(ofSyspath path: String, limit: Int = UdevDatabase.propertyLimit) -> [String: String]? {
        guard let device = udev_device_new_from_syspath(handle, path) else { return nil }
        defer { udev_device_unref(device) }
        return UdevDatabase.properties(of: device, limit: limit)
    }

    /// The canonical paths of a subsystem's devices, in udev's order.
    public func devices(ofSubsystem subsystem: String) -> [String] {
        guard let enumeration = udev_enumerate_new(handle) else { return [] }
        defer { udev_enumerate_unref(enumeration) }
        guard udev_enumerate_add_match_subsystem(enumeration, subsystem) >= 0,
            udev_enumerate_scan_devices(enumeration) >= 0
        else { return [] }
        var paths: [String] = []
        var entry = udev_enumerate_get_list_entry(enumeration)
        while let current = entry {
            if let name = udev_list_entry_get_name(current) { paths.append(String(cString: name)) }
            entry = udev_list_entry_get_next(current)
        }
        return paths
    }

    /// The most properties taken of a device, unless more are asked for.
    public static let propertyLimit = 512

    static func properties(of device: OpaquePointer, limit: Int = propertyLimit) -> [String: String] {
        var found: [String: String] = [:]
        var entry = udev_device_get_properties_list_entry(device)
        while let current = entry, found.count < limit {
            if let name = udev_list_entry_get_name(current) {
                found[text(name)] = udev_list_entry_get_value(current).map(text) ?? ""
            }
            entry = udev_list_entry_get_next(current)
        }
        return found
    }

    static func text(_ pointer: UnsafePointer<CChar>) -> String {
        String(sysfs: UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }
}
