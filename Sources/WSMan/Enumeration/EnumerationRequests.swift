// SPDX-License-Identifier: Apache-2.0

public import XML

/// What each item of an enumeration is (R8.7-1, R8.7-2).
public enum EnumerationMode: Sendable, Hashable {
    /// The instance.
    case object
    /// Its address.
    case reference
    /// Both, in one `wsman:Item`.
    case objectAndReference

    /// What stands in `wsman:EnumerationMode`; nil where the element is left out.
    public var text: String? {
        switch self {
        case .object: nil
        case .reference: "EnumerateEPR"
        case .objectAndReference: "EnumerateObjectAndEPR"
        }
    }
}

/// The body of Enumerate.
public struct EnumerateRequest: Sendable, Hashable {
    /// What each item is to be.
    public let mode: EnumerationMode
    /// How subclasses are shown.
    public let polymorphism: PolymorphismMode
    /// Whether the first items are to come with the answer, and how many at most.
    public let optimized: Int?

    /// Reads the body of Enumerate (R8.2.1-1 to R8.2.1-x, R8.2.3-1, R8.7-3).
    public init(_ body: XMLElement?) throws(Fault) {
        guard let body, body.has(name: Names.enumerate) else {
            throw Fault(.schemaValidationError, "The Body of this action holds a wsen:Enumerate element.")
        }
        var mode = EnumerationMode.object
        var polymorphism = PolymorphismMode.includeSubclassProperties
        var isOptimized = false
        var maxElements: Int?
        for child in body.children {
            if child.has(name: Names.endTo) {
                throw Fault(
                    .unsupportedFeature, .addressingMode,
                    "EnumerationEnd is not sent; leave EndTo out (R8.2.1-1).")
            } else if child.has(name: Names.expires) {
                // R8.2.1-2: always allowed to refuse.
                throw Fault(
                    .unsupportedFeature, .expirationTime,
                    "The lifetime of an enumeration is the service's to choose; leave Expires out.")
            } else if child.has(name: Names.enumerationFilter) {
                throw Fault(.filteringNotSupported, "Enumerations cannot be filtered; leave the Filter out.")
            } else if child.has(name: Names.managementFilter) {
                throw Fault(.filteringNotSupported, "Enumerations cannot be filtered; leave the Filter out.")
            } else if child.has(name: Names.enumerationMode) {
                mode = try Self.mode(child.trimmedText)
            } else if child.has(name: Names.polymorphismMode) {
                polymorphism = try Self.polymorphism(child.trimmedText)
            } else if child.has(name: Names.optimizeEnumeration) {
                isOptimized = true
            } else if child.has(name: Names.managementMaxElements) || child.has(name: Names.enumerationMaxElements) {
                maxElements = try PullRequest.positive(child)
            }
        }
        self.mode = mode
        self.polymorphism = polymorphism
        // R8.2.3-3: absent means one.
        optimized = isOptimized ? maxElements ?? 1 : nil
    }

    private static func polymorphism(_ text: String) throws(Fault) -> PolymorphismMode {
        guard let mode = PolymorphismMode(rawValue: text) else {
            let known = PolymorphismMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(
                .polymorphismModeNotSupported, "PolymorphismMode is \(text.prefix(100)); there are \(known).")
        }
        return mode
    }

    private static func mode(_ text: String) throws(Fault) -> EnumerationMode {
        switch text {
        case EnumerationMode.reference.text: return .reference
        case EnumerationMode.objectAndReference.text: return .objectAndReference
        case "EnumerateObject", "": return .object
        default:
            throw Fault(
                .unsupportedFeature, .enumerationMode,
                "EnumerationMode is \(text.prefix(100)); there are EnumerateEPR and EnumerateObjectAndEPR.")
        }
    }
}

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
        context = try Self.context(body)
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

    /// The context in a Pull or a Release (R8.4-11).
    static func context(_ body: XMLElement) throws(Fault) -> String {
        guard let context = body.first(Names.enumerationContext)?.trimmedText, !context.isEmpty else {
            throw Fault(
                .invalidEnumerationContext,
                "The EnumerationContext is missing or empty; send back the one of the last response.")
        }
        return context
    }

    static func positive(_ element: XMLElement) throws(Fault) -> Int {
        let text = element.trimmedText
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), Int(text) != 0 else {
            throw Fault(.schemaValidationError, "\(element.localName) is not a positive number.")
        }
        return Int(text) ?? .max
    }
}

/// The body of Release.
public struct ReleaseRequest: Sendable, Hashable {
    /// The context as the client sent it back.
    public let context: String

    /// Reads the body of Release.
    public init(_ body: XMLElement?) throws(Fault) {
        guard let body, body.has(name: Names.release) else {
            throw Fault(.schemaValidationError, "The Body of this action holds a wsen:Release element.")
        }
        context = try PullRequest.context(body)
    }
}
