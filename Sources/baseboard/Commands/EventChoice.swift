// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSMan
import WSManClient

/// The flags that say which events are wanted.
struct EventChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only this severity, or with + behind it also what is worse: information, warning, major, critical, fatal.",
            valueName: "severity"))
    var severity: SeverityArgument?

    @Option(
        help: ArgumentHelp(
            "Only this kind, such as overheat, or all that begin with it, such as part.", valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("Only what happened to parts whose name or id has this text in it.", valueName: "text"))
    var part: String?

    @Option(help: ArgumentHelp("Only what happened since then: 90s, 30m, 24h, 7d, or a time.", valueName: "time"))
    var since: SinceArgument?

    func validate() throws {
        // It goes into a query, in which other characters would mean something.
        guard kind?.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == ".") }) ?? true else {
            throw ValidationError("A kind of events has letters and dots, such as fan.stopped.")
        }
    }

    /// What the service itself can sort out; nil for nothing.
    var filter: EnumerationFilter? {
        var conditions: [String] = []
        if let severity {
            conditions.append("PerceivedSeverity \(severity.isAtLeast ? ">=" : "=") \(severity.severity.rawValue)")
        }
        if let kind { conditions.append("(Kind = '\(kind)' or Kind like '\(kind).%')") }
        guard !conditions.isEmpty else { return nil }
        return .query("select * from BB_EventView where \(conditions.joined(separator: " and "))", .wql)
    }

    /// Whether an event of those is wanted.
    func takes(_ event: Instance, since: Timestamp?) -> Bool {
        if let part {
            let names = [event["PartName"], event["PartID"]].compactMap { $0?.lowercased() }
            guard names.contains(where: { $0.contains(part.lowercased()) }) else { return false }
        }
        guard let since else { return true }
        return event["Time"].flatMap { Timestamp($0) }.map { $0 >= since } ?? true
    }
}

/// `warning`, or `warning+`.
struct SeverityArgument: ExpressibleByArgument {
    let severity: EventSeverity
    let isAtLeast: Bool

    init?(argument: String) {
        isAtLeast = argument.hasSuffix("+")
        let name = isAtLeast ? String(argument.dropLast()) : argument
        guard let severity = EventSeverity(name: name.lowercased()) else { return nil }
        self.severity = severity
    }

    static var allValueStrings: [String] { EventSeverity.allCases.flatMap { [$0.name, $0.name + "+"] } }
}

/// A moment, or how long ago it was.
enum SinceArgument: ExpressibleByArgument {
    case moment(Timestamp)
    case ago(microseconds: Int64)

    init?(argument: String) {
        if let moment = Timestamp(argument) {
            self = .moment(moment)
            return
        }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()),
            (0...1_000_000_000).contains(count)
        else { return nil }
        self = .ago(microseconds: count * unit * 1_000_000)
    }

    func moment(before now: Timestamp) -> Timestamp {
        switch self {
        case .moment(let moment): moment
        case .ago(let microseconds): Timestamp(microseconds: now.microseconds - microseconds)
        }
    }
}
