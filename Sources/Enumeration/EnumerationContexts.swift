// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan

/// How many enumerations may be open, and for how long.
public struct EnumerationLimits: Sendable, Hashable {
    /// The most contexts in all.
    public var contexts = 20_000
    /// The most contexts of one account.
    public var contextsPerPrincipal = 10_000
    /// How long a context lives without being pulled, in nanoseconds.
    public var lifetime: UInt64 = 600_000_000_000
    /// The longest life that a client is granted who asks for one, in nanoseconds.
    public var longestExpiration: UInt64 = 3_600_000_000_000

    /// The defaults.
    public init() {}
}

/// Why an enumeration cannot be opened or continued.
public enum EnumerationError: Error, Sendable, Hashable {
    /// The context is unknown, drained, released or expired (R8.4-7, R8.5-2).
    case invalidContext
    /// The context is another account's (R8.1-6).
    case notOwner
    /// The account may do less than when it opened the context (R8.1-6).
    case demoted
    /// The message is addressed to another resource than the Enumerate was (R8.4-5, R8.5-3).
    case otherResource
    /// A Pull of this context is being answered.
    case busy
    /// The account has as many contexts as it may have; the number says how many.
    case tooManyForPrincipal(Int)
    /// The service has as many contexts as it may have; the number says how many.
    case tooMany(Int)
}

