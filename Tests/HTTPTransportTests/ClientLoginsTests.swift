// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPTransport

/// How the client shows its credentials: as the server asks, and never in clear to a stranger.
@Suite(.timeLimit(.minutes(1)))
struct ClientLoginsTests {
    private static let ann = HTTPCredentials(user: "ann", password: "right")

    /// An account that knows Basic and Digest.
    private func accounts(algorithms: [DigestAlgorithm] = [.md5]) throws -> AccountFixture {
        var line = "ann:admin:\(AccountFixture.hash(of: "right"))"
        for algorithm in DigestAlgorithm.allCases {
            let digest = try #require(MessageDigest(algorithm))
            line += ":\(algorithm.key)=\(Hexadecimal.encode(digest("ann:baseboard:right")))"
        }
        return try AccountFixture(line + "\n", algorithms: algorithms)
    }

    private func serve(_ accounts: AccountFixture, _ schemes: [ListenerAuthenticator.Scheme]) throws -> TestServer {
        try TestServer(
            routes: [.echo(access: .authenticated)], authenticator: accounts.accounts.authenticator(schemes))
    }

    private func url(_ server: TestServer) throws -> HTTPURL {
        try HTTPURL(host: "127.0.0.1", port: server.port, target: "/echo?a=b")
    }

    @Test(arguments: DigestAlgorithm.allCases)
    func `Digest is answered, and its nonce used again`(_ algorithm: DigestAlgorithm) async throws {
        let accounts = try accounts(algorithms: [algorithm])
        let server = try serve(accounts, [.digest, .basic])
        let client = HTTPClient(loop: .forTests)
        for number in 1...5 {
            let answer = try await client.post(url(server), credentials: Self.ann, body: Array("\(number)".utf8))
            #expect(String(decoding: answer.body, as: UTF8.self) == "POST /echo ?a=b ann \(number)")
        }
        // One refusal, then one request each.
        #expect(await server.statistics().requests == 6)
        #expect(accounts.checks.count == 0)
        client.shutdown()
    }

    @Test func `an old nonce is replaced without a word to the caller`() async throws {
        let accounts = try accounts()
        let server = try serve(accounts, [.digest])
        let client = HTTPClient(loop: .forTests)
        #expect(try await client.post(url(server), credentials: Self.ann, body: []).status == 200)
        accounts.clock.advance(seconds: 3600)
        #expect(try await client.post(url(server), credentials: Self.ann, body: []).status == 200)
        #expect(await server.statistics().requests == 4)
        client.shutdown()
    }

    @Test func `a wrong password is tried once`() async throws {
        let server = try serve(try accounts(), [.digest])
        let client = HTTPClient(loop: .forTests)
        let wrong = HTTPCredentials(user: "ann", password: "wrong")
        #expect(try await client.post(url(server), credentials: wrong, body: []).status == 401)
        #expect(await server.statistics().requests == 2)
        client.shutdown()
    }

    @Test func `Basic follows where nothing better is offered, on this machine`() async throws {
        let accounts = try accounts()
        let server = try serve(accounts, [.basic])
        let client = HTTPClient(loop: .forTests)
        for _ in 1...3 { #expect(try await client.post(url(server), credentials: Self.ann, body: []).status == 200) }
        #expect(await server.statistics().requests == 4)
        let digestOnly = HTTPCredentials(user: "ann", password: "right", scheme: .digest)
        await #expect(throws: HTTPClientError.noCommonScheme(offered: ["Basic"])) {
            try await client.post(url(server), credentials: digestOnly, body: [])
        }
        client.shutdown()
    }

    @Test func `Basic goes with the first request where it was asked for`() async throws {
        let server = try serve(try accounts(), [.digest, .basic])
        let client = HTTPClient(loop: .forTests)
        let basic = HTTPCredentials(user: "ann", password: "right", scheme: .basic)
        #expect(try await client.post(url(server), credentials: basic, body: []).status == 200)
        #expect(await server.statistics().requests == 1)
        client.shutdown()
    }

