// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// A console of this build that runs until it is told to end, such as `baseboard listen`.
final class ConsoleProcess {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let directory: TemporaryDirectory

    /// Starts it, as a user with the daemon's address in the environment.
    init(_ arguments: [String], _ daemon: DaemonProcess, as user: TestUser = .operator) throws {
        directory = try TemporaryDirectory()
        process.executableURL = URL(fileURLWithPath: BuildProducts.console)
        process.arguments = arguments
        process.environment = daemon.consoleEnvironment(as: user)
        let paths = ["/out", "/err"].map { directory.path + $0 }
        for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let files = try paths.map { try FileHandle(forWritingTo: URL(fileURLWithPath: $0)) }
        defer { for file in files { try? file.close() } }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = files[0]
        process.standardError = files[1]
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var output: String { (try? String(contentsOfFile: directory.path + "/out", encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: directory.path + "/err", encoding: .utf8)) ?? "" }

    /// Waits until it has printed a text.
    func wait(for text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for _ in 0..<3000 where process.isRunning && !output.contains(text) { usleep(20000) }
        #expect(output.contains(text), "it says \(output) and \(errors)", sourceLocation: sourceLocation)
    }

    /// Sends it a signal and waits until it has ended; the result is its exit status.
    @discardableResult
    func end(_ signal: Int32 = SIGINT) throws -> Int32 {
        kill(process.processIdentifier, signal)
        guard ended.wait(timeout: .now() + .seconds(60)) == .success else {
            throw Execution.TookTooLong(program: BuildProducts.console)
        }
        ended.signal()
        return process.terminationStatus
    }
}

extension DaemonProcess {
    /// What a console needs in its environment to ask this daemon as a user.
    func consoleEnvironment(as user: TestUser = .operator) -> [String: String] {
        [
            "BASEBOARD_HOST": "http://127.0.0.1:\(port)/wsman", "BASEBOARD_USER": user.rawValue,
            "BASEBOARD_PASSWORD": TestUser.password, "HOME": directory.path, "LC_ALL": "C.UTF-8",
        ]
    }

    /// Runs a command of the console to its end.
    func console(_ arguments: String..., as user: TestUser = .operator) throws -> Execution {
        try Execution.run(BuildProducts.console, arguments, environment: consoleEnvironment(as: user))
    }
}
