// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// The console against a server that others wrote.
@Suite(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct ForeignServerTests {
    private struct Seen: Decodable {
        let requests: [String]
        let end: String?
    }

    @Test func `one command is one connection, one login by Digest, and an orderly end`() throws {
        let certificates = try Certificates()
        let made = try certificates.make("server", subject: "/CN=machine", names: "IP:127.0.0.1")
        let portFile = certificates.directory.path + "/port"
        let server = Process()
        server.executableURL = URL(fileURLWithPath: try #require(BuildProducts.program("python3")))
        server.arguments = [
            RecordedMachine.repository + "/Tests/EndToEndTests/Servers/digest_server.py", made.certificate, made.key,
            portFile,
        ]
        let printed = Pipe()
        server.standardOutput = printed
        try server.run()
        defer { server.terminate() }
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: portFile) { usleep(20000) }
        let port = try String(contentsOfFile: portFile, encoding: .utf8)
        let run = try Execution.run(
            BuildProducts.console,
            [
                "put", "Fan", "--set", "CurrentSpeed=1", "--json", "--host", "https://127.0.0.1:\(port)", "--user",
                "ann", "--password-stdin",
                "--ca-file", certificates.authority,
            ], input: "secret\n", environment: ["HOME": certificates.directory.path])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("1200"))
        let output = printed.fileHandleForReading.readDataToEndOfFile()
        let seen = try JSONDecoder().decode(Seen.self, from: output)
        // Get and Put with one nonce and rising numbers; the schema's request learns that it is used up.
        #expect(seen.requests == ["none", "right", "right", "stale", "right"])
        #expect(seen.end == "close_notify")
    }
}
