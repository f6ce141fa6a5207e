// SPDX-License-Identifier: Apache-2.0

import Foundation
import TemporaryFiles
import Testing

@testable import Configuration

struct ConfigurationTests {
    let directory: TemporaryDirectory
    let file: String

    init() throws {
        directory = try TemporaryDirectory()
        file = directory.file("baseboard.conf")
    }

    private func write(_ text: String, to name: String = "baseboard.conf") throws {
        let path = directory.file(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func load(_ text: String) throws -> Configuration {
        try write(text)
        return try Configuration.load(file: file)
    }

    /// The errors of a file, without its directory.
    private func errors(_ text: String? = nil) throws -> [String] {
        if let text { try write(text) }
        do throws(InvalidConfiguration) {
            _ = try Configuration.load(file: file)
            return []
        } catch {
            return error.description.split(separator: "\n").map {
                $0.replacingOccurrences(of: directory.path + "/", with: "")
            }
        }
    }

    // MARK: Values

    @Test func `an empty file gives the defaults`() throws {
        let configuration = try load("")
        #expect(configuration == Configuration())
        #expect(
            configuration.server.listen.map(\.description) == [
                "https://0.0.0.0:5986", "https://[::]:5986", "http://127.0.0.1:5985", "http://[::1]:5985",
            ])
    }

    @Test func `values of every type arrive`() throws {
        let configuration = try load(
            """
            # A comment; and another
            ; of the other kind
            [server]
            Listen=http://0.0.0.0:80
            StateDirectory = /srv/state = here
              HardwareRoot=/fixtures/rack server
            KeepState=off

            [limits]
            MaxConnections=300
            MaxBodyBytes=1M
            IdleTimeout=1min 30s
            [sensors]
            MaximumAge=250ms
            [log]
            Level=Debug
            """)
        #expect(configuration.server.listen.map(\.description) == ["http://0.0.0.0:80"])
        #expect(configuration.server.stateDirectory == "/srv/state = here")
        #expect(configuration.server.hardwareRoot == "/fixtures/rack server")
        #expect(configuration.server.keepState == false)
        #expect(configuration.limits.maxConnections == 300)
        #expect(configuration.limits.maxBodyBytes == 1 << 20)
        #expect(configuration.limits.idleTimeout == .seconds(90))
        #expect(configuration.sensors.maximumAge == .milliseconds(250))
        #expect(configuration.log.level == .debug)
    }

    @Test(arguments: [
        ("0", 0), ("90", 90_000), ("100ms", 100), ("10s", 10_000), ("10 sec", 10_000), ("5min", 300_000),
        ("2m", 120_000),
        ("1h", 3_600_000), ("1min 30s", 90_000), ("1h5min", 3_900_000),
    ])
    func `a time is written as systemd writes it`(text: String, milliseconds: Int) throws {
        let duration = try Syntax.duration(.zero ... .seconds(1_000_000)).parse(text)
        #expect(duration == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "s", "-1s", "1.5s", "1x", "1 2 h x", "9223372036854775807h", "99999999999999999999", "1s -", "２s",
    ])
    func `what is not a time is refused`(text: String) {
        #expect(throws: Refusal.self) { try Syntax.duration(.zero ... .seconds(1_000_000)).parse(text) }
    }

    @Test(arguments: [("8192", 8192), ("512K", 524_288), ("512k", 524_288), ("1M", 1 << 20), ("2G", 2 << 30)])
    func `bytes take a suffix`(text: String, bytes: Int) throws {
        #expect(try Syntax.bytes(0...4 << 30).parse(text) == bytes)
    }

    @Test(arguments: ["", "K", "1KK", "1T", "-1", "1.5M", "9223372036854775807G", "0x10", "5G"])
    func `what is not a number of bytes is refused`(text: String) {
        #expect(throws: Refusal.self) { try Syntax.bytes(0...4 << 30).parse(text) }
    }

