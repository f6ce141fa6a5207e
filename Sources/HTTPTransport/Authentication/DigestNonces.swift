// SPDX-License-Identifier: Apache-2.0

/// Nonces that are signed instead of stored, and what those that somebody logged in with have been used for.
///
/// A stranger can ask for any number of nonces without filling our memory. One that has been used is remembered, so that
/// no request counts twice; confined to the loop.
struct DigestNonces {
    /// What a nonce is worth.
    enum Judgement: Equatable {
        /// Ours, and young enough.
        case good(issued: UInt64)
        /// To be replaced: too old, or of another life of this daemon.
        case stale
    }

    /// A nonce that has been used with success.
    private struct Use {
        let user: String
        let issued: UInt64
        var window = ReplayWindow()
        /// Whether the latest request with it was right.
        var isProven = true
    }

    /// How long a nonce may be used, in nanoseconds.
    let lifetime: UInt64
    /// Used nonces that are remembered.
    let capacity: Int
    private let signature: KeyedDigest
    private var uses: [String: Use] = [:]
    private var counter: UInt64 = 0
    /// Nonces issued up to here are stale unless they are remembered: some of them were, and were forgotten.
    private var horizon: UInt64 = 0

    /// Octets of the HMAC that are kept in a nonce.
    private static let signatureLength = 16

    init(lifetime: UInt64, capacity: Int, signature: KeyedDigest) {
        self.lifetime = lifetime
        self.capacity = max(capacity, 1)
        self.signature = signature
    }

    /// A new nonce: time, counter, signature, all in hexadecimal, as every console can read it.
    mutating func issue(now: UInt64) -> String {
        counter &+= 1
        let body = Self.digits(now) + Self.digits(counter)
        return body + sign(body)
    }

    /// Whether a nonce is one of ours and may still be used.
    func judge(_ nonce: String, now: UInt64) -> Judgement {
        if let use = uses[nonce] { return now &- use.issued <= lifetime ? .good(issued: use.issued) : .stale }
        guard nonce.utf8.count == 32 + 2 * Self.signatureLength, let issued = UInt64(nonce.prefix(16), radix: 16)
        else { return .stale }
        let body = String(nonce.prefix(32))
        let claimed = Array(nonce.utf8.dropFirst(32))
        guard ConstantTime.areEqual(claimed, Array(sign(body).utf8)), issued > horizon, now >= issued,
            now - issued <= lifetime
        else { return .stale }
        return .good(issued: issued)
    }

    /// Whether the user has logged in with this nonce, and has not failed with it since.
    func isProven(_ nonce: String, by user: String) -> Bool {
        guard let use = uses[nonce] else { return false }
        return use.isProven && use.user == user
    }

    /// Takes note of a right request.
    ///
    /// - Returns: false when this request, or one that may have been it, came before.
    mutating func accept(_ nonce: String, count: UInt64, by user: String, issued: UInt64, now: UInt64) -> Bool {
        if uses[nonce] == nil {
            makeRoom(now: now)
            uses[nonce] = Use(user: user, issued: issued)
        }
        guard uses[nonce]?.user == user else { return false }
        uses[nonce]?.isProven = true
        return uses[nonce]?.window.accept(count) ?? false
    }

    /// Takes note of a wrong request.
    mutating func failed(_ nonce: String) { uses[nonce]?.isProven = false }

    private mutating func makeRoom(now: UInt64) {
        guard uses.count >= capacity else { return }
        uses = uses.filter { now &- $0.value.issued <= lifetime }
        guard uses.count >= capacity else { return }
        // A part of them at once, so that the sorting is paid for by many requests.
        let oldest = uses.sorted { $0.value.issued < $1.value.issued }.prefix(max(capacity / 8, 1))
        for (nonce, use) in oldest {
            horizon = max(horizon, use.issued)
            uses[nonce] = nil
        }
    }

    /// How many used nonces are remembered.
    var count: Int { uses.count }

    private func sign(_ body: String) -> String {
        // Without a signature nothing verifies, which is what a failing OpenSSL should come to.
        guard let value = signature.digest(body) else { return "" }
        return withUnsafeBytes(of: value.words) { Hexadecimal.encode($0.prefix(Self.signatureLength)) }
    }

    private static func digits(_ number: UInt64) -> String {
        withUnsafeBytes(of: number.bigEndian) { Hexadecimal.encode($0) }
    }
}
