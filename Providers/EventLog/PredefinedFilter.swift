// SPDX-License-Identifier: Apache-2.0

/// A filter of events that one can subscribe to by its name.
struct PredefinedFilter {
    /// Who named it, and the name (DSP1054's form).
    let name: String
    /// What people call it.
    let displayName: String
    /// Which events it lets pass.
    let documentation: String
    /// The same in CQL (DSP0202).
    let query: String

    private init(_ name: String, _ displayName: String, _ documentation: String, _ query: String) {
        self.name = "Baseboard:\(name)"
        self.displayName = displayName
        self.documentation = documentation
        self.query = query
    }

    static let all = [alerts, hardwareAlerts, thresholds, overheat, instanceChanges, otherPartChanges]

    static let alerts = PredefinedFilter(
        "Alerts", "All alerts", "Everything that is wrong or right again, of the hardware and of the agent.",
        "SELECT * FROM CIM_AlertIndication")
    static let hardwareAlerts = PredefinedFilter(
        "HardwareAlerts", "Hardware alerts", "Everything that is wrong or right again with the hardware.",
        "SELECT * FROM CIM_AlertIndication WHERE AlertType = 5 OR AlertType = 6")
    static let thresholds = PredefinedFilter(
        "Thresholds", "Passed limits", "Readings that pass a limit, or come back within it.",
        "SELECT * FROM CIM_ThresholdIndication")
    static let overheat = PredefinedFilter(
        "Overheat", "Overheat", "Temperatures that are too high or rise too fast, and are right again.",
        "SELECT * FROM CIM_ThresholdIndication WHERE ProbableCause = 51 AND Description <> 'undercooled'")
    static let instanceChanges = PredefinedFilter(
        "InstanceChanges", "Changes of parts", "Parts with a class of their own that come, go or become others.",
        "SELECT * FROM CIM_InstIndication")
    static let otherPartChanges = PredefinedFilter(
        "OtherPartChanges", "Changes of other parts",
        "Parts that no class here shows, such as network ports, that come, go or become others.",
        #"SELECT * FROM CIM_AlertIndication WHERE Description LIKE 'part\..*'"#)
}

/// Filters that belong together: who subscribes to the collection gets what any of them lets pass.
struct PredefinedCollection {
    /// Who named it, and the name.
    let name: String
    /// What people call it.
    let displayName: String
    /// What it lets pass.
    let documentation: String
    /// The filters.
    let members: [PredefinedFilter]

    private init(
        _ name: String, _ displayName: String, _ documentation: String, _ members: [PredefinedFilter]
    ) {
        self.name = "Baseboard:\(name)"
        self.displayName = displayName
        self.documentation = documentation
        self.members = members
    }

    static let all = [
        PredefinedCollection(
            "AllEvents", "All events", "Everything that happens.", [.alerts, .instanceChanges]),
        PredefinedCollection(
            "Hardware", "Hardware", "Everything that happens to the hardware.", [.hardwareAlerts, .instanceChanges]),
        PredefinedCollection(
            "PartChanges", "Parts that come and go", "Everything that comes, goes or becomes another.",
            [.instanceChanges, .otherPartChanges]),
    ]
}
