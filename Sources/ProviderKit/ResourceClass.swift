// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A property and the value that a client wants it to have.
public struct PropertyChange: Sendable, Hashable {
    /// The property's name in MOF spelling.
    public let name: String
    /// The new value; absent asks for what the hardware says.
    public let value: Value

    /// A wish to change one property.
    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

/// The answer of a method.
public struct MethodResult: Sendable, Hashable {
    /// What `ReturnValue` says; 0 is success.
    public let returnValue: UInt32
    /// The output parameters by name.
    public let outputs: [String: Value]

    /// An answer.
    public init(returnValue: UInt32, outputs: [String: Value] = [:]) {
        self.returnValue = returnValue
        self.outputs = outputs
    }
}

/// One class of resources: its declaration, and the reading, writing, making and calling of its parts.
///
/// All of it runs on the service's event loop; whatever may block is awaited from its bus's lane. A Get asks `find` and
/// `read` and never walks. What a class can do beside reading stands in its schema (writable properties,
/// properties to make parts of, methods), so that catalog and dispatch cannot disagree; a class that declares none of
/// them leaves `write`, `create`, `delete` and `invoke` as they are.
public protocol ResourceClass {
    /// The declaration from which everything else is derived.
    var schema: ResourceSchema { get }

    /// Grows whenever `parts` would answer anything else than before.
    var generation: UInt64 { get }

    /// The parts that there are now, in a stable order.
    func parts() async throws(ProviderError) -> [PartID]

    /// Finds one part by its keys, by lookup.
    ///
    /// - Parameter keys: what the client said of each key property, in the order of `schema.keys`; nil where it was
    ///   silent.
    /// - Throws: `ProviderError.insufficientSelectors` when what it said does not pick one part.
    func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID?

    /// Reads the wanted properties of one part; each slot of the row takes a value or a quality.
    ///
    /// The row has been reset to the schema's size. One failing attribute leaves its slot absent and throws nothing.
    /// - Throws: `ProviderError.notFound` when the part is gone.
    func read(_ part: PartID, only wanted: PropertySet, into row: inout Row) async throws(ProviderError)

    /// Whether some parts are some accounts' business only.
    var hasOwners: Bool { get }

    /// Whether an account may know of a part; no I/O.
    func isVisible(_ part: PartID, to principal: Principal) -> Bool

    /// Changes writable properties, all or none.
    func write(_ changes: [PropertyChange], to part: PartID, by principal: Principal) async throws(ProviderError)

    /// Makes a part of what the schema's properties for it say, each once, the required ones among them.
    ///
    /// - Throws: `ProviderError.alreadyExists` when there is one of this name: making never changes (R7.6-5).
    func create(_ values: [PropertyChange], by principal: Principal) async throws(ProviderError) -> PartID

    /// Removes a part.
    func delete(_ part: PartID, by principal: Principal) async throws(ProviderError)

    /// Calls a method that the schema declares, its inputs checked against their types.
    func invoke(
        _ method: String, on part: PartID, with inputs: [String: Value], by principal: Principal
    ) async throws(ProviderError) -> MethodResult
}

extension ResourceClass {
    /// Everybody's, where nothing is declared.
    public var hasOwners: Bool { false }

    /// Everybody may, where no owners are declared.
    public func isVisible(_ part: PartID, to principal: Principal) -> Bool { true }

    /// Nothing can be written where nothing is declared writable.
    public func write(
        _ changes: [PropertyChange], to part: PartID, by principal: Principal
    ) async throws(ProviderError) {
        throw .unsupportedAction
    }

    /// Nothing can be made where no property is declared for it.
    public func create(_ values: [PropertyChange], by principal: Principal) async throws(ProviderError) -> PartID {
        throw .unsupportedAction
    }

    /// Nothing can be removed where nothing can be made.
    public func delete(_ part: PartID, by principal: Principal) async throws(ProviderError) {
        throw .unsupportedAction
    }

    /// Nothing can be called where no method is declared.
    public func invoke(
        _ method: String, on part: PartID, with inputs: [String: Value], by principal: Principal
    ) async throws(ProviderError) -> MethodResult {
        throw .unsupportedAction
    }
}

/// A domain of hardware: a few classes that share what they read.
public protocol Provider {
    /// The classes of the domain.
    var resourceClasses: [any ResourceClass] { get }

    /// The classes of events of the domain.
    var eventClasses: [EventClass] { get }

    /// Looks for parts that came or went; called when the kernel says that something did.
    func rescan() async
}

extension Provider {
    /// No events where none are declared.
    public var eventClasses: [EventClass] { [] }

    /// Nothing to look for where parts neither come nor go.
    public func rescan() async {}
}
