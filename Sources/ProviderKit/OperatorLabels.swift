// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// The labels that operators gave to parts of one kind, names and asset tags, over those that the hardware has.
public final class OperatorLabels {
    /// The longest label, in characters.
    public static let maximumLength = 256

    private let settings: any OperatorSettings
    private let domain: String
    private let isSingle: Bool

    /// The labels of the parts that a domain of the operators' settings is about.
    ///
    /// - Parameter isSingle: whether there is one part of the kind, whatever each class calls it.
    public init(_ settings: any OperatorSettings, domain: String, isSingle: Bool = false) {
        self.settings = settings
        self.domain = domain
        self.isSingle = isSingle
    }

    private func named(_ part: PartID) -> PartID { isSingle ? PartID(domain) : part }

    /// The labels of a part, by setting; nil where the hardware's stand.
    ///
    /// A look-up in memory.
    func labels(of part: PartID) -> [String: String]? {
        guard settings.hasParts(in: domain) else { return nil }
        let texts = settings.settings(of: named(part), in: domain).compactMapValues(\.stringValue)
        return texts.isEmpty ? nil : texts
    }

    /// Gives a part other labels, by setting; where a text is absent or empty, the hardware's stands again.
    func set(_ changes: [String: Value], of part: PartID, by principal: Principal) async throws(ProviderError) {
        let (set, reset) = (changes.filter { $0.value.text != nil }, changes.filter { $0.value.text == nil })
        if !set.isEmpty { try await settings.set(set, of: named(part), in: domain, by: principal) }
        if !reset.isEmpty { try await settings.reset(reset.keys.sorted(), of: named(part), in: domain) }
    }

    /// Checks that a text can be a label.
    static func check(_ change: PropertyChange) throws(ProviderError) {
        guard let text = change.value.text else { return }
        guard text.unicodeScalars.count <= maximumLength else {
            throw .invalidValue(property: change.name, reason: "it has \(maximumLength) characters at most.")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .invalidValue(property: change.name, reason: "it has no control characters.")
        }
    }
}

extension Value {
    /// The text, unless there is none or nothing in it.
    fileprivate var text: String? { stringValue.flatMap { $0.isEmpty ? nil : $0 } }
}

/// A class whose parts operators may label: some of its texts can be written, and what was written wins.
public struct LabelledByOperator: ForwardingClass {
    /// The class's declaration, the labels writable.
    public let schema: ResourceSchema
    /// The class that has no labels.
    public let base: any ResourceClass

    private let labels: OperatorLabels
    /// Where the labels stand in the class, and the settings that they are kept as.
    private let positions: [(position: Int, setting: String)]

    /// Lets the parts of a class be labelled.
    ///
    /// - Parameter settings: by property, what it is kept as: faces of one part share settings, whatever they call them.
    public init(_ base: any ResourceClass, _ labels: OperatorLabels, _ settings: [String: String]) {
        self.base = base
        self.labels = labels
        positions = base.schema.properties.indices.compactMap { position in
            settings[base.schema.properties[position].name].map { (position, $0) }
        }
        schema = ResourceSchema(base.schema, writable: Set(settings.keys))
    }

    /// Reads what the class reads, the labels as the operator has them.
    public func read(_ part: PartID, only wanted: PropertySet, into row: inout Row) async throws(ProviderError) {
        try await base.read(part, only: wanted, into: &row)
        guard let texts = labels.labels(of: part) else { return }
        for (position, setting) in positions where wanted.contains(position) {
            if let text = texts[setting] { row[position] = .string(text) }
        }
    }

    /// Changes labels here and everything else as the class does; what cannot be is found out before anything is changed.
    public func write(
        _ changes: [PropertyChange], to part: PartID, by principal: Principal
    ) async throws(ProviderError) {
        var texts: [String: Value] = [:]
        var others: [PropertyChange] = []
        for change in changes {
            if let own = positions.first(where: { schema.properties[$0.position].name == change.name }) {
                try OperatorLabels.check(change)
                texts[own.setting] = change.value
            } else {
                others.append(change)
            }
        }
        if others.isEmpty, !texts.isEmpty {
            var row = Row()
            row.reset(count: schema.properties.count)
            // Throws for a part that is not there.
            try await base.read(part, only: .none, into: &row)
        } else {
            try await base.write(others, to: part, by: principal)
        }
        if !texts.isEmpty { try await labels.set(texts, of: part, by: principal) }
    }
}

extension ResourceSchema {
    /// A declaration in which more properties can be written.
    fileprivate convenience init(_ base: ResourceSchema, writable names: Set<String>) {
        let properties = base.properties.map { property in
            guard names.contains(property.name) else { return property }
            return PropertySchema(
                property.name, property.type, isArray: property.isArray, isKey: property.isKey, isWritable: true,
                creation: property.creation, unit: property.unit, values: property.values,
                property.documentation
                    + " Settable: what an operator sets wins and survives restarts, nil takes it back.")
        }
        // Keys first, for their order is that of the declaration.
        let keys = base.keyProperties.map(\.name)
        self.init(
            base.className, extends: base.superclasses, displayName: base.displayName, summary: base.summary,
            properties: keys.compactMap { name in properties.first { $0.name == name } } + properties,
            methods: base.methods, base.documentation)
    }
}

/// A provider whose parts operators may label.
public struct LabelledParts: Provider {
    /// The provider's classes, those of labelled kinds with settable labels.
    public let resourceClasses: [any ResourceClass]

    private let base: any Provider

    /// - Parameter labels: by class, the labels of its kind of part and what its properties are kept as.
    public init(_ base: any Provider, _ labels: [String: (labels: OperatorLabels, settings: [String: String])]) {
        self.base = base
        resourceClasses = base.resourceClasses.map { resourceClass in
            labels[resourceClass.schema.className].map { LabelledByOperator(resourceClass, $0.labels, $0.settings) }
                ?? resourceClass
        }
    }

    /// The provider's own.
    public var eventClasses: [EventClass] { base.eventClasses }

    /// The provider's own.
    public func rescan() async { await base.rescan() }
}
