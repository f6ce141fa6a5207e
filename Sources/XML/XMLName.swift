// SPDX-License-Identifier: Apache-2.0

/// An expanded name: a namespace and a local part.
public struct XMLName: Hashable, Sendable {
    /// The namespace URI; empty for a name in no namespace.
    public let namespace: String
    /// The local part, without a prefix.
    public let local: String
    /// Tells unequal names apart with one comparison: most lookups end there.
    let fingerprint: UInt64

    /// Makes a name from its namespace, which is empty for none, and its local part.
    public init(_ namespace: String, _ local: String) {
        self.namespace = namespace
        self.local = local
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in local.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ 0xff) &* 0x100_0000_01b3
        for byte in namespace.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        fingerprint = hash
    }

    /// Whether both names have the same namespace and the same local part.
    public static func == (lhs: XMLName, rhs: XMLName) -> Bool {
        lhs.fingerprint == rhs.fingerprint && lhs.local == rhs.local && lhs.namespace == rhs.namespace
    }

    /// Hashes the strings, not the fingerprint: a client can choose names whose fingerprints collide.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(local)
        hasher.combine(namespace)
    }
}

extension XMLName: CustomStringConvertible {
    /// The name in Clark notation, `{namespace}local`.
    public var description: String { namespace.isEmpty ? local : "{\(namespace)}\(local)" }
}
