// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ResourceModel
import Testing
import WSMan

struct EnumerationContextsTests {
    static let ann = Principal(name: "ann", role: .operator)
    static let bob = Principal(name: "bob", role: .admin)
    static let limits = {
        var limits = EnumerationLimits()
        limits.contexts = 3
        limits.contextsPerPrincipal = 2
        limits.lifetime = 100
        return limits
    }()

    var contexts = EnumerationContexts<String>(limits: limits)
    let parts = (0..<5).map { PartID("part\($0)") }

    mutating func open(_ owner: Principal = ann, now: UInt64 = 0) throws -> EnumerationContextID {
        try contexts.open(owner: owner, resource: "fans", plan: "whole", parts: parts, now: now)
    }

    @Test mutating func `a context goes on where the last pull ended`() throws {
        let id = try open()
        #expect(try contexts.begin(id, owner: Self.ann, resource: "fans", now: 1).cursor == 0)
        contexts.advance(id, to: 3, now: 1)
        #expect(try contexts.begin(id, owner: Self.ann, resource: "fans", now: 2).cursor == 3)
        contexts.finish(id)
        #expect(throws: EnumerationError.invalidContext) {
            try contexts.begin(id, owner: Self.ann, resource: "fans", now: 3)
        }
    }

    @Test mutating func `a context expires unless it is pulled, and each pull prolongs it`() throws {
        let id = try open()
        _ = try contexts.begin(id, owner: Self.ann, resource: "fans", now: 99)
        contexts.advance(id, to: 1, now: 99)
        _ = try contexts.begin(id, owner: Self.ann, resource: "fans", now: 198)
        contexts.advance(id, to: 2, now: 198)
        #expect(throws: EnumerationError.invalidContext) {
            try contexts.begin(id, owner: Self.ann, resource: "fans", now: 298)
        }
        contexts.expire(now: 298)
        #expect(contexts.count == 0)
    }

    @Test mutating func `a context that is being pulled does not expire under the pull`() throws {
        let id = try open()
        _ = try contexts.begin(id, owner: Self.ann, resource: "fans", now: 50)
        contexts.expire(now: 1000)
        #expect(contexts.count == 1)
    }

    @Test mutating func `a context belongs to the account and the resource that opened it`() throws {
        let id = try open()
        #expect(throws: EnumerationError.notOwner) {
            try contexts.begin(id, owner: Self.bob, resource: "fans", now: 1)
        }
        #expect(throws: EnumerationError.otherResource) {
            try contexts.begin(id, owner: Self.ann, resource: "sensors", now: 1)
        }
        #expect(throws: EnumerationError.notOwner) {
            try contexts.release(id, owner: Self.bob, resource: "fans", now: 1)
        }
        #expect(try contexts.begin(id, owner: Self.ann, resource: "fans", now: 1).cursor == 0)
    }

    @Test mutating func `an account that may do less than before has to enumerate anew, and may release`() throws {
        let id = try open()
        let demoted = Principal(name: "ann", role: .reader)
        #expect(throws: EnumerationError.demoted) {
            try contexts.begin(id, owner: demoted, resource: "fans", now: 1)
        }
        let promoted = Principal(name: "ann", role: .admin)
        #expect(try contexts.begin(id, owner: promoted, resource: "fans", now: 1).cursor == 0)
        contexts.abandon(id)
        try contexts.release(id, owner: demoted, resource: "fans", now: 1)
        #expect(contexts.count == 0)
    }

    @Test mutating func `two pulls at once are refused, and a failed one can be repeated`() throws {
        let id = try open()
        _ = try contexts.begin(id, owner: Self.ann, resource: "fans", now: 1)
        #expect(throws: EnumerationError.busy) {
            try contexts.begin(id, owner: Self.ann, resource: "fans", now: 1)
        }
        contexts.abandon(id)
        #expect(try contexts.begin(id, owner: Self.ann, resource: "fans", now: 1).cursor == 0)
    }

    @Test mutating func `quotas hold for an account and for all, and expired contexts make room`() throws {
        _ = try open()
        _ = try open()
        #expect(throws: EnumerationError.tooManyForPrincipal(2)) { try open() }
        _ = try open(Self.bob)
        #expect(throws: EnumerationError.tooMany(3)) { try open(Self.bob) }
        _ = try open(Self.ann, now: 100)
        #expect(contexts.count == 1)
    }

    @Test mutating func `a released context is gone`() throws {
        let id = try open()
        try contexts.release(id, owner: Self.ann, resource: "fans", now: 1)
        #expect(throws: EnumerationError.invalidContext) {
            try contexts.release(id, owner: Self.ann, resource: "fans", now: 1)
        }
    }

    @Test mutating func `names of contexts survive the wire and do not repeat`() throws {
        let first = try open()
        let second = try open()
        #expect(first != second)
        #expect(EnumerationContextID(first.description) == first)
    }

    @Test(arguments: ["", "0", String(repeating: "g", count: 32), String(repeating: "0", count: 33), "é"])
    func `a text that is no name of a context is refused`(text: String) {
        #expect(EnumerationContextID(text) == nil)
    }
}
