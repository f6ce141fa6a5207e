// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging
import ResourceModel
import Synchronization
import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1)))
struct BasicSchemeTests {
    static let ann = "ann:admin:\(AccountFixture.hash(of: "right"))\n"
    static let bob = "bob:reader:\(AccountFixture.hash(of: "secret"))\n"

    private func serve(_ accounts: AccountFixture) throws -> TestServer {
        try TestServer(routes: [.echo(access: .authenticated)], authenticator: accounts.authenticator)
    }

    @Test func `a 401 names the scheme and the same connection may try again`() throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        peer.send(post("x"))
        let refusal = try peer.readAnswer()
        #expect(refusal.status == 401)
        #expect(refusal["WWW-Authenticate"] == "Basic realm=\"baseboard\", charset=\"UTF-8\"")
        #expect(refusal["Connection"] == nil)
        peer.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try peer.readAnswer().body == "POST /echo ? ann x")
    }

    @Test func `a good password is checked once, for every connection`() throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        for _ in 1...3 {
            let peer = try server.connect()
            for _ in 1...3 {
                peer.send(post("x", to: "/echo", basic("ann", "right")))
                #expect(try peer.readAnswer().status == 200)
            }
        }
        #expect(accounts.checks.count == 1)
    }

    @Test func `the same credentials at the same time are checked once`() throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peers = try (1...64).map { _ in try server.connect() }
        for peer in peers {
            peer.send(post("x", to: "/echo", basic("ann", "right")) + post("y", to: "/echo", basic("ann", "right")))
        }
        for peer in peers {
            #expect(try peer.readAnswer().body == "POST /echo ? ann x")
            #expect(try peer.readAnswer().body == "POST /echo ? ann y")
        }
        #expect(accounts.checks.count == 1)
    }

    @Test func `a good check is forgotten after its lifetime`() throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        for count in [1, 1, 2] {
            if count == 2 { accounts.clock.advance(seconds: 301) }
            peer.send(post("x", to: "/echo", basic("ann", "right")))
            #expect(try peer.readAnswer().status == 200)
            #expect(accounts.checks.count == count)
        }
    }

    @Test(arguments: [
        ("another password", "ann:admin:\(AccountFixture.hash(of: "other"))\n", 401),
        ("another role", "ann:reader:\(AccountFixture.hash(of: "right"))\n", 200),
        ("no account", bob, 401),
        ("a broken file", "ann\n", 401),
    ])
    func `a changed users file counts at once`(_ what: String, _ text: String, _ status: Int) async throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try peer.readAnswer().status == 200)
        AccountFixture.write(text, to: accounts.path)
        accounts.clock.advance(seconds: 1)
        peer.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try peer.readAnswer().status == status)
        // What was remembered is not used: the password was checked again wherever there is one to check against.
        #expect(accounts.checks.count == (text == "ann\n" ? 1 : 2))
    }

    @Test(arguments: [
        ("the same", Self.ann, true), ("another password", "ann:admin:\(AccountFixture.hash(of: "other"))\n", true),
        ("less", "ann:operator:\(AccountFixture.hash(of: "right"))\n", false), ("no account", bob, false),
        ("a broken file", "ann\n", false),
    ])
    func `an account is entitled as long as the file gives it its role`(
        _ what: String, _ text: String, _ isEntitled: Bool
    ) throws {
        let fixture = try AccountFixture(Self.ann)
        let ann = Principal(name: "ann", role: .admin)
        let answers = Mutex<[Bool]>([])
        ServiceLoop.forTests.finish { answers.withLock { $0.append(fixture.accounts.isEntitled(ann)) } }
        AccountFixture.write(text, to: fixture.path)
        fixture.clock.advance(seconds: 1)
        ServiceLoop.forTests.finish { answers.withLock { $0.append(fixture.accounts.isEntitled(ann)) } }
        #expect(answers.withLock { $0 } == [true, isEntitled])
    }

    @Test func `reload counts without waiting for the next look`() async throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try peer.readAnswer().status == 200)
        AccountFixture.write(Self.bob, to: accounts.path)
        accounts.accounts.reload()
        await server.onLoop {}
        peer.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try peer.readAnswer().status == 401)
    }

    @Test func `an unknown user costs a check like a known one`() throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        // "right" is ann's password, and must not let anyone else in.
        peer.send(post("x", to: "/echo", basic("nobody", "right")))
        #expect(try peer.readAnswer().status == 401)
        #expect(accounts.checks.count == 1)
    }

    @Test(arguments: [
        "Authorization: Basic !!!!", "Authorization: Basic YW5u", "Authorization: Basic", "Authorization: Basic /w==",
        "Authorization: Digest username=\"ann\"", "Authorization: Bearer x",
        "Authorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual",
    ])
    func `what holds no Basic credentials gets the challenge, unchecked`(_ field: String) throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", field))
        #expect(try peer.readAnswer().status == 401)
        #expect(accounts.checks.count == 0)
    }

    @Test func `a guesser is delayed, the one who is logged in is not`() throws {
        let accounts = try AccountFixture(Self.ann + Self.bob) {
            $0.freeFailures = 0
            $0.firstDelay = 60_000_000_000
            $0.longestDelay = 60_000_000_000
        }
        let server = try serve(accounts)
        let bob = try server.connect()
        bob.send(post("x", to: "/echo", basic("bob", "secret")))
        #expect(try bob.readAnswer().status == 200)

        let guesser = try server.connect()
        guesser.send(post("x", to: "/echo", basic("ann", "wrong")))
        #expect(try guesser.readAnswer().status == 401)
        // The next guess would have to wait longer than guesses may.
        guesser.send(post("x", to: "/echo", basic("ann", "wrong again")))
        let refusal = try guesser.readAnswer()
        #expect(refusal.status == 429)
        #expect(refusal["Retry-After"] == "61")
        #expect(accounts.checks.count == 2)

        bob.send(post("x", to: "/echo", basic("bob", "secret")))
        #expect(try bob.readAnswer().status == 200)
    }

    @Test func `a delayed guess is answered later`() throws {
        let accounts = try AccountFixture(Self.ann) {
            $0.freeFailures = 0
            $0.firstDelay = 1_000_000
        }
        let server = try serve(accounts)
        let guesser = try server.connect()
        for number in 1...3 {
            guesser.send(post("x", to: "/echo", basic("ann", "wrong \(number)")))
            #expect(try guesser.readAnswer().status == 401)
        }
        guesser.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try guesser.readAnswer().status == 200)
    }

    @Test func `no more checks wait than may`() throws {
        let accounts = try AccountFixture(Self.ann) {
            $0.maxPendingChecks = 1
            $0.freeFailures = 0
            $0.firstDelay = 20_000_000_000
        }
        let server = try serve(accounts)
        let first = try server.connect()
        first.send(post("x", to: "/echo", basic("ann", "wrong")))
        #expect(try first.readAnswer().status == 401)
        // Whichever comes first is delayed and occupies the only place.
        let guessers = try (1...2).map { _ in try server.connect() }
        for (number, peer) in guessers.enumerated() { peer.send(post("x", to: "/echo", basic("eve", "\(number)"))) }
        var answers: [String] = []
        while answers.isEmpty { answers = guessers.compactMap { $0.readIfAny() } }
        #expect(answers.map { $0.hasPrefix("HTTP/1.1 429 ") } == [true])
        #expect(accounts.checks.count == 1)
    }

    @Test func `a peer that leaves during its check harms nobody`() async throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        for number in 1...20 {
            let peer = try server.connect()
            peer.send(post("x", to: "/echo", basic("ann", number % 2 == 0 ? "right" : "wrong \(number)")))
            peer.resetWhenClosed()
        }
        try await server.waitForStatistics { $0.acceptedConnections == 20 && $0.openConnections == 0 }
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", basic("ann", "right")))
        #expect(try peer.readAnswer().status == 200)
    }

    @Test func `a body is not read before its sender is known`() throws {
        let accounts = try AccountFixture(Self.ann)
        let server = try serve(accounts)
        let peer = try server.connect()
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 600000\r\n\r\n")
        let answer = try peer.readAnswer()
        #expect(answer.status == 401)
        #expect(answer["Connection"] == "close")
    }

    @Test func `real yescrypt hashes let the right one in`() throws {
        let path = try AccountFixture.temporaryFile("")
        defer { unlink(path) }
        try UsersFile(path: path).add(
            .init(name: "ünal", role: .operator, password: Array("pässword: with colon".utf8)))
        let accounts = try Accounts(.users(UsersFile(path: path)), loop: .forTests, logger: Logger(label: "test"))
        defer { accounts.shutdown() }
        let server = try TestServer(
            routes: [.echo(access: .authenticated)], authenticator: accounts.authenticator([.basic]))
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", basic("ünal", "pässword: with colon")))
        #expect(try peer.readAnswer().body == "POST /echo ? ünal x")
        peer.send(post("x", to: "/echo", basic("ünal", "password: with colon")))
        #expect(try peer.readAnswer().status == 401)
    }
}
