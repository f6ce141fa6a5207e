// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPTransport

struct AccountLineTests {
    private static let md5 = String(repeating: "0a", count: 16)
    private static let sha = String(repeating: "0b", count: 32)

    @Test(arguments: [
        "ann:admin:$6$s$h", "ann:reader:*:subject=CN=Ann,O=Example",
        "ann:operator:$6$s$h:digest-md5=\(md5):digest-sha-256=\(sha):digest-sha-512-256=\(sha)",
        "ann:admin:*:fingerprint=\(sha):san=dns%3aa.example:san=uri%3aurn%3aX%3ay:subject=CN=50%25%0a",
    ])
    func `a line comes back as it was`(_ line: String) throws {
        // A control character is taken in no value; it is the only thing that does not come back.
        guard !line.contains("%0a") else {
            #expect(throws: AccountLine.Malformed.self) { try AccountLine.account(in: line[...]) }
            return
        }
        let account = try #require(try AccountLine.account(in: line[...]))
        #expect(AccountLine.text(account) == line)
    }

    @Test(arguments: [
        "ann:admin", "ann:admin:$6$s$h:", "ann:admin:$6$s$h:digest-md5", "ann:admin:$6$s$h:digest-md5=0a",
        "ann:admin:$6$s$h:digest-md5=\(md5):digest-md5=\(md5)", "ann:admin:$6$s$h:digest-sha-256=\(md5)",
        "ann:admin:$6$s$h:digest-sha-1=\(md5)", "ann:admin:$6$s$h:san=a.example", "ann:admin:$6$s$h:san=host%3aa",
        "ann:admin:$6$s$h:san=dns%3a", "ann:admin:*:fingerprint=ab", "ann:admin:*:subject=", "ann:admin:*:subject=%zz",
        "ann:admin:*:subject=%ff", "ann:admin:*:subject=CN=a:subject=CN=a", "ann:admin:", "ann:admin:**",
        "ann:admin:*:x=y",
    ])
    func `what is not a field of an account is refused`(_ line: String) {
        #expect(throws: AccountLine.Malformed.self) { try AccountLine.account(in: line[...]) }
    }

    @Test func `a fingerprint may be written as openssl prints it`() throws {
        let digits = String(repeating: "AB", count: 32)
        let printed = stride(from: 0, to: 64, by: 2).map { _ in "AB" }.joined(separator: ":")
        for text in [digits, printed, digits.lowercased()] {
            #expect(CertificateMapping("fingerprint:\(text)") == .fingerprint(digits.lowercased()))
        }
        for text in [
            "fingerprint:", "fingerprint:AB", "san:dns", "san:dns:", "san:DNS:a", "subject:", "", "x:y", "subject:a\nb",
        ] {
            #expect(CertificateMapping(text) == nil, "\(text)")
        }
    }

    @Test func `one certificate for two accounts is an error that names both lines`() {
        let text = """
            ann:admin:*:subject=CN=a:san=dns%3aA.example
            # between
            bob:reader:*:subject=CN=b:san=dns%3aa.EXAMPLE
            """
        #expect(
            throws: AccountTable.Errors(errors: [
                .init(line: 3, reason: "san:dns:a.example stands in line 1 already")
            ])
        ) { try AccountTable(parsing: text) }
    }
}
