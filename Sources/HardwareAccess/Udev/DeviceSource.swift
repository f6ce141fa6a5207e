// SPDX-License-Identifier: Apache-2.0

import CUdev
import Glibc

/// One of libudev's sockets; libudev checks who sent what comes.
///
/// To be used on one thread.
struct DeviceSource: ~Copyable {
    /// Who speaks.
    enum Speaker: String {
        /// The kernel, at once.
        case kernel
        /// udev, when its rules are through.
        case udev
    }

    private let monitor: OpaquePointer

    /// The socket, to be waited for.
    let descriptor: Int32

    /// Opens a socket and lets words come; nil where that is not possible.
    ///
    /// - Parameter bufferSize: bytes that the kernel may keep; without CAP_NET_ADMIN at most its `rmem_max`.
    init?(_ speaker: Speaker, _ udev: OpaquePointer, subsystems: [String], bufferSize: Int32) {
        guard let monitor = udev_monitor_new_from_netlink(udev, speaker.rawValue) else { return nil }
        for subsystem in subsystems { _ = udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nil) }
        // What it refuses leaves the socket as it was; lost words are then more likely, and noticed.
        _ = udev_monitor_set_receive_buffer_size(monitor, bufferSize)
        guard udev_monitor_enable_receiving(monitor) >= 0 else {
            udev_monitor_unref(monitor)
            return nil
        }
        self.monitor = monitor
        descriptor = udev_monitor_get_fd(monitor)
    }

    deinit { udev_monitor_unref(monitor) }

    /// Takes all words that are there.
    ///
    /// - Returns: false where some were lost: the socket's buffer was full, or one was longer than libudev's (systemd#24987).
    func receive(_ handler: (DeviceEvent) -> Void) -> Bool {
        errno = 0
        while let device = udev_monitor_receive_device(monitor) {
            if let event = Self.event(of: device) { handler(event) }
            udev_device_unref(device)
            errno = 0
        }
        return errno == 0 || errno == EAGAIN || errno == EINTR
    }

    /// Takes the error that is pending on the socket, or `poll` would return for it for ever.
    func takeError() {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        _ = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    }

    private static func event(of device: OpaquePointer) -> DeviceEvent? {
        guard let action = udev_device_get_action(device), let path = udev_device_get_devpath(device) else {
            return nil
        }
        return DeviceEvent(
            action: UdevDatabase.text(action),
            subsystem: udev_device_get_subsystem(device).map(UdevDatabase.text) ?? "",
            devicePath: UdevDatabase.text(path), sequence: UInt64(udev_device_get_seqnum(device)),
            properties: UdevDatabase.properties(of: device))
    }
}
