// SPDX-License-Identifier: Apache-2.0

/// Nonces that are signed instead of stored, and what those that somebody logged in with have been used for.
///
/// A stranger can ask for any number of nonces without filling our memory. One that has been used is remembered, so that
/// no request counts twice.
struct DigestNonces {
    /// What came of a right answer to a nonce.
    enum Acceptance: Equatable {
        /// The first one with this nonce.
        case first
        /// A further one.
        case further
        /// It came before, or may have; or the nonce is too old, or another's.
        case refused
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

    /// How many used nonces are remembered.
    var count: Int { uses.count }

    /// A new nonce: time, counter, signature, all in hexadecimal, as every console can read it.
    mutating func issue(now: UInt64) -> String {
        counter &+= 1
        let body = Self.digits(now) + Self.digits(counter)
        return body + sign(body)
    }

    /// Whether a nonce is one of ours and may still be used.
    func isGood(_ nonce: String, now: UInt64) -> Bool { issued(nonce, now: now) != nil }

    /// Whether the user has logged in with this nonce, and has not failed with it since.
    func isProven(_ nonce: String, by user: String) -> Bool {
        guard let use = uses[nonce] else { return false }
        return use.isProven && use.user == user
    }

    /// Takes note of a right answer.
    mutating func accept(_ nonce: String, count: UInt64, by user: String, now: UInt64) -> Acceptance {
        guard let issued = issued(nonce, now: now) else { return .refused }
        if var use = uses[nonce] {
            guard use.user == user, use.window.accept(count) else { return .refused }
            // Only now: a request that was overheard and sent again proves nobody.
            let wasProven = use.isProven
            use.isProven = true
            uses[nonce] = use
            return wasProven ? .further : .first
        }
        var use = Use(user: user, issued: issued)
        guard use.window.accept(count) else { return .refused }
        makeRoom(now: now)
        uses[nonce] = use
        return .first
    }

    /// Takes note of a wrong answer.
    mutating func failed(_ nonce: String) { uses[nonce]?.isProven = false }

    /// When a nonce was issued; nil when it is too old, or not ours, or might be one that was used and forgotten.
    private func issued(_ nonce: String, now: UInt64) -> UInt64? {
        if let use = uses[nonce] { return now &- use.issued <= lifetime ? use.issued : nil }
        guard nonce.utf8.count == 32 + 2 * Self.signatureLength, let issued = UInt64(nonce.prefix(16), radix: 16),
            ConstantTime.areEqual(Array(nonce.utf8.dropFirst(32)), Array(sign(String(nonce.prefix(32))).utf8)),
            issued > horizon, now >= issued, now - issued <= lifetime
        else { return nil }
        return issued
    }

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

    private func sign(_ body: String) -> String {
        // Without a signature nothing verifies, which is what a failing OpenSSL should come to.
        guard let value = signature.digest(body) else { return "" }
        return withUnsafeBytes(of: value.words) { Hexadecimal.encode($0.prefix(Self.signatureLength)) }
    }

    private static func digits(_ number: UInt64) -> String {
        withUnsafeBytes(of: number.bigEndian) { Hexadecimal.encode($0) }
    }
}
