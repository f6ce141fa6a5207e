// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ResourceModel
import Testing

@testable import HTTPTransport

/// The system's PAM with service files of ours, and the account that runs the tests.
@Suite(.timeLimit(.minutes(1)))
final class PAMServiceTests {
    private let directory: String
    private let user: String
    private let group: String

    init() throws {
        directory = NSTemporaryDirectory() + "baseboard-pam-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let account = try #require(getpwuid(getuid())).pointee
        user = String(cString: account.pw_name)
        group = String(cString: try #require(getgrgid(account.pw_gid)).pointee.gr_name)
        let check = directory + "/check"
        // pam_exec writes the password with its terminator.
        try "#!/bin/sh\ntest \"$(tr -d '\\000')\" = 'right: ü' && echo \"$PAM_RHOST\" >'\(directory)/host'\n".write(
            toFile: check, atomically: true, encoding: .utf8)
        chmod(check, 0o700)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private var password: String { "auth required pam_exec.so expose_authtok quiet \(directory)/check" }

    private func service(_ lines: String..., groups: PAMService.Groups? = nil) throws -> PAMService {
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: directory + "/test", atomically: true, encoding: .utf8)
        return try PAMService(
            directory + "/test", groups: groups ?? .init(admin: "no such group", operator: group, reader: "nor this"))
    }

    private func ask(_ service: PAMService, _ password: String = "right: ü", user: String? = nil) -> Principal? {
        service.authenticate(user: user ?? self.user, password: Secret(Array(password.utf8)), address: "192.0.2.7")
    }

    @Test func `a right password lets in, with the role of the group; the modules learn where from`() throws {
        let service = try service(password, "account required pam_permit.so")
        #expect(ask(service) == Principal(name: user, role: .operator))
        #expect(try String(contentsOfFile: directory + "/host", encoding: .utf8) == "192.0.2.7\n")
        for wrong in ["wrong", "", "right: ü ", "right: ü\0"] { #expect(ask(service, wrong) == nil) }
    }

    @Test func `of several groups the highest counts, and none keeps out`() throws {
        let permit = ["auth required pam_permit.so", "account required pam_permit.so"]
        let all = PAMService.Groups(admin: group, operator: group, reader: group)
        #expect(ask(try service(permit[0], permit[1], groups: all))?.role == .admin)
        let reader = PAMService.Groups(admin: "no such group", operator: "nor this", reader: group)
        #expect(ask(try service(permit[0], permit[1], groups: reader))?.role == .reader)
        let none = PAMService.Groups(admin: "no such group", operator: "nor this", reader: "")
        #expect(ask(try service(permit[0], permit[1], groups: none)) == nil)
    }

    @Test func `an account that may not log in does not, whatever its password`() throws {
        #expect(ask(try service(password, "account required pam_deny.so")) == nil)
        #expect(ask(try service("auth required pam_deny.so", "account required pam_permit.so")) == nil)
        // A service without an account part falls back to the system's, or is refused; never let in by the password alone.
        #expect(
            ask(try PAMService(directory + "/missing", groups: .init(admin: group, operator: group, reader: group)))
                == nil)
    }

    @Test(arguments: ["no-such-user-here", "", "a:b", "a\0b", "#a"])
    func `who is no account of the system is not let in`(_ name: String) throws {
        let service = try service("auth required pam_permit.so", "account required pam_permit.so")
        #expect(ask(service, user: name) == nil)
    }

    @Test func `modules that want to sleep after a failure do not hold up the others`() throws {
        let service = try service(
            "auth optional pam_faildelay.so delay=20000000", "auth required pam_deny.so",
            "account required pam_permit.so")
        let start = ContinuousClock.now
        #expect(ask(service) == nil)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `Basic over PAM remembers a good login until reload, and refuses Digest and certificates`() async throws
    {
        let service = try service(password, "account required pam_permit.so")
        let accounts = try Accounts(
            .pam(service), digestAlgorithms: [], loop: .forTests, logger: Logger(label: "test"))
        defer { accounts.shutdown() }
        let authenticator = accounts.authenticator([.basic])
        let field = String(basic(user, "right: ü").dropFirst("Authorization: ".count))
        #expect(await authenticator.decide(field) == .accepted(user))
        // The script now fails for everybody, which nobody notices who is remembered.
        try "#!/bin/sh\nexit 1\n".write(toFile: directory + "/check", atomically: false, encoding: .utf8)
        #expect(await authenticator.decide(field) == .accepted(user))
        accounts.reload()
        #expect(await authenticator.decide(field).challenges == [BasicScheme.challenge])
        #expect(await authenticator.decide(DigestClient().field("00")).challenges == [BasicScheme.challenge])
    }
}
