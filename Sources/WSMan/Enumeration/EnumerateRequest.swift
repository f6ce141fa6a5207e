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
public struct EnumerateRequest: Sendable {
    /// What each item is to be.
    public let mode: EnumerationMode
    /// How subclasses are shown.
    public let polymorphism: PolymorphismMode
    /// Whether the first items are to come with the answer, and how many at most.
    public let optimized: Int?
    /// Which items, or which parts of them, are wanted; nil for all.
    public let filter: FilterRequest?
    /// When the enumeration is to end at the latest.
    public let expires: Expiration?
    /// Where to tell of an unexpected end.
    public let endTo: Endpoint?

    /// Reads the body of Enumerate (R8.2.1-1 to R8.2.1-x, R8.2.3-1, R8.7-3).
    public init(
        _ body: XMLElement?, limits: MessageLimits = MessageLimits(), _ version: AddressingVersion = .submission2004
    ) throws(Fault) {
        guard let body, body.has(name: Names.enumerate) else {
            throw Fault(.schemaValidationError, "The Body of this action holds a wsen:Enumerate element.")
        }
        var mode = EnumerationMode.object
        var polymorphism = PolymorphismMode.includeSubclassProperties
        var isOptimized = false
        var maxElements: Int?
        var filter: FilterRequest?
        var expires: Expiration?
        var endTo: Endpoint?
        for child in body.children {
            if child.has(name: Names.endTo) {
                endTo = try Endpoint(child, limits: limits, version)
            } else if child.has(name: Names.expires) {
                expires = try Expiration(child)
            } else if child.has(name: Names.enumerationFilter) || child.has(name: Names.managementFilter) {
                // R8.2.1-x.
                guard filter == nil else {
                    throw Fault(
                        .enumerationCannotProcessFilter, "The Enumerate has two filters; send wsman:Filter alone.")
                }
                filter = try FilterRequest(child, of: .enumerate, limits: limits)
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
        self.filter = filter
        self.expires = expires
        self.endTo = endTo
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
