// SPDX-License-Identifier: Apache-2.0

/// What the administrator decides about the daemon: every key of `baseboard.conf`, read and checked.
///
/// Each section is one file: its struct holds the defaults, its table gives each key its name, its range and its
/// documentation. From the two come the parser, `referenceText()` and `manualPage()`.
public struct Configuration: Sendable, Equatable {
    /// Where the daemon listens, and which machine it shows.
    public var server = Server()
    /// What addresses with TLS show, and ask for.
    public var tls = TLS()
    /// Who may come in.
    public var authentication = Authentication()
    /// Who may do less than by default.
    public var access = Access()
    /// How much one client, and all of them, may ask for.
    public var limits = Limits()
    /// Where messages that are no answers may be sent, and how.
    public var events = Events()
    /// How the hardware is read.
    public var sensors = Sensors()
    /// How parts that come and go are noticed.
    public var hotplug = Hotplug()
    /// How much of what happened is kept.
    public var eventlog = Eventlog()
    /// Which sensors are watched.
    public var monitoring = Monitoring()
    /// What is logged.
    public var log = Log()

    /// Makes the configuration of an empty file.
    public init() {}
}

extension Configuration {
    /// The table of everything that can be configured.
    static let sections = [
        Server.section, TLS.section, Authentication.section, Access.section, Limits.section, Events.section,
        Sensors.section, Monitoring.section, Hotplug.section, Eventlog.section, Log.section,
    ]
}
