// SPDX-License-Identifier: Apache-2.0

/// Which sensors are meant: a key or a name, where `*` stands for any text and `?` for any character.
public struct SensorPattern: Sendable, Hashable {
    private let text: String
    private let characters: [Character]

    /// The most characters of a pattern.
    static let lengthLimit = 256

    /// Reads a pattern such as `platform/coretemp.*` or `Package id ?`; nil for none, and one that is too long.
    public init?(_ text: String) {
        guard !text.isEmpty, text.count <= Self.lengthLimit else { return nil }
        self.text = text
        characters = Array(text)
    }

    /// Whether a key or a name is meant; capitals count.
    ///
    /// It takes no more steps than there are characters in both, times each other.
    public func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (at, wanted) = (0, 0)
        // Where the last star is, and what it stands for so far.
        var star: (pattern: Int, name: Int)?
        while at < name.count {
            if wanted < characters.count, characters[wanted] == "*" {
                star = (wanted, at)
                wanted += 1
            } else if wanted < characters.count, characters[wanted] == "?" || characters[wanted] == name[at] {
                wanted += 1
                at += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                wanted = last.pattern + 1
                at = last.name + 1
            } else {
                return false
            }
        }
        return characters[wanted...].allSatisfy { $0 == "*" }
    }
}

extension SensorPattern: CustomStringConvertible {
    /// The pattern as it was written.
    public var description: String { text }
}

extension Syntax<SensorPattern> {
    /// A pattern of sensors.
    static let sensorPattern = Syntax(
        allowed: "the key or the name of sensors, with * for any text and ? for any character",
        parse: { SensorPattern($0) }, format: { $0.description })
}
