// SPDX-License-Identifier: Apache-2.0

/// How bad a state is, read from its words.
enum Severity: Sendable {
    case plain, good, warning, critical

    /// Reads the words that services use for states.
    init(ofState text: String) {
        let words = text.lowercased().filter(\.isLetter)
        if words.contains("noncritical") || words.contains("warning") || words.contains("degraded")
            || words.contains("reduced")
        {
            self = .warning
        } else if ["critical", "fatal", "fault", "fail", "error", "nonrecoverable", "intrusion", "major"].contains(
            where: words.contains)
        {
            self = .critical
        } else if words == "normal" || words == "ok" || words == "good" || words == "full" {
            self = .good
        } else {
            self = .plain
        }
    }

    /// Reads CIM's HealthState; what is no number of it, or not known, tells nothing.
    init(ofHealth text: String?) {
        switch text.flatMap(Int.init) ?? 0 {
        case ..<5: self = .plain
        case 5: self = .good
        case ..<15: self = .warning
        default: self = .critical
        }
    }

    /// Whether somebody should look at it.
    var isBad: Bool { self == .warning || self == .critical }

    /// The sequence that starts the colour.
    var colour: String? {
        switch self {
        case .plain: nil
        case .good: "\u{1b}[32m"
        case .warning: "\u{1b}[33m"
        case .critical: "\u{1b}[1;31m"
        }
    }
}
