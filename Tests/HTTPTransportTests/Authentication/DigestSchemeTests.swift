// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging
import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1)))
struct DigestSchemeTests {
    private static let ann = DigestClient.line("ann", "admin", "right")
    private static let bob = DigestClient.line("bob", "reader", "secret")

    @Test func `Digest stands in the first line and the last, with the same nonce, Basic between them`() async throws {
        let accounts = try AccountFixture(Self.ann)
        let challenges = await accounts.accounts.authenticator([.basic, .digest]).decide(nil).challenges
        #expect(challenges.count == 3)
        #expect(challenges.first == challenges.last)
        #expect(challenges[1] == "Basic realm=\"baseboard\", charset=\"UTF-8\"")
        let start = "Digest realm=\"baseboard\", nonce=\""
        #expect(challenges[0].hasPrefix(start))
        // Every parameter in quotes, and no word of MD5: consoles split at quote and comma.
        let rest = challenges[0].dropFirst(start.count).drop { $0.isHexDigit }
        #expect(rest == "\", qop=\"auth\"")
        #expect(await accounts.accounts.authenticator([.digest]).decide(nil).challenges.count == 1)
    }

    @Test func `each algorithm has its challenge, in order, its name unquoted at the end`() async throws {
        let accounts = try AccountFixture(Self.ann, algorithms: [.sha512_256, .sha256, .md5])
        let authenticator = accounts.accounts.authenticator([.digest])
        let challenges = await authenticator.decide(nil).challenges
        #expect(challenges.count == 3)
        #expect(challenges[0].hasSuffix("qop=\"auth\", algorithm=SHA-512-256"))
        #expect(challenges[1].hasSuffix("qop=\"auth\", algorithm=SHA-256"))
        #expect(challenges[2].hasSuffix("qop=\"auth\""))
        for algorithm in DigestAlgorithm.allCases {
            let client = DigestClient(algorithm: algorithm)
            #expect(await authenticator.decide(client.field(await authenticator.nonce())) == .accepted("ann"))
        }
    }

    @Test func `an algorithm that is not offered does not count`() async throws {
        let accounts = try AccountFixture(Self.ann, algorithms: [.sha256])
        let authenticator = accounts.accounts.authenticator([.digest])
        let answer = await authenticator.decide(DigestClient().field(await authenticator.nonce()))
        #expect(!answer.challenges.isEmpty)
        #expect(!answer.isStale)
    }

    @Test(arguments: ["1", "00000001", "0001"], [true, false])
    func `nc may be written in any width, quoted or not`(_ count: String, _ isQuoted: Bool) async throws {
        let accounts = try AccountFixture(Self.ann)
        let authenticator = accounts.accounts.authenticator([.digest])
        let nonce = await authenticator.nonce()
        let field = DigestClient().field(nonce, count: count, quotesCount: isQuoted)
        #expect(await authenticator.decide(field) == .accepted("ann"))
        // The same number, whatever it looks like, is the same request.
        let again = await authenticator.decide(DigestClient().field(nonce, count: "0000000001"))
        #expect(again.isStale)
    }

    @Test func `a request that comes twice counts once, and the client is told to take another nonce`() async throws {
        let accounts = try AccountFixture(Self.ann)
        let authenticator = accounts.accounts.authenticator([.digest])
        let nonce = await authenticator.nonce()
        for count in ["1", "3", "2"] {
            let field = DigestClient().field(nonce, count: count)
            #expect(await authenticator.decide(field) == .accepted("ann"))
            let again = await authenticator.decide(field)
            #expect(again.isStale)
            #expect(again.nonce != nonce)
        }
        // Neither at another listener of the same accounts.
        let other = accounts.accounts.authenticator([.digest, .basic])
        #expect(await other.decide(DigestClient().field(nonce, count: "1")).isStale)
    }

    @Test func `an old nonce is stale, whatever the answer to it`() async throws {
        let accounts = try AccountFixture(Self.ann)
        let authenticator = accounts.accounts.authenticator([.digest])
        let nonce = await authenticator.nonce()
        accounts.clock.advance(seconds: 301)
        #expect(await authenticator.decide(DigestClient().field(nonce)).isStale)
        #expect(await authenticator.decide(DigestClient(password: "wrong").field(nonce)).isStale)
        #expect(await authenticator.decide(DigestClient().field("00")).isStale)
    }

    @Test(arguments: [
        DigestClient(password: "wrong"), DigestClient(user: "eve"), DigestClient(user: "bob"),
        DigestClient(realm: "other"), DigestClient(method: "GET"), DigestClient(uri: "/other"),
    ])
    func `a wrong answer gets a challenge that is not stale`(_ client: DigestClient) async throws {
        let accounts = try AccountFixture(Self.ann + Self.bob)
        let authenticator = accounts.accounts.authenticator([.digest])
        let answer = await authenticator.decide(client.field(await authenticator.nonce()))
        #expect(answer.challenges.count == 1)
        #expect(!answer.isStale)
    }

    @Test func `an account without a digest is refused as a wrong password is`() async throws {
        let accounts = try AccountFixture("ann:admin:\(AccountFixture.hash(of: "right"))\n")
        let authenticator = accounts.accounts.authenticator([.digest, .basic])
        let answer = await authenticator.decide(DigestClient().field(await authenticator.nonce()))
        #expect(answer.challenges.count == 3)
        #expect(!answer.isStale)
    }

