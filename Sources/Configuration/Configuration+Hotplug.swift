// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[hotplug]`: how parts that come and go are noticed.
    public struct Hotplug: Sendable, Equatable {
        /// How often everything is looked at although nothing was said.
        public var reconcileInterval = Duration.seconds(600)
        /// How long nothing more must be said of a device before it is looked at.
        public var coalescingTime = Duration.milliseconds(250)
        /// How long a device that is talked of all the time can put that off.
        public var coalescingLimit = Duration.seconds(2)
        /// How long a new device may take to show its attributes.
        public var settleTime = Duration.seconds(5)
        /// How long the kernel's word waits for udev's.
        public var udevDeadline = Duration.seconds(3)
        /// How long to wait after the start.
        public var startPause = Duration.seconds(2)
        /// How often counters of errors are looked at.
        public var counterInterval = Duration.seconds(60)
        /// Bytes of events that the kernel may keep for the daemon.
        public var receiveBuffer = 128 << 20
        /// Of how many devices events are kept.
        public var maxPendingDevices = 4096
        /// How many members of one incident are named.
        public var maxNamedMembers = 32
    }
}

extension Configuration.Hotplug {
    static let section = Section(
        "hotplug", "How parts that come, go and change are noticed.",
        [
            Key(
                "ReconcileInterval", \.hotplug.reconcileInterval, .duration(.zero ... .seconds(86_400)),
                """
                How often the names of all hardware are compared with what is known, for what came without a word of \
                the kernel. 0 is never.
                """),
            Key(
                "CoalescingTime", \.hotplug.coalescingTime, .duration(.zero ... .seconds(60)),
                """
                How long the kernel must say nothing more of a device before it is looked at. What comes and goes \
                within that time is no event.
                """),
            Key(
                "CoalescingLimit", \.hotplug.coalescingLimit, .duration(.zero ... .seconds(600)),
                "How long a device of which the kernel goes on to speak can put that off."),
            Key(
                "SettleTime", \.hotplug.settleTime, .duration(.zero ... .seconds(600)),
                "For how long a device that came is looked at again while it does not show its attributes."),
            Key(
                "UdevDeadline", \.hotplug.udevDeadline, .duration(.zero ... .seconds(600)),
                "How long to wait for udev to say what the kernel said, before the kernel's word is taken."),
            Key(
                "StartPause", \.hotplug.startPause, .duration(.zero ... .seconds(600)),
                """
                How long after the start, with udev idle, the hardware is compared with the inventory that was stored \
                when the daemon ran last.
                """),
            Key(
                "CounterInterval", \.hotplug.counterInterval, .duration(.zero ... .seconds(86_400)),
                """
                How often counters of errors (PCI Express AER, memory EDAC) and the kernel's states of drives are \
                looked at. All of it is the kernel's memory; no device is touched. 0 is never.
                """),
            Key(
                "ReceiveBuffer", \.hotplug.receiveBuffer, .bytes(4096...1 << 30),
                """
                Bytes of events that the kernel may keep until the daemon reads them; memory is used only while they \
                are kept. Without CAP_NET_ADMIN the kernel's net.core.rmem_max is the most. Events that are lost have \
                everything looked at.
                """),
            Key(
                "MaxPendingDevices", \.hotplug.maxPendingDevices, .count(16...1_000_000),
                "Of how many devices events are kept until they settle; with more, everything is looked at instead."),
            Key(
                "MaxNamedMembers", \.hotplug.maxNamedMembers, .count(0...1000),
                "How many of the parts that came or went with another are named in its event."),
        ])
}
