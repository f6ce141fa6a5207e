// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// What the service makes of an Enumerate: whose parts are gone over, which of them are shown, and how.
///
/// A class, for an open enumeration keeps no more of it than where it is.
final class EnumerationPlan {
    /// The resource whose parts these are: of a query on all classes the one that it names.
    let resource: any Resource
    /// What each item is.
    let mode: EnumerationMode
    /// How subclasses are shown.
    let polymorphism: PolymorphismMode
    /// Which parts are shown; nil for all.
    let filter: ItemFilter?
    /// The properties that instances are shown with, by name in lower case; nil for all.
    let properties: Set<String>?
    /// Where to tell of an unexpected end.
    let endTo: Endpoint?

    /// Whether every part is shown, whole and without its address.
    var isPlain: Bool { filter == nil && properties == nil && mode == .object }

    init(
        _ resource: any Resource, _ request: EnumerateRequest, filter: ItemFilter? = nil, properties: [String]? = nil
    ) {
        self.resource = resource
        mode = request.mode
        polymorphism = request.polymorphism
        self.filter = filter
        self.properties = properties.map { Set($0.map { $0.lowercased() }) }
        endTo = request.endTo
    }
}

/// How the parts of an enumeration are told apart.
enum ItemFilter {
    /// By values, decided on a few properties of each part; a class that is not named has no part that passes.
    case rows([String: RowCondition])
    /// By an expression on the part's representation; with `projects` it may pick pieces of it.
    case expression(XPathExpression, projects: Bool)
}

/// A condition on the values of one class's parts.
struct RowCondition {
    /// What has to be read to decide.
    let read: PropertySet
    /// What of a part is shown, as a fragment; nil for the whole.
    let shown: PropertySet?
    /// Whether a part passes.
    let passes: (Row) -> Bool
}

/// What tells plans without a filter from each other.
struct PlanKey: Hashable {
    let uri: String
    let mode: EnumerationMode
    let polymorphism: PolymorphismMode
}
