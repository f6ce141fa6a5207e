// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// From which rate on a count of errors is told, and how bad that is.
public struct ErrorRateRule: Sendable, Hashable {
    /// So many within so long.
    public struct Rate: Sendable, Hashable {
        /// How many.
        public var count: UInt64
        /// Within how long.
        public var window: Duration
        /// How bad reaching it is.
        public var severity: EventSeverity

        /// A rate.
        public init(_ count: UInt64, in window: Duration, _ severity: EventSeverity) {
            self.count = count
            self.window = window
            self.severity = severity
        }
    }

    /// What its events are.
    public var kind: EventKind
    /// The rate from which it is high.
    public var high: Rate
    /// The rate from which it is a storm; nil where high is as bad as it gets.
    public var storm: Rate?

    /// A rule.
    public init(_ kind: EventKind, high: Rate, storm: Rate? = nil) {
        self.kind = kind
        self.high = high
        self.storm = storm
    }
}

/// The rules of all counts.
public struct ErrorRateRules: Sendable, Hashable {
    /// PCI Express errors that the hardware corrected.
    public var pciCorrectable = ErrorRateRule(.pciCorrectable, high: .init(11, in: .seconds(60), .warning))
    /// PCI Express errors that lost a transaction.
    public var pciNonFatal = ErrorRateRule(.pciNonFatal, high: .init(1, in: .seconds(600), .warning))
    /// PCI Express errors that lost a link.
    public var pciFatal = ErrorRateRule(.pciFatal, high: .init(1, in: .seconds(600), .critical))
    /// Memory errors that were corrected.
    public var memoryCorrectable = ErrorRateRule(
        .memoryCorrectable, high: .init(10, in: .seconds(86_400), .warning),
        storm: .init(1000, in: .seconds(3600), .critical))
    /// Memory errors that could not be corrected.
    public var memoryUncorrectable = ErrorRateRule(
        .memoryUncorrectable, high: .init(1, in: .seconds(86_400), .critical))

    /// The defaults of EVENTS.md 3.4.
    public init() {}
}
