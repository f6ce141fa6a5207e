// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with the configuration, and what would be right.
public struct ConfigurationError: Error, Sendable, Hashable {
    /// The file it stands in.
    public let file: String
    /// The line it stands on, from 1; nil when it concerns the file as a whole.
    public let line: Int?
    /// What is written there, such as `Level=loud` or `[sevrer]`; nil when that is not text.
    public let text: String?
    /// What is wrong with it, and what is allowed.
    public let message: String
}

extension ConfigurationError: CustomStringConvertible {
    /// `FILE:LINE: Key=Value: message`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return [place, text, message].compactMap { $0 }.joined(separator: ": ")
    }
}

/// Everything that is wrong with the configuration, file by file and line by line; contradictions come last.
public struct InvalidConfiguration: Error, Sendable, Hashable {
    /// What is wrong; at least one element, and no more than `Configuration.maximumErrors`.
    public let errors: [ConfigurationError]
    /// How many errors were found beyond those.
    public let omitted: Int
}

extension InvalidConfiguration: CustomStringConvertible {
    /// A line for each error.
    public var description: String {
        var lines = errors.map(\.description)
        if omitted > 0 { lines.append("and \(omitted) more") }
        return lines.joined(separator: "\n")
    }
}
