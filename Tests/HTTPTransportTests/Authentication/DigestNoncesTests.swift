// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPTransport

struct DigestNoncesTests {
    private func nonces(lifetime: UInt64 = 100, capacity: Int = 16) throws -> DigestNonces {
        DigestNonces(lifetime: lifetime, capacity: capacity, signature: try #require(KeyedDigest()))
    }

    @Test func `a nonce is plain hexadecimal, never twice the same, and good for its lifetime`() throws {
        var nonces = try nonces()
        let first = nonces.issue(now: 5)
        let second = nonces.issue(now: 5)
        #expect(first != second)
        #expect(first.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(nonces.isGood(first, now: 5))
        #expect(nonces.isGood(first, now: 105))
        #expect(!nonces.isGood(first, now: 106))
        // Of a clock that went back, it is not known how old it is.
        #expect(!nonces.isGood(first, now: 4))
        #expect(nonces.count == 0)
    }

    @Test func `a used nonce ends with its lifetime too`() throws {
        var nonces = try nonces()
        let nonce = nonces.issue(now: 5)
        #expect(nonces.accept(nonce, count: 1, by: "ann", now: 5) == .first)
        #expect(nonces.accept(nonce, count: 2, by: "ann", now: 105) == .further)
        #expect(nonces.accept(nonce, count: 3, by: "ann", now: 106) == .refused)
        #expect(!nonces.isGood(nonce, now: 106))
    }

    @Test func `no octet of a nonce can be changed, and no other daemon's counts`() throws {
        var nonces = try nonces()
        let nonce = nonces.issue(now: 5)
        for index in nonce.indices {
            var changed = nonce
            changed.replaceSubrange(index...index, with: nonce[index] == "0" ? "1" : "0")
            #expect(!nonces.isGood(changed, now: 5))
        }
        for other in ["", "0", String(nonce.dropLast()), nonce + "0", nonce.uppercased() + " "] {
            #expect(!nonces.isGood(other, now: 5))
        }
        var others = try self.nonces()
        let other = others.issue(now: 5)
        #expect(!nonces.isGood(other, now: 5))
    }

    @Test func `a nonce is one user's, and proves nobody else`() throws {
        var nonces = try nonces()
        let nonce = nonces.issue(now: 5)
        #expect(!nonces.isProven(nonce, by: "ann"))
        #expect(nonces.accept(nonce, count: 1, by: "ann", now: 5) == .first)
        #expect(nonces.isProven(nonce, by: "ann"))
        #expect(!nonces.isProven(nonce, by: "bob"))
        #expect(nonces.accept(nonce, count: 2, by: "bob", now: 5) == .refused)
    }

    @Test func `a failure ends the proof, and a request sent again does not bring it back`() throws {
        var nonces = try nonces()
        let nonce = nonces.issue(now: 5)
        #expect(nonces.accept(nonce, count: 1, by: "ann", now: 5) == .first)
        nonces.failed(nonce)
        #expect(!nonces.isProven(nonce, by: "ann"))
        #expect(nonces.accept(nonce, count: 1, by: "ann", now: 5) == .refused)
        #expect(!nonces.isProven(nonce, by: "ann"))
        #expect(nonces.accept(nonce, count: 2, by: "ann", now: 5) == .first)
        #expect(nonces.isProven(nonce, by: "ann"))
    }

    @Test func `when there is no room the oldest go, and nothing that was used ever counts again`() throws {
        var nonces = try nonces(lifetime: 1000)
        let all = (1...40).map { nonces.issue(now: UInt64($0)) }
        for (index, nonce) in all.enumerated() {
            #expect(nonces.accept(nonce, count: 1, by: "ann", now: 50) == .first, "\(index)")
            #expect(nonces.count <= 16)
        }
        for nonce in all { #expect(nonces.accept(nonce, count: 1, by: "ann", now: 50) == .refused) }
        #expect(!nonces.isGood(all[0], now: 50))
        #expect(nonces.accept(all[39], count: 2, by: "ann", now: 50) == .further)
    }

    @Test func `an unused nonce as old as one that was forgotten is stale`() throws {
        var nonces = try nonces(lifetime: 1000)
        let unused = nonces.issue(now: 1)
        for time in 2...40 {
            let nonce = nonces.issue(now: UInt64(time))
            #expect(nonces.accept(nonce, count: 1, by: "ann", now: 50) == .first)
        }
        #expect(!nonces.isGood(unused, now: 50))
        #expect(nonces.accept(unused, count: 1, by: "ann", now: 50) == .refused)
    }

    @Test func `those that are over make room first`() throws {
        var nonces = try nonces()
        for _ in 1...16 {
            let nonce = nonces.issue(now: 1)
            _ = nonces.accept(nonce, count: 1, by: "ann", now: 1)
        }
        let older = nonces.issue(now: 60)
        let latest = nonces.issue(now: 110)
        #expect(nonces.accept(latest, count: 1, by: "ann", now: 110) == .first)
        #expect(nonces.count == 1)
        #expect(nonces.isGood(older, now: 110))
    }
}

struct ReplayWindowTests {
    @Test func `a number counts once, in any order within the window`() {
        var window = ReplayWindow()
        for number in [5, 1, 3, 200, 73, 199] as [UInt64] {
            #expect(window.accept(number) == true)
            #expect(window.accept(number) == false)
        }
        // 200 - 127 is the oldest that can be told.
        #expect(window.accept(72) == false)
        #expect(window.accept(5) == false)
        #expect(window.accept(74) == true)
    }

    @Test func `zero never counts, and the largest numbers are numbers`() {
        var window = ReplayWindow()
        #expect(window.accept(0) == false)
        #expect(window.accept(.max) == true)
        #expect(window.accept(.max) == false)
        #expect(window.accept(.max - 127) == true)
        #expect(window.accept(.max - 128) == false)
    }

    @Test(arguments: 1...8)
    func `it agrees with a set of all that was seen`(_ seed: UInt64) {
        var window = ReplayWindow()
        var seen: Set<UInt64> = []
        var highest: UInt64 = 0
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = highest + 8 - min(highest + 8, (state >> 33) % 150)
            let expected = number > 0 && !seen.contains(number) && (number > highest || highest - number < 128)
            #expect(window.accept(number) == expected)
            if expected {
                seen.insert(number)
                highest = max(highest, number)
            }
        }
    }
}
