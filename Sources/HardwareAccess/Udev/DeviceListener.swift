// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import CUdev
import Glibc

/// The thread of a `DeviceMonitor`, which sleeps in `poll` until there is something.
final class DeviceListener: @unchecked Sendable {
    // Invariant: once `start` was called, all is used on the thread alone, but for `stopDescriptor`, which does not change.
    // `deinit` cannot run before the thread ended, for the thread holds a reference.

    private let settings: DeviceMonitor.Settings
    private let handler: @Sendable (DeviceEvent) -> Void
    private let lost: @Sendable () -> Void
    private let udev: OpaquePointer
    private let stopDescriptor: Int32
    private let kernel: DeviceSource
    private var daemon: DeviceSource?
    /// Whether udev ran when its socket was opened: libudev gives one that stays silent otherwise.
    private var isDaemonHeard: Bool
    private var twins: TwinWait

    init?(
        _ settings: DeviceMonitor.Settings, lost: @escaping @Sendable () -> Void,
        handler: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        guard let udev = udev_new() else { return nil }
        let size = Int32(clamping: settings.bufferSize)
        let stopDescriptor = hardware_eventfd()
        guard stopDescriptor >= 0,
            let kernel = DeviceSource(.kernel, udev, subsystems: settings.subsystems, bufferSize: size)
        else {
            if stopDescriptor >= 0 { close(stopDescriptor) }
            udev_unref(udev)
            return nil
        }
        self.settings = settings
        self.udev = udev
        self.stopDescriptor = stopDescriptor
        self.kernel = kernel
        self.lost = lost
        self.handler = handler
        isDaemonHeard = Self.isDaemonRunning
        daemon = DeviceSource(.udev, udev, subsystems: settings.subsystems, bufferSize: size)
        twins = TwinWait(
            patience: UInt64(max(0, settings.patience.wholeNanoseconds)), limit: settings.waitingLimit)
    }

    deinit {
        close(stopDescriptor)
        udev_unref(udev)
    }

    /// Starts the thread; false where there can be none.
    func start() -> Bool { DetachedThread.start { self.listen() } }

    /// Ends the thread; may be called on any other.
    func stop() { _ = hardware_eventfd_signal(stopDescriptor) }

    /// Where udev answers `udevadm control`; libudev asks the same.
    private static var isDaemonRunning: Bool { access("/run/udev/control", F_OK) == 0 }

    private var now: UInt64 { UInt64(max(0, Timestamp.now().monotonic)) }

    private func listen() {
        hardware_name_thread("udev")
        while true {
            // A negative descriptor is left out by poll.
            var descriptors = [
                pollfd(fd: stopDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: kernel.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: daemonDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&descriptors, nfds_t(descriptors.count), timeout) < 0, errno != EINTR { return }
            if descriptors[0].revents != 0 { return }
            // The socket's own end; without it there is nothing to wait for.
            if descriptors[1].revents & Int16(POLLNVAL) != 0 { return }
            // The kernel first: what waits for its twin is there when that comes.
            if descriptors[1].revents != 0 { receiveFromKernel(failed: descriptors[1].revents) }
            if descriptors[2].revents != 0 { receiveFromDaemon(failed: descriptors[2].revents) }
            for event in twins.pass(now: now) { handler(event) }
        }
    }

    private var daemonDescriptor: Int32 { daemon?.descriptor ?? -1 }

    /// Milliseconds until the next word of the kernel's passes, rounded up; -1 for none.
    private var timeout: Int32 {
        guard let next = twins.next else { return -1 }
        let now = now
        return next <= now ? 0 : Int32(clamping: (next - now + 999_999) / 1_000_000)
    }

    private func receiveFromKernel(failed events: Int16) {
        var isComplete = true
        let received = kernel.receive { event in
            if isHeardFromDaemon() {
                if !twins.hold(event, now: now) { isComplete = false }
            } else {
                handler(event)
            }
        }
        if events & Int16(POLLERR) != 0 { kernel.takeError() }
        if !received || !isComplete || events & Int16(POLLERR) != 0 { lost() }
    }

    private func receiveFromDaemon(failed events: Int16) {
        let received = daemon?.receive { event in
            twins.release(event)
            handler(event)
        }
        guard received == false || events & Int16(POLLERR | POLLNVAL) != 0 else { return }
        // The kernel's words are not waited for: everything is looked at.
        daemon?.takeError()
        if events & Int16(POLLNVAL) != 0 { daemon = nil }
        lost()
    }

    /// Whether udev will say what the kernel said; opens its socket anew where udev came after us.
    private func isHeardFromDaemon() -> Bool {
        guard Self.isDaemonRunning else { return false }
        if !isDaemonHeard {
            daemon = DeviceSource(
                .udev, udev, subsystems: settings.subsystems, bufferSize: Int32(clamping: settings.bufferSize))
            isDaemonHeard = daemon != nil
            // What udev said before its socket was open is told by the kernel's word.
            return false
        }
        return daemon != nil
    }
}
