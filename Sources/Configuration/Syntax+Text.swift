// SPDX-License-Identifier: Apache-2.0

extension Syntax<String> {
    /// The absolute path of a file or directory, there or not.
    static let path = Syntax(
        allowed: "an absolute path",
        parse: { $0.hasPrefix("/") ? $0 : nil },
        format: { $0 })

    /// The absolute path of a file, or nothing.
    static let optionalPath = Syntax(
        allowed: "an absolute path, or nothing",
        parse: { $0.isEmpty || $0.hasPrefix("/") ? $0 : nil },
        format: { $0 })

    /// Text without blanks, or nothing.
    static let text = Syntax(
        allowed: "text without blanks, or nothing",
        parse: { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? $0 : nil },
        format: { $0 })
}

extension Syntax<String> {
    /// A service of PAM.
    static let pamService = Syntax(
        allowed: "a name, or an absolute path",
        parse: { text in
            let isFine = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } && !text.hasSuffix("/")
            return isFine && (text.hasPrefix("/") || !text.contains("/")) ? text : nil
        },
        format: { $0 })
}

extension Syntax<[Configuration.Authentication.DigestAlgorithm]> {
    /// One or more, each once.
    static let digestAlgorithms = Syntax(
        allowed: "any of \(Value.Element.allCases.map(\.rawValue).joined(separator: ", "))",
        parse: { text in
            let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { $0.uppercased() }
            let algorithms = words.compactMap { Value.Element(rawValue: $0) }
            return algorithms.count == words.count && Set(algorithms).count == words.count ? algorithms : nil
        },
        format: { $0.map(\.rawValue).joined(separator: " ") })
}

extension Syntax<Bool> {
    /// A decision, in the words that systemd takes.
    static let boolean = Syntax(
        allowed: "yes or no",
        parse: { text in
            switch text.lowercased() {
            case "yes", "true", "on", "1": true
            case "no", "false", "off", "0": false
            default: nil
            }
        },
        format: { $0 ? "yes" : "no" })
}

extension Syntax where Value: RawRepresentable<String> & CaseIterable {
    /// One word of a few.
    static var word: Syntax {
        Syntax(
            allowed: "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: { Value(rawValue: $0.lowercased()) },
            format: { $0.rawValue })
    }
}
