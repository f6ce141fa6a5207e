// SPDX-License-Identifier: Apache-2.0

/// A rule that one key's value may not exceed another's.
///
/// When the administrator set the key itself, breaking the rule is an error; a default follows its ceiling down.
struct Ceiling: Sendable {
    let key: String
    let ceiling: String
    let section: String
    let isExceeded: @Sendable (Configuration) -> Bool
    let lower: @Sendable (inout Configuration) -> Void

    init<Value: Comparable & Sendable>(
        _ section: String, _ key: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
        atMost ceiling: String, _ other: any WritableKeyPath<Configuration, Value> & Sendable
    ) {
        self.section = section
        self.key = key
        self.ceiling = ceiling
        isExceeded = { $0[keyPath: path] > $0[keyPath: other] }
        lower = { $0[keyPath: path] = $0[keyPath: other] }
    }
}

extension Configuration {
    static let ceilings = [
        Ceiling(
            "authentication", "FailedLoginDelay", \.authentication.failedLoginDelay,
            atMost: "MaxFailedLoginDelay", \.authentication.maxFailedLoginDelay),
        Ceiling(
            "limits", "MaxConnectionsPerAddress", \.limits.maxConnectionsPerAddress,
            atMost: "MaxConnections", \.limits.maxConnections),
        Ceiling(
            "limits", "DefaultMaxEnvelopeSize", \.limits.defaultMaxEnvelopeSize,
            atMost: "MaxEnvelopeSize", \.limits.maxEnvelopeSize),
        Ceiling(
            "limits", "DefaultOperationTimeout", \.limits.defaultOperationTimeout,
            atMost: "MaxOperationTimeout", \.limits.maxOperationTimeout),
        Ceiling(
            "limits", "MaxEnumerationContextsPerPrincipal", \.limits.maxEnumerationContextsPerPrincipal,
            atMost: "MaxEnumerationContexts", \.limits.maxEnumerationContexts),
        Ceiling(
            "events", "MaxConnectionsPerSink", \.events.maxConnectionsPerSink,
            atMost: "MaxConnections", \.events.maxConnections),
    ]
}
