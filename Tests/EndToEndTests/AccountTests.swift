// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// The users file by the daemon's program, and Digest as it is configured.
struct AccountTests {
    private static let fingerprint = String(repeating: "ab", count: 32)

    @Test func `accounts are added, listed without anything secret, and removed`() throws {
        let directory = try TemporaryDirectory()
        let users = directory.path + "/users"
        let configuration = try directory.write("[authentication]\nUsersFile=\(users)\n", to: "baseboard.conf")
        func run(_ arguments: String..., input: String = "") throws -> Execution {
            try Execution.run(BuildProducts.daemon, ["--config", configuration] + arguments, input: input)
        }
        #expect(try run("--list-users").text == "")
        #expect(try run("--add-user", "ann", "--role", "admin", input: "secret\n").status == 0)
        let mapping = "fingerprint:" + Self.fingerprint
        let bob = try run("--add-user", "bob", "--role", "reader", "--no-password", "--certificate", mapping)
        #expect(bob.status == 0, "\(bob.errors)")
        #expect(
            try run("--list-users").text == """
                ann\tadmin\tbasic, digest MD5, digest SHA-256, digest SHA-512-256
                bob\treader\t\(mapping)

                """)
        var status = stat()
        #expect(stat(users, &status) == 0 && status.st_mode & 0o777 == 0o600)

        // One certificate stands for one account.
        let taken = try run("--add-user", "eve", "--role", "admin", "--no-password", "--certificate", mapping)
        #expect(taken.status == 73 && taken.errors.contains("'bob'"), "\(taken.errors)")
        #expect(try run("--remove-user", "bob").status == 0)
        #expect(try run("--list-users").text.split(separator: "\n").count == 1)
        let unknown = try run("--remove-user", "bob")
        #expect(unknown.status == 67 && unknown.errors.contains("there is no account 'bob'"), "\(unknown.errors)")
    }

    @Test(arguments: [
        ["--certificate", "fingerprint:00"], ["--certificate", "nonsense"], ["--no-password"],
        ["--add-user", "ann", "--role", "reader", "--certificate", "san:planet:earth"],
    ])
    func `what makes no mapping is a wrong command line`(arguments: [String]) throws {
        #expect(try Execution.run(BuildProducts.daemon, arguments).status == 64)
    }

    // Not SHA-512-256: Debian 12's curl says that name and hashes by SHA-256. ClientLoginsTests has all three.
    @Test(arguments: ["MD5", "SHA-256"])
    func `curl logs in by the digest that is configured`(algorithm: String) throws {
        let settings = DaemonSettings().with {
            $0.schemes = " digest"
            $0.authentication.append("DigestAlgorithms=\(algorithm)")
        }
        try DaemonProcess.run(settings) { daemon in
            func curl(_ credentials: String) throws -> (status: String, sent: String) {
                let run = try Execution.run(
                    "/usr/bin/curl",
                    [
                        "-sv", "--max-time", "20", "--digest", "-u", credentials, "-d", Message.identify, "-H",
                        "Content-Type: application/soap+xml", "-o", "/dev/null", "-w", "%{http_code}",
                        "http://127.0.0.1:\(daemon.port)/wsman",
                    ])
                return (run.text, run.errors)
            }
            let good = try curl(TestUser.reader.credentials)
            #expect(good.status == "200")
            #expect(good.sent.contains("Authorization: Digest username=\"rob\""))
            #expect(good.sent.contains("algorithm=SHA-256") == (algorithm == "SHA-256"))
            #expect(try curl("rob:wrong").status == "401")
        }
    }
}
