// SPDX-License-Identifier: Apache-2.0

/// What can be done with a resource, as far as it is allowed or not.
public enum ResourceAction: Sendable, Hashable {
    /// Reading one part.
    case get
    /// Listing the parts: Enumerate, and each Pull anew.
    case enumerate
    /// Changing a part.
    case put
    /// Making a part.
    case create
    /// Removing a part.
    case delete
    /// Calling the method of this name.
    case invoke(String)

    /// What a rule's word names: one of the operations' words, or else a method.
    public init(_ word: String) {
        self = Self.operations.first { $0.description == word } ?? .invoke(word)
    }

    /// All but the methods.
    public static let operations: [ResourceAction] = [.get, .enumerate, .put, .create, .delete]
}

extension ResourceAction: CustomStringConvertible {
    /// The word that a rule has for it; of a method its name.
    public var description: String {
        switch self {
        case .get: "get"
        case .enumerate: "enumerate"
        case .put: "put"
        case .create: "create"
        case .delete: "delete"
        case .invoke(let method): method
        }
    }
}

extension ResourceSchema {
    /// What its declaration lets anybody do at all.
    public var actions: [ResourceAction] {
        // An event is told of to those who may get its class; there are no instances to do anything else with.
        if isIndication { return [.get] }
        return [.get, .enumerate] + (isWritable ? [.put] : []) + (isCreatable ? [.create, .delete] : [])
            + methods.map { .invoke($0.name) }
    }
}
