// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import CUdev
import Glibc

/// Listens to udev's events on a thread of its own.
///
/// Live root only.
///
/// The socket is read by libudev, which checks the sender; the thread sleeps in `poll` until there is something.
public final class DeviceMonitor: @unchecked Sendable {
    // Invariant: nothing is mutable. `monitor` and `udev` are used only on the monitor's thread once it runs, and by
    // `deinit`, which cannot run before the thread ended, for the thread holds a reference.

    private let udev: OpaquePointer
    private let monitor: OpaquePointer
    private let stopDescriptor: Int32
    private let handler: @Sendable (DeviceEvent) -> Void
    private let lost: @Sendable () -> Void

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - subsystems: whose events are wanted; all when empty.
    ///   - bufferSize: bytes the kernel may keep for us; more than the default only with privileges.
    ///   - lost: called when the kernel dropped events, so that everything must be scanned anew.
    ///   - handler: called for each event on the monitor's thread; hop from there.
    /// - Returns: `nil` when there is no udev to listen to.
    public init?(
        subsystems: [String] = ["hwmon", "thermal", "cpu"], bufferSize: Int32 = 1 << 20,
        lost: @escaping @Sendable () -> Void = {}, handler: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        guard let udev = udev_new() else { return nil }
        guard let monitor = udev_monitor_new_from_netlink(udev, "udev") else {
            udev_unref(udev)
            return nil
        }
        for subsystem in subsystems {
            _ = udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nil)
        }
        // Without CAP_NET_ADMIN the default size stays; lost events are then more likely, and noticed.
        _ = udev_monitor_set_receive_buffer_size(monitor, bufferSize)
        let stopDescriptor = hardware_eventfd()
        guard udev_monitor_enable_receiving(monitor) >= 0, stopDescriptor >= 0 else {
            if stopDescriptor >= 0 { Glibc.close(stopDescriptor) }
            udev_monitor_unref(monitor)
            udev_unref(udev)
            return nil
        }
        self.udev = udev
        self.monitor = monitor
        self.handler = handler
        self.lost = lost
        self.stopDescriptor = stopDescriptor
        guard startThread() else { return nil }
    }

    deinit {
        udev_monitor_unref(monitor)
        udev_unref(udev)
        Glibc.close(stopDescriptor)
    }

    /// Ends the thread.
    ///
    /// Call it, or the monitor lives on.
    public func stop() {
        _ = hardware_eventfd_signal(stopDescriptor)
    }

    private func startThread() -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 256 * 1024)
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<DeviceMonitor>.fromOpaque(argument).takeRetainedValue().listen()
                return nil
            }, retained.toOpaque())
        if code != 0 { retained.release() }
        return code == 0
    }

    private func listen() {
        hardware_name_thread("udev")
        var descriptors = [
            pollfd(fd: udev_monitor_get_fd(monitor), events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            if poll(&descriptors, nfds_t(descriptors.count), -1) < 0 {
                if errno == EINTR { continue }
                return
            }
            if descriptors[1].revents != 0 { return }
            errno = 0
            while let device = udev_monitor_receive_device(monitor) {
                if let event = event(of: device) { handler(event) }
                udev_device_unref(device)
                errno = 0
            }
            if errno == ENOBUFS { lost() }
            // The socket's other failures repeat; without it there is nothing to wait for.
            if descriptors[0].revents & Int16(POLLNVAL) != 0 { return }
        }
    }

    private func event(of device: OpaquePointer) -> DeviceEvent? {
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
