// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HTTPTransport
import Testing

@testable import baseboard

struct ConnectionSettingsTests {
    private let passwords = PasswordSource(
        file: { ["/f": Data("from file\r\nsecond".utf8), "/empty": Data("\n".utf8)][$0] },
        standardInput: { "from stdin" }, prompt: { _ in nil })
    private let profiles = Profiles([
        "default": Profile(host: "byDefault", user: "d", passwordFile: "/f"),
        "rack7": Profile(host: "rack7", user: "r", passwordFile: "/f"),
    ])

    private func settings(
        _ arguments: [String], _ environment: [String: String] = [:], profiles: Profiles = Profiles([:])
    ) throws -> ConnectionSettings {
        let options = try ConnectionOptions.parse(arguments)
        return try ConnectionSettings(
            options, environment: environment, profiles: profiles, passwords: passwords)
    }

    @Test func `without anything it is this machine, without an account`() throws {
        let settings = try settings([])
        #expect(settings.endpoint == .local)
        #expect(settings.credentials == nil)
    }

    @Test func `flags win over a named profile, that over the environment, that over the default profile`() throws {
        let environment = ["BASEBOARD_HOST": "env", "BASEBOARD_USER": "e", "BASEBOARD_PASSWORD": "from env"]
        #expect(try settings([], profiles: profiles).endpoint.host == "byDefault")
        #expect(try settings([], environment, profiles: profiles).endpoint.host == "env")
        #expect(try settings(["--profile", "rack7"], environment, profiles: profiles).endpoint.host == "rack7")
        let flags = try settings(
            ["--profile", "rack7", "--host", "flag", "--user", "f"], environment, profiles: profiles)
        #expect(flags.endpoint.host == "flag")
        #expect(flags.credentials == Credentials(user: "f", password: "from file"))
    }

    @Test func `passwords come from a file's first line, from input or from the environment`() throws {
        #expect(try settings(["--user", "u", "--password-file", "/f"]).credentials?.password == "from file")
        #expect(try settings(["--user", "u", "--password-stdin"]).credentials?.password == "from stdin")
        #expect(try settings(["--user", "u"], ["BASEBOARD_PASSWORD": "x"]).credentials?.password == "x")
        #expect(try settings(["--user", "u"], ["BASEBOARD_PASSWORD_FILE": "/f"]).credentials?.password == "from file")
    }

    @Test(arguments: [
        ["--user", "u"], ["--user", "u", "--password-file", "/none"], ["--user", "u", "--password-file", "/empty"],
        ["--password-stdin"], ["--user", "a:b", "--password-stdin"], ["--profile", "none"],
        ["--user", "a\r\nb", "--password-stdin"], ["--auth", "kerberos"], ["--auth", "certificate"],
        ["--auth", "certificate", "--certificate", "/c", "--key", "/k", "--host", "http://h"],
        ["--auth", "certificate", "--certificate", "/c", "--key", "/k", "--host", "h", "--user", "u"],
        ["--auth", "certificate", "--certificate", "/c", "--key", "/k", "--host", "h", "--password-stdin"],
    ])
    func `what is missing is wrong usage`(arguments: [String]) throws {
        let failure = #expect(throws: Failure.self) { try settings(arguments) }
        #expect(failure?.status == .usage)
    }

    @Test func `a certificate asks for no password`() throws {
        let identity = ["--certificate", "/c", "--key", "/k", "--host", "bmc7"]
        let alone = try settings(identity + ["--auth", "certificate"], ["BASEBOARD_USER": "e"])
        #expect(alone.credentials == nil)
        #expect(alone.provesByCertificate)
        #expect(try settings(identity).provesByCertificate)
        #expect(try !settings(identity + ["--user", "u", "--password-stdin"]).provesByCertificate)
        #expect(try settings(["--user", "u", "--password-stdin", "--auth", "DIGEST"]).credentials?.scheme == .digest)
        let profile = Profiles(["p": Profile(host: "bmc7", auth: "certificate", certificate: "/c", key: "/k")])
        #expect(try settings(["--profile", "p"], profiles: profile).provesByCertificate)
    }

    @Test func `a profile file is a JSON object of profiles`() throws {
        let text = #"{"a": {"host": "h", "user": "u", "passwordFile": "/p"}, "b": {}}"#
        let profiles = try Profiles(Data(text.utf8), path: "p")
        #expect(try profiles.named("a") == Profile(host: "h", user: "u", passwordFile: "/p"))
        #expect(try profiles.named("b") == Profile())
        #expect(profiles.byDefault == nil)
    }

    @Test(arguments: ["", "[]", "{\"a\": 1}", "{\"a\": {\"pasword\": \"x\"}}", "{"])
    func `a profile file of another shape is wrong usage`(text: String) {
        let failure = #expect(throws: Failure.self) { try Profiles(Data(text.utf8), path: "p") }
        #expect(failure?.status == .usage)
    }

    @Test func `the file is found by XDG's rule`() {
        #expect(
            Profiles.path(environment: ["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == "/x/baseboard/profiles.json")
        #expect(Profiles.path(environment: ["HOME": "/h"]) == "/h/.config/baseboard/profiles.json")
    }
}
