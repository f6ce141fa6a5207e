// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// An event on one line: when, how bad, what, in a sentence.
struct EventLine {
    /// The line without colour.
    var text: String { Self.joined(time, severity.padded(to: Self.severityWidth), rest) }
    private let time: String
    private let severity: String
    private let rest: String

    private static let severityWidth = 11

    init(_ event: DeliveredEvent) {
        switch event {
        case .event(let instance, _):
            time = DisplayText.clean(instance["Time"] ?? instance["IndicationTime"] ?? "")
            severity = Self.severity(instance)
            rest = Self.sentence(instance)
        case .heartbeat:
            (time, severity, rest) = ("", "", "heartbeat: nothing happened")
        case .dropped(let count, let action):
            (time, severity) = ("", "warning")
            let name = action.split(separator: "/").last.map(String.init) ?? action
            rest = DisplayText.clean("\(count) events could not be delivered in all, the last a \(name)")
        case .ended(let status, let reason):
            (time, severity) = ("", "warning")
            let name = status.split(separator: "/").last.map(String.init) ?? status
            rest = DisplayText.clean("the source ended the subscription (\(name)): \(reason)")
        }
    }

    /// The line as a terminal shows it, the severity coloured where it has colours.
    ///
    /// - Parameter source: who sent it, where there may be several.
    func shown(on terminal: Terminal, source: String? = nil) -> String {
        var word = severity.padded(to: Self.severityWidth)
        if terminal.hasColour, let colour = Severity(ofState: severity).colour { word = colour + word + "\u{1b}[0m" }
        let line = Self.joined(time, word, rest)
        return terminal.shown(source.map { DisplayText.clean($0) + "  " + line } ?? line)
    }

    private static func joined(_ parts: String...) -> String {
        parts.filter { !$0.allSatisfy { $0 == " " } }.joined(separator: "  ")
    }

    /// Our word, or that for CIM's PerceivedSeverity.
    private static func severity(_ instance: Instance) -> String {
        if let word = instance["Severity"], UInt8(word) == nil { return DisplayText.clean(word) }
        guard let number = (instance["PerceivedSeverity"] ?? instance["Severity"]).flatMap({ UInt8($0) }) else {
            return ""
        }
        return EventSeverity(rawValue: number)?.name ?? (number == 4 ? "minor" : "")
    }

    private static func sentence(_ instance: Instance) -> String {
        let kind = instance["MessageID"] ?? instance["Kind"]
        guard let message = instance["Message"] ?? instance["Description"] else {
            let values = instance.properties.filter { !$0.isNull }.map {
                "\(DisplayText.clean($0.name))=\($0.display)"
            }
            return ([DisplayText.clean(instance.className)] + values).joined(separator: " ")
        }
        let isRehearsal = instance["IsRehearsal"] == "true" ? "rehearsal: " : ""
        return DisplayText.clean("\(kind ?? instance.className)  \(isRehearsal)\(message)")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        isEmpty ? self : self + String(repeating: " ", count: max(0, width - count))
    }
}