    @Test(arguments: [
        ("http://127.0.0.1:5985", "http://127.0.0.1:5985"), ("http://[0:0::1]:5985/", "http://[::1]:5985"),
        ("HTTP://[::]:0", "http://[::]:0"), ("https://[::]:5986", "https://[::]:5986"),
        ("https://127.0.0.1:1 basic digest", "https://127.0.0.1:1 basic digest"),
        ("https://127.0.0.1:1  Digest\tbasic", "https://127.0.0.1:1"),
        ("https://127.0.0.1:1 certificate+basic certificate", "https://127.0.0.1:1 certificate+basic certificate"),
    ])
    func `an address to listen on is read and shortened`(text: String, expected: String) throws {
        #expect(try Syntax.listenAddress.parse(text).description == expected)
    }

    @Test(arguments: [
        ("ftp://127.0.0.1:5986", "expected https://ADDRESS:PORT"), ("127.0.0.1:5985", "expected https://ADDRESS:PORT"),
        ("http://localhost:5985", "expected a numeric address"), ("http://127.0.0.1", "expected a port after"),
        ("http://127.0.0.1:65536", "a port from 0 to 65535"), ("http://127.0.0.1:", "a port from 0 to 65535"),
        ("http://::1:5985", "IPv6 address in brackets"), ("http://[::1]", "expected a port after"),
        ("http://127.0.0.1:5985/wsman", "has no path"), ("http://[127.0.0.1]:1", "IPv6 address in brackets"),
        ("http://user@127.0.0.1:1", "expected a numeric address"), ("http://", "expected a port after"),
        ("http://127.0.0.1:1 certificate", "certificate needs TLS"),
        ("https://127.0.0.1:1 kerberos", "no way to log in"),
        ("https://127.0.0.1:1 basic basic", "listed twice"),
    ])
    func `another address is refused with the reason`(text: String, reason: String) {
        let refusal = #expect(throws: Refusal.self) { try Syntax.listenAddress.parse(text) }
        #expect(refusal?.message.contains(reason) == true, "\(refusal?.message ?? "")")
    }

