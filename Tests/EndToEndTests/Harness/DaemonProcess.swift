// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// A daemon of this build, running in a directory of its own.
final class DaemonProcess {
    let directory: TemporaryDirectory
    let notifications: NotifySocket
    private(set) var port = 0
    private let tree: MachineTree?
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let errorsPath: String

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a daemon and waits until it says that it is ready.
    ///
    /// - Parameter directory: one that a daemon ran in before, to take over its users and its state.
    init(_ settings: DaemonSettings = DaemonSettings(), in directory: TemporaryDirectory? = nil) throws {
        let directory = try directory ?? TemporaryDirectory()
        self.directory = directory
        tree = settings.tree
        let users = directory.path + "/users"
        if settings.hasUsers, access(users, F_OK) != 0 {
            try directory.write(try TestUser.usersFile.get(), to: "users")
        }
        try FileManager.default.createDirectory(
            atPath: directory.path + "/state", withIntermediateDirectories: true)
        let configuration = try directory.write(
            settings.text(port: 0, usersFile: users, stateDirectory: directory.path + "/state"), to: "baseboard.conf")
        let socket = directory.path + "/notify"
        unlink(socket)
        notifications = try NotifySocket(path: socket)

        errorsPath = directory.path + "/errors"
        _ = FileManager.default.createFile(atPath: errorsPath, contents: nil)
        let command = settings.wrapper + [BuildProducts.daemon, "--config", configuration]
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: errorsPath))
        // The daemon has its own of it then; ours would stay open for ever.
        defer { try? log.close() }
        process.standardError = log
        var environment = ProcessInfo.processInfo.environment
        environment["NOTIFY_SOCKET"] = socket
        environment.merge(settings.environment) { $1 }
        process.environment = environment
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        do {
            try notifications.wait(for: "READY=1", while: { process.isRunning })
        } catch {
            throw DidNotStart(description: "\(error); it wrote: \(errors)")
        }
        port = try Self.port(in: errors)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var processIdentifier: pid_t { process.processIdentifier }

    var isRunning: Bool { process.isRunning }

    /// All that it has written to standard error.
    var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) { Glibc.kill(process.processIdentifier, number) }

    /// Waits until it has ended by itself or by a signal sent before; the result is its exit status.
    func waitForEnd() throws -> Int32 {
        guard ended.wait(timeout: .now() + .seconds(30)) == .success else {
            throw DidNotStart(description: "the daemon does not end; it wrote: \(errors)")
        }
        ended.signal()
        #expect(process.terminationReason == .exit, "the daemon crashed; it wrote: \(errors)")
        return process.terminationStatus
    }

    /// Ends it as a power cut would, and waits until it is gone.
    func cutPower() throws {
        signal(SIGKILL)
        guard ended.wait(timeout: .now() + .seconds(30)) == .success else {
            throw DidNotStart(description: "the daemon is not gone; it wrote: \(errors)")
        }
        ended.signal()
    }

    /// Stops it in good order and checks that nothing went wrong while it ran.
    func stop(sourceLocation: SourceLocation = #_sourceLocation) throws {
        signal(SIGTERM)
        let status = try waitForEnd()
        let errors = errors
        #expect(status == 0, "the daemon wrote: \(errors)", sourceLocation: sourceLocation)
        for sign in ["Fatal error", "crashed", "Sanitizer", "Precondition failed", "<2>"] {
            #expect(!errors.contains(sign), "the daemon wrote: \(errors)", sourceLocation: sourceLocation)
        }
    }

    /// The ports of its encrypted addresses, in their order.
    var encryptedPorts: [Int] {
        errors.components(separatedBy: "listening on https://127.0.0.1:").dropFirst().compactMap {
            Int($0.prefix { $0.isNumber })
        }
    }

    private static func port(in errors: String) throws -> Int {
        let pattern = "listening on http://127.0.0.1:"
        guard let start = errors.range(of: pattern)?.upperBound,
            let port = Int(errors[start...].prefix { $0.isNumber })
        else { throw DidNotStart(description: "no address to connect to in: \(errors)") }
        return port
    }
}

extension DaemonProcess {
    /// Runs `body` against a daemon of its own, stops the daemon and checks that it was well to the end.
    static func run(
        _ settings: DaemonSettings = DaemonSettings(), sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (DaemonProcess) throws -> Void
    ) throws {
        let daemon = try DaemonProcess(settings)
        try body(daemon)
        try daemon.stop(sourceLocation: sourceLocation)
    }

    /// A connection to it that sends the user's credentials with each request.
    func connect(as user: TestUser? = .operator) throws -> Connection {
        try Connection(port: port, authorization: user?.authorization)
    }

    /// Asks until `condition` holds for the answer; for what happens behind the daemon's first answers.
    func poll(
        _ message: Message, as user: TestUser = .operator, until condition: (Reply) throws -> Bool
    ) throws -> Reply {
        let connection = try connect(as: user)
        var last = try connection.ask(message)
        for _ in 0..<2000 {
            if try condition(last) { return last }
            usleep(5000)
            last = try connection.ask(message)
        }
        throw NeverHeld(last: last.text)
    }

    /// Asks on new connections until the HTTP status is `wanted`; the result is the last one.
    func status(of text: String, as user: TestUser = .operator, until wanted: Int) throws -> Int {
        var status = 0
        for _ in 0..<2000 {
            status = try connect(as: user).exchange(text).status
            if status == wanted { break }
            usleep(5000)
        }
        return status
    }

    struct NeverHeld: Error {
        let last: String
    }
}
