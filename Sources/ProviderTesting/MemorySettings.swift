// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
public import ResourceModel

/// Operators' settings that end with the test.
public final class MemorySettings: OperatorSettings {
    /// Grows with each change.
    public private(set) var generation: UInt64 = 0
    /// What to throw instead of storing the next changes.
    public var refusal: ProviderError?

    private var values: [String: [String: Value]] = [:]

    /// Nothing set.
    public init() {}

    /// What was set of a part.
    public func settings(of part: PartID, in domain: String) -> [String: Value] {
        values[domain + "/" + part.text] ?? [:]
    }

    /// Whether anything was set of any part.
    public func hasParts(in domain: String) -> Bool { !parts(in: domain).isEmpty }

    /// The parts of which anything was set.
    public func parts(in domain: String) -> [PartID] {
        values.filter { $0.key.hasPrefix(domain + "/") && !$0.value.isEmpty }
            .map { PartID(String($0.key.dropFirst(domain.count + 1))) }.sorted()
    }

    /// Sets properties of a part.
    public func set(
        _ values: [String: Value], of part: PartID, in domain: String, by principal: Principal
    ) async throws(ProviderError) {
        if let refusal { throw refusal }
        self.values[domain + "/" + part.text, default: [:]].merge(values) { $1 }
        generation += 1
    }

    /// Forgets what was set of these properties.
    public func reset(_ properties: [String], of part: PartID, in domain: String) async throws(ProviderError) {
        if let refusal { throw refusal }
        for property in properties { values[domain + "/" + part.text]?[property] = nil }
        generation += 1
    }
}