/// What names a context: 128 random bits, which nobody can guess.
public struct EnumerationContextID: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    init() {
        var generator = SystemRandomNumberGenerator()
        high = generator.next()
        low = generator.next()
    }

    /// Reads the text form; nil for anything that was not made here.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count == 32 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (position, byte) in bytes.enumerated() {
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 97...102: digit = byte - 87
            default: return nil
            }
            if position < 16 { words.0 = words.0 << 4 | UInt64(digit) } else { words.1 = words.1 << 4 | UInt64(digit) }
        }
        (high, low) = words
    }

    /// 32 hexadecimal digits.
    public var description: String {
        Self.padded(high) + Self.padded(low)
    }

    private static func padded(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

/// One open enumeration: the parts as they were when it was opened, and how far it has come.
public struct EnumerationContext<Plan> {
    /// The account that opened it, as it was then.
    public let owner: Principal
    /// The resource that the messages are addressed to.
    public let resource: String
    /// What of the parts is shown, and how.
    public let plan: Plan
    /// When the client asked it to end, in the words that it asked in; nil where it ends when nobody pulls any more.
    public internal(set) var expires: Expiration?
    /// The parts; the array is shared with every other enumeration of the same inventory.
    public let parts: [PartID]
    /// The next part to return.
    public internal(set) var cursor: Int

    var deadline: UInt64
    var isBusy = false
}

/// All open enumerations: a plain value, told the time, doing no I/O.
///
/// `Plan` is what the service makes of Enumerate; here it is only kept.
public struct EnumerationContexts<Plan> {
    private let limits: EnumerationLimits
    private var contexts: [EnumerationContextID: EnumerationContext<Plan>] = [:]
    private var perOwner: [String: Int] = [:]

    /// No enumeration yet.
    public init(limits: EnumerationLimits) {
        self.limits = limits
    }

    /// How many are open.
    public var count: Int { contexts.count }

    /// Opens an enumeration of these parts.
    ///
    /// - Parameters:
    ///   - expires: when the client wants it to end; `granted` is how long it lives then, in nanoseconds.
    ///   - now: nanoseconds on a clock that only grows.
    public mutating func open(
        owner: Principal, resource: String, plan: Plan, parts: [PartID],
        expires: (asked: Expiration, granted: UInt64)? = nil, now: UInt64
    ) throws(EnumerationError) -> EnumerationContextID {
        if contexts.count >= limits.contexts || perOwner[owner.name, default: 0] >= limits.contextsPerPrincipal {
            expire(now: now)
        }
        guard perOwner[owner.name, default: 0] < limits.contextsPerPrincipal else {
            throw .tooManyForPrincipal(limits.contextsPerPrincipal)
        }
        guard contexts.count < limits.contexts else { throw .tooMany(limits.contexts) }
        let id = EnumerationContextID()
        contexts[id] = EnumerationContext(
            owner: owner, resource: resource, plan: plan, expires: expires?.asked, parts: parts, cursor: 0,
            deadline: Self.moment(now, after: expires?.granted ?? limits.lifetime))
        perOwner[owner.name, default: 0] += 1
        return id
    }

    /// How long a life is granted to who asks for so many nanoseconds.
    public func granted(_ asked: UInt64) -> UInt64 { min(asked, limits.longestExpiration) }

    /// An enumeration and how long it still lives, in nanoseconds (R8.9-x).
    public func status(
        _ id: EnumerationContextID, owner: Principal, resource: String, now: UInt64
    ) throws(EnumerationError) -> (context: EnumerationContext<Plan>, left: UInt64) {
        let context = try checked(id, owner: owner, resource: resource, now: now)
        return (context, context.deadline > now ? context.deadline - now : 0)
    }

    /// Gives an enumeration another end (R8.8-x); without one it ends when nobody pulls any more.
    public mutating func renew(
        _ id: EnumerationContextID, owner: Principal, resource: String,
        expires: (asked: Expiration, granted: UInt64)?, now: UInt64
    ) throws(EnumerationError) {
        guard try !checked(id, owner: owner, resource: resource, now: now).isBusy else { throw .busy }
        contexts[id]?.expires = expires?.asked
        contexts[id]?.deadline = Self.moment(now, after: expires?.granted ?? limits.lifetime)
    }

    /// Ends all enumerations and returns them: the service is about to stop.
    public mutating func endAll() -> [(id: EnumerationContextID, context: EnumerationContext<Plan>)] {
        defer {
            contexts = [:]
            perOwner = [:]
        }
        return contexts.map { ($0.key, $0.value) }
    }

    /// Begins to answer a Pull; every begin is followed by `advance`, `finish` or `abandon`.
    ///
    /// The parts are those that the owner's role showed it then; whoever may do less by now has to enumerate anew.
    public mutating func begin(
        _ id: EnumerationContextID, owner: Principal, resource: String, now: UInt64
    ) throws(EnumerationError) -> EnumerationContext<Plan> {
        let context = try checked(id, owner: owner, resource: resource, now: now)
        guard owner.role >= context.owner.role else { throw .demoted }
        guard !context.isBusy else { throw .busy }
        contexts[id]?.isBusy = true
        return context
    }

    /// Ends a Pull that left parts for the next one.
    public mutating func advance(_ id: EnumerationContextID, to cursor: Int, now: UInt64) {
        contexts[id]?.cursor = cursor
        contexts[id]?.isBusy = false
        // An end that was asked for does not move.
        guard contexts[id]?.expires == nil else { return }
        let deadline = Self.moment(now, after: limits.lifetime)
        contexts[id]?.deadline = deadline
    }

    /// Ends a Pull that returned nothing; the client may try again (R8.4-3).
    public mutating func abandon(_ id: EnumerationContextID) {
        contexts[id]?.isBusy = false
    }

    /// Ends an enumeration whose last part was returned (R8.4-8).
    public mutating func finish(_ id: EnumerationContextID) {
        guard let owner = contexts.removeValue(forKey: id)?.owner.name else { return }
        let left = perOwner[owner, default: 1] - 1
        perOwner[owner] = left > 0 ? left : nil
    }

    /// Ends an enumeration because its client wants no more (R8.5-1).
    public mutating func release(
        _ id: EnumerationContextID, owner: Principal, resource: String, now: UInt64
    ) throws(EnumerationError) {
        _ = try checked(id, owner: owner, resource: resource, now: now)
        finish(id)
    }

    /// Ends every enumeration that has outlived its time, and returns them.
    @discardableResult
    public mutating func expire(now: UInt64) -> [(id: EnumerationContextID, context: EnumerationContext<Plan>)] {
        let over = contexts.filter { $0.value.deadline <= now && !$0.value.isBusy }
        for id in over.keys { finish(id) }
        return over.map { ($0.key, $0.value) }
    }

    private func checked(
        _ id: EnumerationContextID, owner: Principal, resource: String, now: UInt64
    ) throws(EnumerationError) -> EnumerationContext<Plan> {
        guard let context = contexts[id], context.deadline > now || context.isBusy else { throw .invalidContext }
        guard context.owner.name == owner.name else { throw .notOwner }
        guard context.resource == resource else { throw .otherResource }
        return context
    }

    private static func moment(_ now: UInt64, after nanoseconds: UInt64) -> UInt64 {
        let sum = now.addingReportingOverflow(nanoseconds)
        return sum.overflow ? .max : sum.partialValue
    }
}
