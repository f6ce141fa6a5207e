// SPDX-License-Identifier: Apache-2.0

/// What an event is about: an open set, each named as the wire and the log have it.
public struct EventKind: Sendable, Hashable {
    /// Which of CIM's indication classes an event of a kind is.
    public enum Family: Sendable, Hashable {
        /// `CIM_ThresholdIndication`: a reading and its limit.
        case threshold
        /// `CIM_AlertIndication`: anything else that is wrong or right again.
        case alert
        /// `CIM_InstCreation`: a part came.
        case creation
        /// `CIM_InstDeletion`: a part went.
        case deletion
        /// `CIM_InstModification`: a part became another, or other.
        case modification
    }

    /// The name, such as `overheat` or `part.removed`; with the transition behind it, it is the `MessageID`.
    public let name: String
    /// Which indication class its events are.
    public let family: Family
    /// CIM's `ProbableCause`; 1 (Other) where none fits, and of no meaning for parts that come and go.
    public let probableCause: UInt16
    /// CIM's `AlertType`: 5 for devices, 6 for the environment, 1 for others, 7 for a changed model, 8 for security.
    public let alertType: UInt16

    private init(_ name: String, _ family: Family, cause: UInt16 = 1, type: UInt16 = 5) {
        self.name = name
        self.family = family
        probableCause = cause
        alertType = type
    }

    /// The kind of this name; one that is not known here is an alert: a newer agent may have written it.
    public init(named name: String) {
        self = Self.byName[name] ?? EventKind(name, .alert, type: 1)
    }

