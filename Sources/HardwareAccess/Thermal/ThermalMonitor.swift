// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// Listens to the kernel's thermal core on a thread of its own.
///
/// Live root only. Trips are told as they are passed, which no poll can see as soon.
public final class ThermalMonitor: Sendable {
    private let listener: ThermalListener

    /// Starts to listen: what happens once this returned is heard.
    ///
    /// - Parameters:
    ///   - lost: called when words were lost, so that all that was told before is open again.
    ///   - handler: called for each event; both are called on the monitor's thread, so hop from there.
    /// - Returns: nil where nobody speaks: in a container, and with kernels before 5.9 or without thermal netlink.
    public convenience init?(
        lost: @escaping @Sendable () -> Void = {}, handler: @escaping @Sendable (ThermalEvent) -> Void
    ) {
        guard let socket = NetlinkSocket(family: "thermal", group: "event") else { return nil }
        self.init(socket, lost: lost, handler: handler)
    }

    init?(
        _ socket: consuming NetlinkSocket, lost: @escaping @Sendable () -> Void,
        handler: @escaping @Sendable (ThermalEvent) -> Void
    ) {
        guard let listener = ThermalListener(socket, lost: lost, handler: handler), listener.start() else {
            return nil
        }
        self.listener = listener
    }

    deinit { listener.stop() }

    /// Ends the thread; what it was about to say may still come.
    public func stop() { listener.stop() }
}

/// The thread of a `ThermalMonitor`, which sleeps in `poll` until there is something.
private final class ThermalListener: @unchecked Sendable {
    // Invariant: once `start` was called, all is used on the thread alone, but for `stopDescriptor`, which does not change.
    // `deinit` cannot run before the thread ended, for the thread holds a reference.

    private let socket: NetlinkSocket
    private let stopDescriptor: Int32
    private let lost: @Sendable () -> Void
    private let handler: @Sendable (ThermalEvent) -> Void

    init?(
        _ socket: consuming NetlinkSocket, lost: @escaping @Sendable () -> Void,
        handler: @escaping @Sendable (ThermalEvent) -> Void
    ) {
        let stopDescriptor = hardware_eventfd()
        guard stopDescriptor >= 0 else { return nil }
        self.socket = socket
        self.stopDescriptor = stopDescriptor
        self.lost = lost
        self.handler = handler
    }

    deinit { close(stopDescriptor) }

    /// Starts the thread; false where there can be none.
    func start() -> Bool { DetachedThread.start { self.listen() } }

    /// Ends the thread; may be called on any other.
    func stop() { _ = hardware_eventfd_signal(stopDescriptor) }

    private func listen() {
        hardware_name_thread("thermal")
        while true {
            var descriptors = [
                pollfd(fd: stopDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&descriptors, nfds_t(descriptors.count), -1) < 0, errno != EINTR { return }
            if descriptors[0].revents != 0 { return }
            if descriptors[1].revents != 0, !receive() {
                lost()
                return
            }
        }
    }

    /// Takes all that is there; false where the socket is gone.
    private func receive() -> Bool {
        while true {
            switch socket.receive() {
            case .datagram(let bytes):
                guard let events = ThermalEvent.events(in: bytes, family: socket.family) else {
                    lost()
                    continue
                }
                for event in events { handler(event) }
            case .loss: lost()
            case .nothing: return true
            case .end: return false
            }
        }
    }
}
