// SPDX-License-Identifier: Apache-2.0

public import XML

/// The body of Pull.
public struct PullRequest: Sendable, Hashable {
    /// The context as the client sent it back.
    public let context: String
    /// The most items to return; 1 when absent (R8.4-9).
    public let maxElements: Int
    /// How long to wait, in nanoseconds.
    public let maxTime: UInt64?
    /// A hint at how many characters the items may have (R8.4-1).
    public let maxCharacters: Int?

    /// Reads the body of Pull; MaxElements is taken in either namespace (`spec/real-consoles.md` section 7).
    public init(_ body: XMLElement?) throws(Fault) {
        guard let body, body.has(name: Names.pull) else {
            throw Fault(.schemaValidationError, "The Body of this action holds a wsen:Pull element.")
        }
        context = try ContextRequest.context(body)
        var maxElements: Int?
        var maxTime: UInt64?
        var maxCharacters: Int?
        for child in body.children {
            if child.has(name: Names.enumerationMaxElements) || child.has(name: Names.managementMaxElements) {
                maxElements = try Self.positive(child)
            } else if child.has(name: Names.maxCharacters) {
                maxCharacters = try Self.positive(child)
            } else if child.has(name: Names.maxTime) {
                guard let time = XSDuration.nanoseconds(child.trimmedText) else {
                    throw Fault(.schemaValidationError, "MaxTime is not a duration such as PT30S.")
                }
                maxTime = time
            }
        }
        self.maxElements = maxElements ?? 1
        self.maxTime = maxTime
        self.maxCharacters = maxCharacters
    }

    static func positive(_ element: XMLElement) throws(Fault) -> Int {
        let text = element.trimmedText
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), Int(text) != 0 else {
            throw Fault(.schemaValidationError, "\(element.localName) is not a positive number.")
        }
        return Int(text) ?? .max
    }
}