    @Test func `what a server offers instead is named`() async throws {
        let server = try serve(try accounts(), [.digest])
        let client = HTTPClient(loop: .forTests)
        let basic = HTTPCredentials(user: "ann", password: "right", scheme: .basic)
        await #expect(throws: HTTPClientError.noCommonScheme(offered: ["Digest"])) {
            try await client.post(url(server), credentials: basic, body: [])
        }
        client.shutdown()
        var logins = ClientLogins()
        let far = try HTTPURL("https://192.0.2.1:5986/wsman")
        #expect(
            logins.take(["Negotiate", "Kerberos", "Negotiate"], Self.ann, for: far, refusals: 1)
                == .unsuitable(["Negotiate", "Kerberos"]))
        #expect(
            logins.take(["Digest realm=\"x\", nonce=\"0\""], Self.ann, for: far, refusals: 1) == .unsuitable(["Digest"])
        )
        #expect(logins.take([], Self.ann, for: far, refusals: 1) == .refused)
    }

    @Test func `a password is not sent in clear to another machine`() throws {
        var logins = ClientLogins()
        let far = try HTTPURL("http://192.0.2.1:5985/wsman")
        #expect(logins.take(["Basic realm=\"x\""], Self.ann, for: far, refusals: 1) == .unsafe)
        #expect(logins.authorization(Self.ann, for: far) == nil)
        let disguised = try HTTPURL("http://127.example.com:5985/wsman")
        #expect(logins.take(["Basic realm=\"x\""], Self.ann, for: disguised, refusals: 1) == .unsafe)
        // Digest may be.
        let challenge = "Digest realm=\"x\", nonce=\"00\", qop=\"auth\""
        #expect(logins.take([challenge, "Basic realm=\"x\""], Self.ann, for: far, refusals: 1) == .retry)
        #expect(logins.authorization(Self.ann, for: far)?.hasPrefix("Digest ") == true)
        // Encrypted, it may.
        let safe = try HTTPURL("https://192.0.2.1:5986/wsman")
        #expect(logins.take(["Basic realm=\"x\""], Self.ann, for: safe, refusals: 1) == .retry)
        #expect(logins.authorization(Self.ann, for: safe)?.hasPrefix("Basic ") == true)
        #expect(logins.authorization(Self.ann, for: try HTTPURL("https://192.0.2.2:5986/wsman")) == nil)
    }

    @Test func `challenges are told apart, in one field or in several`() {
        let field = """
            Digest realm="a, b", nonce="1", qop="auth,auth-int", algorithm=SHA-256, Negotiate, Basic realm="c\\"d", \
            charset="UTF-8"
            """
        let challenges = AuthenticationChallenge.read(field)
        #expect(challenges.map(\.scheme) == ["digest", "negotiate", "basic"])
        #expect(challenges[0].parameters["realm"] == "a, b")
        #expect(challenges[0].parameters["algorithm"] == "SHA-256")
        #expect(challenges[2].parameters == ["realm": "c\"d", "charset": "UTF-8"])
        #expect(AuthenticationChallenge.read("").isEmpty)
        #expect(AuthenticationChallenge.read("Digest realm=\"open").map(\.scheme) == ["digest"])
    }

    @Test func `the strongest hash is answered, and none without qop`() throws {
        func session(_ text: String) -> DigestSession? {
            AuthenticationChallenge.read(text).first.flatMap(DigestSession.init)
        }
        #expect(session("Digest realm=\"x\", nonce=\"0\"") == nil)
        #expect(session("Digest realm=\"x\", nonce=\"0\", qop=\"auth-int\"") == nil)
        #expect(session("Digest realm=\"x\", nonce=\"0\", qop=\"auth\", algorithm=MD5-sess") == nil)
        var logins = ClientLogins()
        let url = try HTTPURL("http://192.0.2.1:5985/wsman")
        let fields = [
            "Digest realm=\"x\", nonce=\"1\", qop=\"auth\"",
            "Digest realm=\"x\", nonce=\"3\", qop=\"auth\", algorithm=SHA-512-256, Digest realm=\"x\", nonce=\"2\", "
                + "qop=\"auth\", algorithm=SHA-256",
        ]
        #expect(logins.take(fields, Self.ann, for: url, refusals: 1) == .retry)
        #expect(logins.authorization(Self.ann, for: url)?.contains("algorithm=SHA-512-256") == true)
        #expect(logins.authorization(Self.ann, for: url)?.contains("nc=00000002") == true)
    }

    @Test func `nothing is slipped into a request with the account's name`() async throws {
        let client = HTTPClient(loop: .forTests)
        let server = try serve(try accounts(), [.digest])
        let trick = HTTPCredentials(user: "ann\r\nX-Role: admin", password: "right")
        await #expect(throws: HTTPClientError.invalidHeader("Authorization")) {
            try await client.post(url(server), credentials: trick, body: [])
        }
        #expect(await server.statistics().requests == 0)
        client.shutdown()
        let challenge = AuthenticationChallenge.read("Digest realm=\"x\", nonce=\"0\", qop=\"auth\"")
        let session = try #require(challenge.first.flatMap(DigestSession.init))
        // The accent makes one character of it and the quotation mark before it.
        let accented = HTTPCredentials(user: "a\"\u{301}, uri=\"/x", password: "right")
        let field = session.authorization(accented, method: "POST", target: "/", clientNonce: "0", count: 1)
        #expect(DigestCredentials(field)?.username.unicodeScalars.elementsEqual(accented.user.unicodeScalars) == true)
    }

    /// RFC 7616 §3.9.1.
    @Test(arguments: [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ])
    func `the examples of RFC 7616 come out`(_ algorithm: String, _ response: String) throws {
        let challenge = """
            Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=\(algorithm), \
            nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
            """
        let session = try #require(AuthenticationChallenge.read(challenge).first.flatMap(DigestSession.init))
        let field = session.authorization(
            HTTPCredentials(user: "Mufasa", password: "Circle of Life"), method: "GET", target: "/dir/index.html",
            clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", count: 1)
        #expect(field.contains("response=\"\(response)\""))
        #expect(field.contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""))
    }
}