    @Test func `certificate and key go together, and client certificates need authorities`() throws {
        #expect(
            try errors("[tls]\nCertificate=/c.pem\n") == [
                "baseboard.conf:2: Certificate=/c.pem: Certificate= and PrivateKey= go together"
            ])
        #expect(
            try errors("[tls]\nPrivateKey=/k.pem\n") == [
                "baseboard.conf:2: PrivateKey=/k.pem: Certificate= and PrivateKey= go together"
            ])
        let listen = "[server]\nListen=https://[::]:5986 certificate\n"
        #expect(
            try errors(listen) == [
                "baseboard.conf:2: Listen=https://[::]:5986 certificate: an address with certificate needs "
                    + "ClientAuthorities= in [tls]"
            ])
        #expect(try load(listen + "[tls]\nClientAuthorities=/ca.pem\n").tls.clientAuthorities == "/ca.pem")
    }

    // MARK: Several assignments

    @Test func `a list accumulates, and an empty assignment empties it`() throws {
        #expect(
            try load("[server]\nListen=http://127.0.0.1:1\nListen=http://127.0.0.1:2\n").server.listen.map(\.port) == [
                1, 2,
            ])
        #expect(
            try load("[server]\nListen=http://127.0.0.1:1\nListen=\nListen=http://127.0.0.1:2\n").server.listen.map(
                \.port)
                == [2])
    }

    @Test func `a list that is left empty is an error where it was emptied`() throws {
        #expect(
            try errors("[server]\nListen=http://127.0.0.1:1\nListen=\n") == [
                "baseboard.conf:3: Listen=: at least one address to listen on is needed after the list was emptied"
            ])
    }

    @Test func `an element that is listed already is an error`() throws {
        #expect(
            try errors("[server]\nListen=http://[::1]:1\nListen=http://[0::1]:1\n") == [
                "baseboard.conf:3: Listen=http://[0::1]:1: it is listed already"
            ])
    }

    @Test func `an empty value gives a key its default`() throws {
        #expect(try load("[log]\nLevel=error\nLevel=\n").log.level == .info)
    }

    @Test func `drop-ins are read after the file, in the order of their names`() throws {
        try write("[log]\nLevel=error\n[limits]\nMaxBatch=1\n[server]\nListen=http://127.0.0.1:1\n")
        try write("[limits]\nMaxBatch=3\n", to: "baseboard.conf.d/20-b.conf")
        try write("[limits]\nMaxBatch=2\n[server]\nListen=http://127.0.0.1:2\n", to: "baseboard.conf.d/10-a.conf")
        try write("[limits]\nMaxBatch=nonsense\n", to: "baseboard.conf.d/30-c.conf.bak")
        try write("[limits]\nMaxBatch=nonsense\n", to: "baseboard.conf.d/.40.conf")
        let configuration = try Configuration.load(file: file)
        #expect(configuration.limits.maxBatch == 3)
        #expect(configuration.log.level == .error)
        #expect(configuration.server.listen.map(\.port) == [1, 2])
    }

    // MARK: Errors

    @Test func `all errors of all files are told in one go`() throws {
        try write("[limits]\nMaxBatch=0\nMaxConnections=many\n")
        try write("[log]\n\nLevel=loud\n", to: "baseboard.conf.d/a.conf")
        #expect(
            try errors() == [
                "baseboard.conf:2: MaxBatch=0: expected a number from 1 to 100000",
                "baseboard.conf:3: MaxConnections=many: expected a number from 1 to 100000",
                "baseboard.conf.d/a.conf:3: Level=loud: "
                    + "expected one of trace, debug, info, notice, warning, error, critical",
            ])
    }

    @Test(arguments: [
        ("[server]\nKeepState=maybe", "2: KeepState=maybe: expected yes or no"),
        ("[server]\nStateDirectory=state", "2: StateDirectory=state: expected an absolute path"),
        (
            "[limits]\nIdleTimeout=0",
            "2: IdleTimeout=0: expected a time from 100ms to 24h, such as 100ms, 10s, 5min or 1h"
        ),
        (
            "[limits]\nMaxBodyBytes=65M",
            "2: MaxBodyBytes=65M: expected bytes from 8K to 64M, such as 512K or 1M"
        ),
        (
            "[limits]\nMaxBatch=7 # seven",
            "2: MaxBatch=7 # seven: expected a number from 1 to 100000; a comment needs a line of its own"
        ),
        ("[server]\nListen", "2: Listen: expected [section], Key=Value, or a comment that begins with #"),
        ("[server]\nListen: http://[::1]:1", "2: Listen: http://[::1]:1: expected Key=Value, with an equals sign"),
        ("[server", "1: [server: expected the name of a section in brackets and nothing after it"),
        ("[server] x", "1: [server] x: expected the name of a section in brackets and nothing after it"),
        (
            "Listen=http://[::1]:1",
            "1: Listen=http://[::1]:1: expected a section before the first key, such as [server]"
        ),
        ("[sevrer]\nAnything=1", "1: [sevrer]: unknown section; did you mean [server]?"),
        (
            "[quota]",
            "1: [quota]: unknown section; "
                + "there are [server], [tls], [authentication], [access], [limits], [events], [sensors], [monitoring], "
                + "[hotplug], [eventlog], [log]"
        ),
        ("[server]\nlisten=x", "2: listen=x: unknown key; did you mean Listen=?"),
        ("[limits]\nMaxConections=1", "2: MaxConections=1: unknown key; did you mean MaxConnections=?"),
        ("[server]\nMaxBatch=1", "2: MaxBatch=1: this key belongs in [limits]"),
        ("[log]\nColour=red", "2: Colour=red: unknown key; [log] has Level="),
        ("[log]\n=red", "2: =red: unknown key; [log] has Level="),
    ])
    func `an error names the line, what stands there and what is allowed`(text: String, expected: String) throws {
        #expect(try errors(text + "\n") == ["baseboard.conf:\(expected)"])
    }

    @Test func `a value above its ceiling is an error, and a default follows its ceiling`() throws {
        #expect(
            try errors("[limits]\nMaxConnections=5\nMaxConnectionsPerAddress=6\n") == [
                "baseboard.conf:3: MaxConnectionsPerAddress=6: may not exceed MaxConnections=, which is 5"
            ])
        #expect(try load("[limits]\nMaxConnections=5\n").limits.maxConnectionsPerAddress == 5)
    }

    @Test func `errors beyond the hundredth are counted`() throws {
        let errors = try errors("[log]\n" + String(repeating: "Level=x\n", count: 105))
        #expect(errors.count == 101)
        #expect(errors.last == "and 5 more")
    }
}
