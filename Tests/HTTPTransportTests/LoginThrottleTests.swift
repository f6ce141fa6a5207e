// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPTransport

struct LoginThrottleTests {
    static let second: UInt64 = 1_000_000_000
    var limits: LoginThrottle.Limits {
        var limits = LoginThrottle.Limits()
        limits.firstDelay = Self.second
        limits.longestDelay = 8 * Self.second
        limits.longestWait = 20 * Self.second
        limits.maxEntries = 10
        return limits
    }

    @Test func `delays double up to the longest`() {
        var throttle = LoginThrottle(limits: limits)
        var now: UInt64 = 0
        var delays: [UInt64] = []
        for _ in 1...8 {
            guard case .after(let delay) = throttle.admit(account: "ann", address: "1.2.3.4", now: now) else { break }
            delays.append(delay / Self.second)
            now += delay
            throttle.failed(account: "ann", address: "1.2.3.4", now: now)
        }
        #expect(delays == [0, 0, 0, 1, 2, 4, 8, 8])
    }

    @Test func `guesses at once wait one behind the other, then are refused`() {
        var throttle = LoginThrottle(limits: limits)
        for _ in 1...6 { throttle.failed(account: "ann", address: "1.2.3.4", now: 0) }
        let admissions = (1...5).map { _ in throttle.admit(account: "ann", address: "1.2.3.4", now: 0) }
        #expect(
            admissions == [
                .after(8 * Self.second), .after(16 * Self.second), .refused(24 * Self.second),
                .refused(24 * Self.second), .refused(24 * Self.second),
            ])
    }

    @Test func `account and address count each for itself`() {
        var throttle = LoginThrottle(limits: limits)
        for number in 1...4 { throttle.failed(account: "user \(number)", address: "1.2.3.4", now: 0) }
        #expect(throttle.admit(account: "other", address: "1.2.3.4", now: 0) == .after(2 * Self.second))
        #expect(throttle.admit(account: "user 1", address: "5.6.7.8", now: 0) == .after(0))
        for number in 1...3 { throttle.failed(account: "ann", address: "10.0.0.\(number)", now: 0) }
        #expect(throttle.admit(account: "ann", address: "10.0.0.9", now: 0) == .after(Self.second))
    }

    @Test func `a success clears the account but not the address`() {
        var throttle = LoginThrottle(limits: limits)
        for _ in 1...4 { throttle.failed(account: "ann", address: "1.2.3.4", now: 0) }
        throttle.succeeded(account: "ann", address: "1.2.3.4", now: 0)
        #expect(throttle.admit(account: "ann", address: "5.6.7.8", now: 0) == .after(0))
        #expect(throttle.admit(account: "bob", address: "1.2.3.4", now: 0) == .after(2 * Self.second))
    }

    @Test func `who has logged in from an address waits there for no one else's failures`() {
        var throttle = LoginThrottle(limits: limits)
        throttle.succeeded(account: "ann", address: "1.2.3.4", now: 0)
        for number in 1...4 {
            throttle.failed(account: "user \(number)", address: "1.2.3.4", now: 0)
            throttle.failed(account: "ann", address: "10.0.0.\(number)", now: 0)
        }
        #expect(throttle.admit(account: "ann", address: "1.2.3.4", now: 0) == .after(0))
        for _ in 1...4 { throttle.failed(account: "ann", address: "1.2.3.4", now: 0) }
        #expect(throttle.admit(account: "ann", address: "1.2.3.4", now: 0) == .after(2 * Self.second))
    }

    @Test func `old failures are forgotten`() {
        var throttle = LoginThrottle(limits: limits)
        for _ in 1...6 { throttle.failed(account: "ann", address: "1.2.3.4", now: 0) }
        let later = limits.memory + 1
        #expect(throttle.admit(account: "ann", address: "1.2.3.4", now: later) == .after(0))
        throttle.failed(account: "ann", address: "1.2.3.4", now: later)
        #expect(throttle.admit(account: "ann", address: "1.2.3.4", now: later) == .after(0))
    }

    @Test func `the table does not grow beyond its bound`() {
        var throttle = LoginThrottle(limits: limits)
        for number in 1...1000 {
            throttle.failed(account: "user \(number)", address: "host \(number)", now: UInt64(number))
        }
        #expect(throttle.count <= 20)
        #expect(throttle.admit(account: "user 1000", address: "x", now: 1000) == .after(0))
    }

    @Test func `addresses of one IPv6 network count as one`() {
        #expect(LoginThrottle.network(of: "2001:db8:1:2::1") == LoginThrottle.network(of: "2001:db8:1:2:ffff::9"))
        #expect(LoginThrottle.network(of: "2001:db8:1:2::1") != LoginThrottle.network(of: "2001:db8:1:3::1"))
        #expect(LoginThrottle.network(of: "192.0.2.1") == "192.0.2.1")
    }
}
