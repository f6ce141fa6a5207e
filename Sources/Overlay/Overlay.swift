// SPDX-License-Identifier: Apache-2.0

public import Database
public import ResourceModel

/// What operators set over what the hardware says: limits, names, asset tags.
///
/// Reads are lookups in memory. A change is stored first and becomes visible once it is on the disk. Confined to one
/// actor.
public final class Overlay {
    /// The steps of the state database's schema that the overlay needs.
    public static let migrations = [OverlayStore.table]

    /// Grows with every change that became visible, so that a reader can tell whether what it derived still holds.
    public private(set) var generation: UInt64 = 0

    private let database: Database?
    private let limits: OverlayLimits
    private var values: [OverlayPart: [String: OverlayValue]] = [:]
    private var partsByClass: [String: Set<OverlayPart>] = [:]

    // Changes on their way to the disk. Two of one property may be answered in another order than they were made in:
    // `latest` remembers the newest that became visible, for as long as older ones may follow.
    private var changesInFlight = 0
    private var entriesInFlight = 0
    private let order = ChangeOrder()
    private var latest: [OverlayPart: [String: UInt64]] = [:]

    /// Makes an overlay that lives in memory alone and ends with the process.
    public init(inMemoryWith limits: OverlayLimits) {
        database = nil
        self.limits = limits
    }

    /// Loads the overlay from the state database.
    ///
    /// - Parameter complain: hears of each row that cannot be read; such rows stay where they are and count for
    ///   nothing.
    public init(
        database: Database, limits: OverlayLimits = OverlayLimits(), complain: (String) -> Void
    ) async throws(DatabaseError) {
        self.database = database
        self.limits = limits
        let (entries, complaints): ([OverlayEntry], [String])
        do throws(DatabaseError) {
            (entries, complaints) = try await OverlayStore.load(from: database, limit: limits.maximumEntries)
        } catch {
            // What has no room for its table yet has nothing in it.
            guard error.kind == .full else { throw error }
            (entries, complaints) = ([], [])
        }
        for complaint in complaints { complain(complaint) }
        for entry in entries {
            values[entry.part, default: [:]][entry.property] = entry.value
            partsByClass[entry.part.deviceClass, default: []].insert(entry.part)
        }
        count = entries.count
    }

    /// How many properties are set, over all parts.
    public private(set) var count = 0

    /// Whether changes survive the end of the process.
    public var isPersistent: Bool { database != nil }

    // MARK: Reading

    /// What was set for a property of a part; nil when the hardware's value stands.
    public func value(for property: String, of part: OverlayPart) -> OverlayValue? {
        values[part]?[property]
    }

    /// All that was set for a part, by property.
    public func values(of part: OverlayPart) -> [String: OverlayValue] {
        values[part] ?? [:]
    }

    /// Whether anything was set of any part of a class.
    public func hasParts(ofClass deviceClass: String) -> Bool { partsByClass[deviceClass] != nil }

    /// The parts of a class of which anything was set, in their order.
    public func parts(ofClass deviceClass: String) -> [OverlayPart] { partsByClass[deviceClass]?.sorted() ?? [] }

    /// All that was set, ordered by part and property.
    public func entries() -> [OverlayEntry] {
        values.sorted { $0.key < $1.key }.flatMap { part, properties in
            properties.sorted { $0.key < $1.key }.map { OverlayEntry(part: part, property: $0, value: $1) }
        }
    }

    // MARK: Changing

    /// Sets properties of a part, all or none, and returns when they are stored and visible.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    public func set(
        _ changes: [String: OverlayScalar], of part: OverlayPart, by principal: Principal, at now: Int64
    ) async throws(OverlayError) {
        try check(part.deviceClass, is: "the class")
        try check(part.identifier, is: "the key of the part")
        try check(principal.name, is: "the name of the account")
        for (property, value) in changes {
            try check(property, is: "the name of a property")
            switch value {
            case .text(let text): try check(text, is: property)
            case .real(let real): guard real.isFinite else { throw .notFinite(property: property) }
            case .integer, .boolean: break
            }
        }
        let added = changes.keys.count { value(for: $0, of: part) == nil }
        guard count + entriesInFlight + added <= limits.maximumEntries else {
            throw .tooManyEntries(limit: limits.maximumEntries)
        }
        entriesInFlight += added
        defer { entriesInFlight -= added }
        try await store(changes.mapValues { OverlayValue($0, setBy: principal.name, setAt: now) }, of: part)
    }

    /// Lets the hardware's values stand again, for all of the given properties at once.
    public func reset(_ properties: some Sequence<String>, of part: OverlayPart) async throws(OverlayError) {
        var changes: [String: OverlayValue?] = [:]
        for property in properties { changes.updateValue(nil, forKey: property) }
        try await store(changes, of: part)
    }

    private func check(_ text: String, is what: String) throws(OverlayError) {
        guard text.utf8.count <= limits.maximumTextBytes else {
            throw .textTooLong(what: what, limit: limits.maximumTextBytes)
        }
    }

    private func store(_ changes: [String: OverlayValue?], of part: OverlayPart) async throws(OverlayError) {
        guard !changes.isEmpty else { return }
        changesInFlight += 1
        defer {
            changesInFlight -= 1
            if changesInFlight == 0 { latest.removeAll() }
        }
        let own: UInt64
        if let database {
            do throws(DatabaseError) {
                own = try await OverlayStore.apply(changes, of: part, in: database, numberedBy: order)
            } catch {
                throw .database(error)
            }
        } else {
            own = order.next()
        }
        for (property, value) in changes where latest[part]?[property] ?? 0 < own {
            latest[part, default: [:]][property] = own
            show(value, for: property, of: part)
        }
        generation &+= 1
    }

    private func show(_ value: OverlayValue?, for property: String, of part: OverlayPart) {
        let before = values[part]?[property]
        values[part, default: [:]][property] = value
        if values[part]?.isEmpty == true {
            values[part] = nil
            partsByClass[part.deviceClass]?.remove(part)
            if partsByClass[part.deviceClass]?.isEmpty == true { partsByClass[part.deviceClass] = nil }
        } else {
            partsByClass[part.deviceClass, default: []].insert(part)
        }
        count += (value == nil ? 0 : 1) - (before == nil ? 0 : 1)
    }
}
