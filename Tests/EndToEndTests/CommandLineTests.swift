// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

struct CommandLineTests {
    @Test func `--version names the program and its version`() throws {
        let run = try Execution.daemon("--version")
        #expect(run.status == 0)
        #expect(run.text.wholeMatch(of: /baseboardd \d+\.\d+\.\d+\n/) != nil)
    }

    @Test func `--help names every option and exit status`() throws {
        let run = try Execution.daemon("--help")
        #expect(run.status == 0)
        for word in [
            "--config", "--check-config", "--print-access", "--add-user", "--role", "--version", "64", "69", "78",
        ] {
            #expect(run.text.contains(word))
        }
    }

    @Test(arguments: [
        ["--bogus"], ["extra"], ["--add-user", "ann"], ["--role", "admin"],
        ["--add-user", "ann", "--role", "king"], ["--config"],
    ])
    func `a wrong command line ends with 64 and says why`(arguments: [String]) throws {
        let run = try Execution.run(BuildProducts.daemon, arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains("baseboardd"))
        #expect(run.output.isEmpty)
    }

    @Test func `--print-default-config prints the file that is installed`() throws {
        let run = try Execution.daemon("--print-default-config")
        #expect(run.status == 0)
        let installed = try String(
            contentsOfFile: RecordedMachine.repository + "/etc/baseboard/baseboard.conf", encoding: .utf8)
        #expect(run.text == installed)
    }

    @Test func `--print-class-reference prints the page in the repository`() throws {
        let run = try Execution.daemon("--print-class-reference")
        #expect(run.status == 0)
        let page = try String(contentsOfFile: RecordedMachine.repository + "/Providers/REFERENCE.md", encoding: .utf8)
        #expect(run.text == page, "baseboardd --print-class-reference > Providers/REFERENCE.md")
    }

    @Test func `--check-config finds every error with its file and line`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            "[server]\nListn=http://127.0.0.1:1\nKeepState=maybe\n[limits]\nMaxBatch=0\n", to: "baseboard.conf")
        let run = try Execution.daemon("--config", file, "--check-config")
        #expect(run.status == 78)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.hasPrefix("\(file):2: ") == true)
        #expect(run.errors.contains("did you mean Listen="))
        #expect(run.errors.contains("\(file):3: "))
        #expect(run.errors.contains("\(file):5: "))
    }

    @Test func `a daemon does not start with a wrong configuration`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("[nonsense]\nA=b\n", to: "baseboard.conf")
        let run = try Execution.daemon("--config", file)
        #expect(run.status == 78)
        #expect(run.errors.contains("\(file):"))
    }

    @Test func `--check-config takes what is right`() throws {
        let file = RecordedMachine.repository + "/etc/baseboard/baseboard.conf"
        let run = try Execution.daemon("--config", file, "--check-config")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
    }

    @Test func `--check-config reads what lies beside the file too`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("[server]\nKeepState=no\n", to: "baseboard.conf")
        try FileManager.default.createDirectory(
            atPath: directory.path + "/baseboard.conf.d", withIntermediateDirectories: true)
        let drop = try directory.write("[server]\nKeepState=never\n", to: "baseboard.conf.d/10-x.conf")
        let run = try Execution.daemon("--config", file, "--check-config")
        #expect(run.status == 78)
        #expect(run.errors.contains("\(drop):2: "))
    }

    @Test func `a configuration file that is named must exist`() throws {
        let run = try Execution.daemon("--config", "/nonexistent/baseboard.conf", "--check-config")
        #expect(run.status == 78)
        #expect(run.errors.contains("/nonexistent/baseboard.conf"))
    }

    // MARK: Accounts

    private func configuration(in directory: TemporaryDirectory) throws -> (file: String, users: String) {
        let users = directory.path + "/users"
        return (try directory.write("[authentication]\nUsersFile=\(users)\n", to: "baseboard.conf"), users)
    }

    @Test func `--add-user writes no password and replaces an account of the same name`() throws {
        let directory = try TemporaryDirectory()
        let (file, users) = try configuration(in: directory)
        for (name, role, password) in [
            ("ann", "reader", "first one"), ("bob", "admin", "second one"), ("ann", "operator", "third one"),
        ] {
            let run = try Execution.daemon(
                "--config", file, "--add-user", name, "--role", role, input: password + "\n")
            #expect(run.status == 0, "\(run.errors)")
        }
        let text = try String(contentsOfFile: users, encoding: .utf8)
        let accounts = text.split(separator: "\n").map { $0.split(separator: ":").prefix(2).joined(separator: ":") }
        #expect(accounts == ["ann:operator", "bob:admin"])
        #expect(!text.contains(" one"))
        var status = stat()
        #expect(stat(users, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test(arguments: ["", "\n", String(repeating: "x", count: 600) + "\n"])
    func `--add-user refuses a password that is none`(input: String) throws {
        let directory = try TemporaryDirectory()
        let (file, users) = try configuration(in: directory)
        let run = try Execution.daemon("--config", file, "--add-user", "ann", "--role", "reader", input: input)
        #expect(run.status == 64)
        #expect(run.errors.contains("password"))
        #expect(access(users, F_OK) != 0)
    }

    @Test func `--add-user refuses a name that would break the file`() throws {
        let directory = try TemporaryDirectory()
        let (file, _) = try configuration(in: directory)
        let run = try Execution.daemon("--config", file, "--add-user", "a:b", "--role", "reader", input: "x\n")
        #expect(run.status == 73)
        #expect(run.errors.contains("'a:b'"))
    }
}
