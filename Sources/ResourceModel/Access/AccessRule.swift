// SPDX-License-Identifier: Apache-2.0

/// A line of the configuration that makes the table of access narrower.
public struct AccessRule: Sendable, Hashable {
    /// The class's name, or a pattern with one `*` for any letters.
    public let classes: String
    /// What it closes to the roles below; nil for everything.
    public let action: ResourceAction?
    /// What it takes from now on.
    public let role: RequiredRole

    /// A rule for the classes of a name or pattern.
    public init(_ classes: String, _ action: ResourceAction?, _ role: RequiredRole) {
        self.classes = classes
        self.action = action
        self.role = role
    }

    /// Whether it is about a class: about itself, or about one that it extends.
    ///
    /// What holds for devices holds for fans, whichever of the two names a client uses.
    public func covers(_ schema: ResourceSchema) -> Bool {
        fits(schema.className) || schema.superclasses.contains(where: fits)
    }

    /// Whether it is about an action of a class.
    public func covers(_ action: ResourceAction, of schema: ResourceSchema) -> Bool {
        (self.action ?? action) == action && covers(schema)
    }

    private func fits(_ name: String) -> Bool {
        guard let star = classes.firstIndex(of: "*") else { return name == classes }
        let (start, end) = (classes[..<star], classes[classes.index(after: star)...])
        return name.count >= start.count + end.count && name.hasPrefix(start) && name.hasSuffix(end)
    }
}
