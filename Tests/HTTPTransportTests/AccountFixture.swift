// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging
import Synchronization

@testable import HTTPTransport

/// A users file of its own, an authenticator over it, and the counts of what it did.
final class AccountFixture: Sendable {
    let path: String
    let accounts: Accounts
    /// Basic alone.
    var authenticator: ListenerAuthenticator { accounts.authenticator([.basic]) }
    /// Advanced by the tests.
    let clock: TestClock
    let checks: TestCounter

    /// Passwords are equal to the hash's last letters, so that no time is lost; `hash(of:)` makes such hashes.
    init(_ lines: String, algorithms: [DigestAlgorithm] = [.md5], limits: (inout Accounts.Limits) -> Void = { _ in })
        throws
    {
        path = try Self.temporaryFile(lines)
        var values = Accounts.Limits()
        limits(&values)
        let clock = TestClock()
        let checks = TestCounter()
        self.clock = clock
        self.checks = checks
        accounts = try Accounts(
            .users(UsersFile(path: path)), digestAlgorithms: algorithms, limits: values, loop: .forTests,
            logger: Logger(label: "test"), now: { clock.now },
            matches: { hash, password in
                checks.increment()
                return password.withCString { hash.text == Self.hash(of: String(cString: $0)) }
            })
    }

    deinit {
        unlink(path)
        accounts.shutdown()
    }

    /// A string of the right form for crypt; what stands for the hash is the password.
    static func hash(of password: String) -> String { "$6$salt$\(password)" }

    static func temporaryFile(_ text: String) throws -> String {
        var template = Array("/tmp/baseboard-users-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        close(descriptor)
        let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        write(text, to: path)
        return path
    }

    static func write(_ text: String, to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
    }
}

/// A clock that stands still until it is told otherwise.
final class TestClock: Sendable {
    private let time = Mutex<UInt64>(1_000_000_000_000)
    var now: UInt64 { time.withLock { $0 } }
    func advance(seconds: UInt64) { time.withLock { $0 += seconds * 1_000_000_000 } }
}

/// Counts calls from any thread.
final class TestCounter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func increment() { value.withLock { $0 += 1 } }
}

/// The field that carries user and password.
func basic(_ user: String, _ password: String) -> String {
    "Authorization: Basic " + Base64.encode(Array("\(user):\(password)".utf8))
}
