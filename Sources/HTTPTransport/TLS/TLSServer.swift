// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The TLS side of listeners: what they show, replaceable while they listen.
public final class TLSServer: Sendable {
    private let context: Mutex<TLSContext>

    /// Reads certificate, key and authorities.
    ///
    /// - Throws: what is wrong with them.
    public init(_ identity: TLSIdentity, _ settings: TLSServerSettings) throws(TLSError) {
        context = Mutex(try TLSContext.server(identity, settings))
    }

    /// Reads the files anew for connections to come; those that are open go on as they began.
    ///
    /// - Throws: what is wrong with them; all stays as it was then.
    public func reload(_ identity: TLSIdentity, _ settings: TLSServerSettings) throws(TLSError) {
        let fresh = try TLSContext.server(identity, settings)
        context.withLock { $0 = fresh }
    }

    /// A session for a new connection; nil when OpenSSL has no memory.
    func makeSession() -> TLSSession? { TLSSession(context.withLock { $0 }, isServer: true) }
}
