// SPDX-License-Identifier: Apache-2.0

import MachineFixtures

/// How a daemon is to be started: the lines of its configuration that differ from the defaults, and its surroundings.
struct DaemonSettings {
    /// The recorded machine, or `/`.
    var hardwareRoot = RecordedMachine.rackServer.root
    /// The machine that was made for it, which lasts as long as the settings or a daemon by them.
    var tree: MachineTree?
    /// Further lines of each section, such as `MaxBatch=10`.
    var server: [String] = ["KeepState=no"]
    var tls: [String] = []
    /// What stands behind the address that tests connect to.
    var schemes = ""
    var authentication: [String] = ["FailedLoginDelay=0"]
    var access: [String] = []
    var limits: [String] = []
    var events: [String] = []
    var hotplug: [String] = []
    var sensors: [String] = []
    var log: [String] = ["Level=debug"]
    /// Whether there is a users file.
    var hasUsers = true
    /// What the daemon is started by, such as umockdev-run and its options.
    var wrapper: [String] = []
    var environment: [String: String] = [:]

    func text(port: Int, usersFile: String, stateDirectory: String) -> String {
        """
        [server]
        Listen=http://127.0.0.1:\(port)\(schemes)
        StateDirectory=\(stateDirectory)
        HardwareRoot=\(hardwareRoot)
        \(server.joined(separator: "\n"))
        [tls]
        \(tls.joined(separator: "\n"))
        [authentication]
        UsersFile=\(usersFile)
        \(authentication.joined(separator: "\n"))
        [access]
        \(access.joined(separator: "\n"))
        [limits]
        \(limits.joined(separator: "\n"))
        [events]
        \(events.joined(separator: "\n"))
        [hotplug]
        \(hotplug.joined(separator: "\n"))
        [sensors]
        \(sensors.joined(separator: "\n"))
        [log]
        \(log.joined(separator: "\n"))

        """
    }

    /// The settings with something changed.
    func with(_ change: (inout DaemonSettings) -> Void) -> DaemonSettings {
        var copy = self
        change(&copy)
        return copy
    }

    /// The settings of a daemon that keeps what operators set.
    static var stateful: DaemonSettings { DaemonSettings().with { $0.server = [] } }

    /// The settings of a daemon that watches a machine closely, and tries sinks again soon.
    static func watching(_ tree: MachineTree) -> DaemonSettings {
        stateful.with {
            $0.hardwareRoot = tree.root
            $0.tree = tree
            $0.sensors = ["MaximumAge=0", "[monitoring]", "Interval=1s", "CloseInterval=500ms", "ClearDwell=200ms"]
            $0.events = ["RetryMinimum=50ms", "RetryMaximum=200ms"]
        }
    }
}
