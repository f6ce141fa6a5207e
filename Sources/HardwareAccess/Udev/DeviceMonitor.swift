// SPDX-License-Identifier: Apache-2.0

/// Listens to udev and to the kernel on a thread of its own.
///
/// Live root only.
///
/// Where udev runs, its words count, and the kernel's only when udev says nothing for a while; where none runs, the
/// kernel's count at once.
public final class DeviceMonitor: Sendable {
    /// How it listens.
    public struct Settings: Sendable {
        /// Whose events are wanted; all when empty.
        public var subsystems: [String]
        /// Bytes that the kernel may keep for us; without privileges at most its `rmem_max`.
        public var bufferSize: Int
        /// How long the kernel's words wait for udev's.
        public var patience: Duration = .seconds(3)
        /// How many of the kernel's words wait.
        public var waitingLimit = 8192

        /// How to listen; systemd's own buffer is as large, and costs memory only while it is full.
        public init(subsystems: [String], bufferSize: Int = 128 << 20) {
            self.subsystems = subsystems
            self.bufferSize = bufferSize
        }
    }

    private let listener: DeviceListener

    /// Starts to listen: what happens once this returned is heard.
    ///
    /// - Parameters:
    ///   - lost: called when words were lost, so that everything must be scanned anew.
    ///   - handler: called for each event; both are called on the monitor's thread, so hop from there.
    /// - Returns: `nil` when there is nobody to listen to.
    public init?(
        _ settings: Settings, lost: @escaping @Sendable () -> Void = {},
        handler: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        guard let listener = DeviceListener(settings, lost: lost, handler: handler), listener.start() else {
            return nil
        }
        self.listener = listener
    }

    deinit { listener.stop() }

    /// Ends the thread; what it was about to say may still come.
    public func stop() { listener.stop() }
}