    /// Two kinds of one name are the same.
    public static func == (lhs: EventKind, rhs: EventKind) -> Bool { lhs.name == rhs.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension EventKind {
    /// Every kind that this agent makes.
    public static let all = sensors + parts + errors + agent

    /// Kinds of limits and sensors.
    public static let sensors: [EventKind] = [
        overheat, undercooled, rapidRise, fanStopped, fanSlow, fanFast, voltageHigh, voltageLow, currentHigh,
        currentLow, powerHigh, powerLow, humidityHigh, humidityLow, throttling, excursion, sensorLost, sensorFault,
        limitsImplausible,
    ]
    /// Kinds of parts that come, go and change.
    public static let parts: [EventKind] = [
        partAdded, partRemoved, partReplaced, partMoved, partFailed, partReturned, partChanged, processorOffline,
        processorOnline, memoryOffline, memoryOnline, linkDegraded, linkRestored, powerLost, powerRestored,
    ]
    /// Kinds of counted errors.
    public static let errors: [EventKind] = [
        pciCorrectable, pciNonFatal, pciFatal, memoryCorrectable, memoryUncorrectable, driveHealth,
    ]
    /// Kinds of the log and the agent itself.
    public static let agent: [EventKind] = [
        baselineCreated, agentStarted, agentStopped, uncleanStop, logCleared, logGap, suppressed, flapping,
        storageFull, loginFailed, rehearsal,
    ]

    /// A temperature over a limit.
    public static let overheat = EventKind("overheat", .threshold, cause: 51, type: 6)
    /// A temperature under a limit.
    public static let undercooled = EventKind("undercooled", .threshold, cause: 51, type: 6)
    /// A temperature that grows as when a fan or a pump has died.
    public static let rapidRise = EventKind("rapidRise", .threshold, cause: 51, type: 6)
    /// A fan that stands still.
    public static let fanStopped = EventKind("fan.stopped", .threshold, cause: 94)
    /// A fan below its limit.
    public static let fanSlow = EventKind("fan.slow", .threshold, cause: 94)
    /// A fan above its limit.
    public static let fanFast = EventKind("fan.fast", .threshold, cause: 94)
    /// A voltage over a limit.
    public static let voltageHigh = EventKind("voltage.high", .threshold, cause: 36)
    /// A voltage under a limit.
    public static let voltageLow = EventKind("voltage.low", .threshold, cause: 36)
    /// A current over a limit.
    public static let currentHigh = EventKind("current.high", .threshold, cause: 36)
    /// A current under a limit.
    public static let currentLow = EventKind("current.low", .threshold, cause: 36)
    /// A power over a limit.
    public static let powerHigh = EventKind("power.high", .threshold, cause: 36)
    /// A power under a limit.
    public static let powerLow = EventKind("power.low", .threshold, cause: 36)
    /// A humidity over a limit.
    public static let humidityHigh = EventKind("humidity.high", .threshold, cause: 23, type: 6)
    /// A humidity under a limit.
    public static let humidityLow = EventKind("humidity.low", .threshold, cause: 23, type: 6)
    /// A processor or a disk that slows itself down because it is hot.
    public static let throttling = EventKind("throttling", .alert, cause: 35)
    /// A limit that was passed between two samples, of which only an alarm bit tells.
    public static let excursion = EventKind("excursion", .threshold, cause: 52)
    /// A sensor that answers no more.
    public static let sensorLost = EventKind("sensor.lost", .alert, cause: 96)
    /// A sensor whose chip says that it is broken or unplugged.
    public static let sensorFault = EventKind("sensor.fault", .alert, cause: 96)
    /// Limits of the hardware that cannot be meant, and so are not used.
    public static let limitsImplausible = EventKind("limits.implausible", .alert, cause: 8)

    /// A part came.
    public static let partAdded = EventKind("part.added", .creation)
    /// A part went.
    public static let partRemoved = EventKind("part.removed", .deletion)
    /// Another part stands where one stood.
    public static let partReplaced = EventKind("part.replaced", .modification, type: 7)
    /// A part stands elsewhere.
    public static let partMoved = EventKind("part.moved", .modification, type: 7)
    /// A part that is there works no more.
    public static let partFailed = EventKind("part.failed", .alert, cause: 16)
    /// A part that had failed or gone works again.
    public static let partReturned = EventKind("part.returned", .alert)
    /// A part is other than before: its firmware, its size.
    public static let partChanged = EventKind("part.changed", .modification, type: 7)
    /// A processor that runs nothing any more.
    public static let processorOffline = EventKind("cpu.offline", .modification)
    /// A processor that runs again.
    public static let processorOnline = EventKind("cpu.online", .modification)
    /// Memory that is used no more.
    public static let memoryOffline = EventKind("memory.offline", .modification)
    /// Memory that is used again.
    public static let memoryOnline = EventKind("memory.online", .modification)
    /// A link that is slower or narrower than it was.
    public static let linkDegraded = EventKind("link.degraded", .alert, cause: 4)
    /// A link that is as it was.
    public static let linkRestored = EventKind("link.restored", .alert, cause: 4)
    /// A power supply without its input.
    public static let powerLost = EventKind("power.lost", .alert, cause: 93)
    /// A power supply with its input again.
    public static let powerRestored = EventKind("power.restored", .alert, cause: 93)

    /// PCI Express errors that the hardware corrected, at a rate that tells something.
    public static let pciCorrectable = EventKind("pci.correctable", .alert, cause: 24)
    /// A PCI Express error that lost a transaction.
    public static let pciNonFatal = EventKind("pci.nonfatal", .alert, cause: 24)
    /// A PCI Express error that lost a link.
    public static let pciFatal = EventKind("pci.fatal", .alert, cause: 24)
    /// Memory errors that were corrected, at a rate that tells something.
    public static let memoryCorrectable = EventKind("memory.correctable", .alert, cause: 70)
    /// A memory error that could not be corrected.
    public static let memoryUncorrectable = EventKind("memory.uncorrectable", .alert, cause: 16)
    /// A drive whose own judgement of its health changed.
    public static let driveHealth = EventKind("drive.health", .alert, cause: 86)

    /// The first inventory of this machine was stored.
    public static let baselineCreated = EventKind("baseline.created", .alert, type: 1)
    /// The agent watches from now on.
    public static let agentStarted = EventKind("agent.started", .alert, type: 1)
    /// The agent watches no more, and was told to stop.
    public static let agentStopped = EventKind("agent.stopped", .alert, type: 1)
    /// The agent or the machine ended without being told to.
    public static let uncleanStop = EventKind("agent.uncleanStop", .alert, type: 1)
    /// Somebody cleared the log.
    public static let logCleared = EventKind("log.cleared", .alert, type: 8)
    /// Records that retention removed: from where to where.
    public static let logGap = EventKind("log.gap", .alert, cause: 122, type: 1)
    /// Events that were too many to be told one by one.
    public static let suppressed = EventKind("events.suppressed", .alert, type: 1)
    /// A condition that comes and goes too often to be told each time.
    public static let flapping = EventKind("flapping", .alert)
    /// The log's storage is full: what happens now is not kept.
    public static let storageFull = EventKind("storage.full", .alert, cause: 50, type: 4)
    /// Logins that were refused.
    public static let loginFailed = EventKind("login.failed", .alert, cause: 60, type: 8)
    /// Somebody rehearses delivery with nothing in particular.
    public static let rehearsal = EventKind("rehearsal", .alert, type: 1)
}