    @Test func `a removed account, and a new password, end logins at once`() async throws {
        let accounts = try AccountFixture(Self.ann + Self.bob)
        let authenticator = accounts.accounts.authenticator([.digest])
        let nonce = await authenticator.nonce()
        #expect(await authenticator.decide(DigestClient().field(nonce, count: "1")) == .accepted("ann"))
        AccountFixture.write(DigestClient.line("ann", "admin", "new") + Self.bob, to: accounts.path)
        accounts.accounts.reload()
        #expect(!(await authenticator.decide(DigestClient().field(nonce, count: "2"))).challenges.isEmpty)
        let renewed = DigestClient(password: "new").field(nonce, count: "3")
        #expect(await authenticator.decide(renewed) == .accepted("ann"))
        AccountFixture.write(Self.bob, to: accounts.path)
        accounts.accounts.reload()
        let gone = DigestClient(password: "new").field(nonce, count: "4")
        #expect(!(await authenticator.decide(gone)).challenges.isEmpty)
    }

    @Test func `a guesser is slowed, who has proven himself is not`() async throws {
        let accounts = try AccountFixture(Self.ann + Self.bob) {
            $0.freeFailures = 0
            $0.firstDelay = 60_000_000_000
            $0.longestDelay = 60_000_000_000
        }
        let authenticator = accounts.accounts.authenticator([.digest, .basic])
        let nonce = await authenticator.nonce()
        #expect(await authenticator.decide(DigestClient().field(nonce, count: "1")) == .accepted("ann"))
        let guess = DigestClient(password: "wrong").field(await authenticator.nonce())
        #expect(!(await authenticator.decide(guess, address: "192.0.2.66")).challenges.isEmpty)
        let second = DigestClient(password: "wrong").field(await authenticator.nonce())
        #expect(await authenticator.decide(second, address: "192.0.2.66") == .slowed(61))
        // One throttle for both schemes.
        let plain = String(basic("ann", "wrong").dropFirst("Authorization: ".count))
        #expect(await authenticator.decide(plain, address: "192.0.2.66") == .slowed(61))
        #expect(await authenticator.decide(DigestClient().field(nonce, count: "2")) == .accepted("ann"))
    }

    @Test func `a failure on a proven nonce ends its privilege`() async throws {
        let accounts = try AccountFixture(Self.ann) {
            $0.freeFailures = 0
            $0.firstDelay = 60_000_000_000
            $0.longestDelay = 60_000_000_000
        }
        let authenticator = accounts.accounts.authenticator([.digest])
        let nonce = await authenticator.nonce()
        let captured = DigestClient().field(nonce, count: "1")
        #expect(await authenticator.decide(captured) == .accepted("ann"))
        let wrong = DigestClient(password: "wrong").field(nonce, count: "2")
        #expect(!(await authenticator.decide(wrong)).challenges.isEmpty)
        #expect(await authenticator.decide(wrong) == .slowed(61))
        // What was overheard does not buy further guesses.
        #expect(await authenticator.decide(captured) == .slowed(61))
        #expect(await authenticator.decide(wrong) == .slowed(61))
    }

    @Test func `a request that waits for its turn is judged anew when it comes`() async throws {
        let accounts = try AccountFixture(Self.ann) {
            $0.freeFailures = 0
            $0.firstDelay = 200_000_000
            $0.longestDelay = 200_000_000
            $0.maxNonces = 1
        }
        let authenticator = accounts.accounts.authenticator([.digest])
        let nonce = await authenticator.nonce()
        let captured = DigestClient().field(nonce, count: "1")
        #expect(await authenticator.decide(captured) == .accepted("ann"))
        #expect(
            !(await authenticator.decide(DigestClient(password: "wrong").field(nonce, count: "2"))).challenges.isEmpty)
        // The replay waits; meanwhile another login takes the only place, so that the first nonce is forgotten.
        async let replayed = authenticator.decide(captured)
        try await Task.sleep(for: .milliseconds(20))
        accounts.clock.advance(seconds: 1)
        let other = await authenticator.decide(
            DigestClient().field(await authenticator.nonce(), count: "1"), address: "198.51.100.1")
        #expect(other == .accepted("ann"))
        #expect(await replayed.isStale)
    }

    @Test func `no hash is computed for Digest on the hashing thread`() async throws {
        let accounts = try AccountFixture(Self.ann)
        let authenticator = accounts.accounts.authenticator([.digest])
        #expect(await authenticator.decide(DigestClient().field(await authenticator.nonce())) == .accepted("ann"))
        #expect(accounts.checks.count == 0)
    }

    @Test func `curl logs in by Digest, by MD5 and by SHA-256, on one connection`() throws {
        for algorithms in [[DigestAlgorithm.md5], [.sha256], [.sha256, .md5]] {
            let accounts = try AccountFixture(Self.ann, algorithms: algorithms)
            let server = try TestServer(
                routes: [.echo(access: .authenticated)],
                authenticator: accounts.accounts.authenticator([.digest, .basic]))
            func curl(_ password: String) throws -> String {
                try TLSFixture.run(
                    "/usr/bin/curl",
                    [
                        "-s", "--digest", "-u", "ann:\(password)", "-d", "<x/>", "-w", " %{http_code} %{num_connects}",
                        "http://127.0.0.1:\(server.port)/echo",
                    ])
            }
            #expect(try curl("right") == "POST /echo ? ann <x/> 200 1")
            #expect(try curl("wrong").contains("401"))
        }
    }

    @Test func `what OpenSSL does not have at all is told at the start`() throws {
        let error = UsersFileError.noAlgorithm([.md5])
        #expect(error.description.contains("DigestAlgorithms=, which are MD5"))
    }
}
