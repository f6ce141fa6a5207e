// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1)))
struct ListenerAuthenticatorTests {
    private static let hint = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"
    private static let print = String(repeating: "ab", count: 32)
    private static let certificate = PeerCertificate(
        fingerprint: print, subject: "CN=Ann,O=Example", alternativeNames: [.init(.email, "Ann@example.org")])
    private static let strange = ClientCertificate.verified(
        PeerCertificate(fingerprint: String(repeating: "cd", count: 32), subject: "CN=Eve"))

    private static var mapped: String {
        DigestClient.line("ann", "admin", "right", ":fingerprint=\(print)")
            + DigestClient.line("bob", "reader", "secret")
    }

    private func basicField(_ user: String, _ password: String) -> String {
        String(basic(user, password).dropFirst("Authorization: ".count))
    }

    // MARK: certificate

    @Test func `a certificate alone lets its account in, whatever the Authorization field says`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let authenticator = accounts.accounts.authenticator([.certificate])
        for field in [nil, Self.hint, basicField("bob", "secret"), basicField("bob", "wrong"), "Bearer x", ""] {
            #expect(await authenticator.decide(field, certificate: .verified(Self.certificate)) == .accepted("ann"))
        }
        #expect(accounts.checks.count == 0)
    }

    @Test func `each reason for 403 has its text`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let authenticator = accounts.accounts.authenticator([.certificate])
        for field in [nil, Self.hint, basicField("ann", "right")] {
            #expect(await authenticator.decide(field) == .forbidden("A client certificate is needed here."))
            #expect(
                await authenticator.decide(field, certificate: .untrusted("certificate has expired"))
                    == .forbidden("The client certificate is not trusted: certificate has expired."))
            #expect(
                await authenticator.decide(field, certificate: Self.strange)
                    == .forbidden("The client certificate stands for no account."))
        }
    }

    @Test(arguments: [
        ":san=email%3aann@EXAMPLE.org", ":subject=CN=Ann,O=Example",
        ":fingerprint=\(String(repeating: "AB", count: 32))",
    ])
    func `an account is found by fingerprint, name or subject`(_ mapping: String) async throws {
        let accounts = try AccountFixture("ann:admin:*\(mapping)\n")
        let authenticator = accounts.accounts.authenticator([.certificate])
        #expect(await authenticator.decide(nil, certificate: .verified(Self.certificate)) == .accepted("ann"))
        #expect(await authenticator.decide(nil, certificate: Self.strange) != .accepted("ann"))
    }

    @Test func `the more exact mapping counts, and names of two accounts count for neither`() throws {
        let table = try AccountTable(
            parsing: """
                ann:admin:*:fingerprint=\(Self.print)
                bob:reader:*:subject=CN=Ann,O=Example
                """)
        #expect(table.owner(of: Self.certificate)?.name == "ann")
        let both = PeerCertificate(
            fingerprint: "00", subject: "CN=Ann,O=Example",
            alternativeNames: [.init(.dns, "a.example"), .init(.dns, "b.example")])
        #expect(table.owner(of: both)?.name == "bob")
        let torn = try AccountTable(
            parsing: """
                ann:admin:*:san=dns%3aa.example
                bob:reader:*:san=dns%3aB.example:subject=CN=Ann,O=Example
                """)
        #expect(torn.owner(of: both) == nil)
    }

    // MARK: certificate and password

    @Test(arguments: [ListenerAuthenticator.Scheme.certificateBasic, .certificateDigest])
    func `without a good certificate a password is not looked at`(_ scheme: ListenerAuthenticator.Scheme) async throws {
        let accounts = try AccountFixture(Self.mapped)
        let authenticator = accounts.accounts.authenticator([scheme])
        for field in [nil, Self.hint, basicField("ann", "right"), DigestClient().field("00")] {
            #expect(await authenticator.decide(field) == .forbidden("A client certificate is needed here."))
            let answer = await authenticator.decide(field, certificate: .untrusted("self-signed certificate"))
            #expect(answer == .forbidden("The client certificate is not trusted: self-signed certificate."))
        }
        #expect(accounts.checks.count == 0)
    }

    @Test func `a good certificate leads to the challenge, then to the account`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let verified = ClientCertificate.verified(Self.certificate)
        let plain = accounts.accounts.authenticator([.certificateBasic])
        #expect(await plain.decide(Self.hint, certificate: verified).challenges == [BasicScheme.challenge])
        #expect(await plain.decide(basicField("ann", "right"), certificate: verified) == .accepted("ann"))
        #expect(await plain.decide(basicField("ann", "wrong"), certificate: verified).challenges.count == 1)
        let digest = accounts.accounts.authenticator([.certificateDigest])
        let nonce = await digest.decide(nil, certificate: verified).nonce ?? ""
        #expect(await digest.decide(DigestClient().field(nonce), certificate: verified) == .accepted("ann"))
    }

    @Test func `a certificate of one account does not go with another's password`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let verified = ClientCertificate.verified(Self.certificate)
        let text = "The certificate stands for another account than the one that logged in."
        let plain = accounts.accounts.authenticator([.certificateBasic])
        // First by the hashing thread, then by what is remembered.
        for _ in 1...2 {
            #expect(await plain.decide(basicField("bob", "secret"), certificate: verified) == .forbidden(text))
        }
        let digest = accounts.accounts.authenticator([.certificateDigest])
        let nonce = await digest.decide(nil, certificate: verified).nonce ?? ""
        let field = DigestClient(user: "bob", password: "secret").field(nonce)
        #expect(await digest.decide(field, certificate: verified) == .forbidden(text))
        // One that stands for nobody goes with everybody's.
        #expect(await plain.decide(basicField("bob", "secret"), certificate: Self.strange) == .accepted("bob"))
    }

    // MARK: Several

    @Test func `where all are offered, what a client brings decides`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let authenticator = accounts.accounts.authenticator([.digest, .basic, .certificate])
        let verified = ClientCertificate.verified(Self.certificate)
        #expect(await authenticator.decide(nil, certificate: verified) == .accepted("ann"))
        #expect(await authenticator.decide(Self.hint, certificate: verified) == .accepted("ann"))
        #expect(await authenticator.decide(basicField("bob", "secret"), certificate: verified) == .accepted("bob"))
        #expect(await authenticator.decide(basicField("bob", "wrong"), certificate: verified).challenges.count == 3)
        for certificate in [ClientCertificate.absent, .untrusted("x"), Self.strange] {
            #expect(await authenticator.decide(nil, certificate: certificate).challenges.count == 3)
        }
    }

    @Test func `a password of a scheme that is not offered does not become the certificate's login`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let authenticator = accounts.accounts.authenticator([.digest, .certificate])
        let answer = await authenticator.decide(basicField("bob", "secret"), certificate: .verified(Self.certificate))
        #expect(answer.challenges.count == 1)
        #expect(accounts.checks.count == 0)
    }

    @Test func `a certificate means nothing where none is asked for`() async throws {
        let accounts = try AccountFixture(Self.mapped)
        let authenticator = accounts.accounts.authenticator([.basic])
        let answer = await authenticator.decide(nil, certificate: .verified(Self.certificate))
        #expect(answer.challenges == [BasicScheme.challenge])
        #expect(await authenticator.decide(DigestClient().field("00")).challenges == [BasicScheme.challenge])
    }

    @Test func `an account without a password is refused like a wrong one, at the same cost`() async throws {
        let accounts = try AccountFixture("eve:reader:*:fingerprint=\(Self.print)\n" + BasicSchemeTests.ann)
        let authenticator = accounts.accounts.authenticator([.basic])
        for password in ["*", "", "right"] {
            #expect(await authenticator.decide(basicField("eve", password)).challenges.count == 1)
        }
        #expect(accounts.checks.count == 3)
    }
}
