// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// A sink that others wrote, to which the daemon sends messages: `Servers/event_sink.py`.
final class EventSinkProcess {
    /// A message as it came.
    struct Received: Decodable {
        let path: String
        let contentType: String
        let body: String
        let authorization: String
        /// The subject of the certificate that it was shown; empty for none.
        let certificate: String

        /// The message, read by a parser that is not the daemon's own.
        func reply() throws -> Reply { try Reply(status: 200, data: Data(body.utf8)) }
    }

    let port: Int
    private let directory: TemporaryDirectory
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let messages: String

    /// Starts a sink, and waits until it listens.
    ///
    /// - Parameter directory: where it writes what it gets; the same for a sink that comes back.
    init(in directory: TemporaryDirectory, _ options: [String] = []) throws {
        let portFile = directory.path + "/sink-port"
        self.directory = directory
        messages = directory.path + "/sink-messages"
        unlink(portFile)
        process.executableURL = URL(fileURLWithPath: try #require(BuildProducts.program("python3")))
        process.arguments =
            [
                RecordedMachine.repository + "/Tests/EndToEndTests/Servers/event_sink.py", portFile, messages,
                "--answers", directory.path + "/sink-answer",
            ] + options
        process.standardOutput = FileHandle.nullDevice
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        for _ in 0..<1000 where !FileManager.default.fileExists(atPath: portFile) { usleep(10000) }
        port = try #require(Int(try String(contentsOfFile: portFile, encoding: .utf8)))
    }

    deinit { stop() }

    /// What a sink may say to a delivery; at first it acknowledges.
    enum Answer: String {
        case acknowledgement = "ack"
        /// HTTP 202 to everything.
        case accepted = "none"
        /// `wsman:DeliveryRefused`.
        case refused
        case fault
        case failure = "500"
        case unavailable = "503"
        /// None at all.
        case silence = "hang"
    }

    /// Has it say this from now on.
    func answer(_ answer: Answer) throws { try directory.write(answer.rawValue, to: "sink-answer") }

    /// Where it takes events.
    var address: String { "http://127.0.0.1:\(port)/events" }

    /// Ends it, so that nobody listens on its port any more.
    func stop() {
        guard process.isRunning else { return }
        // It keeps nothing, and may have inherited that SIGTERM is blocked.
        kill(process.processIdentifier, SIGKILL)
        ended.wait()
        ended.signal()
    }

    /// What has come so far, in order.
    func received() throws -> [Received] {
        guard let text = try? String(contentsOfFile: messages, encoding: .utf8) else { return [] }
        // The last line may be on its way.
        let whole = text.components(separatedBy: "\n").dropLast()
        return try whole.map { try JSONDecoder().decode(Received.self, from: Data($0.utf8)) }
    }

    /// Waits until so many messages have come, half a minute at most.
    func wait(for count: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> [Received] {
        for _ in 0..<3000 {
            let received = try received()
            if received.count >= count { return received }
            usleep(10000)
        }
        let received = try received()
        Issue.record("\(received.count) messages of \(count) came", sourceLocation: sourceLocation)
        return received
    }
}
