// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program that ran to its end.
struct Execution {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }

    struct TookTooLong: Error {
        let program: String
    }

    /// Runs a program; one that does not end in a minute is stopped and fails the test.
    static func run(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String]? = nil
    ) throws -> Execution {
        let directory = try TemporaryDirectory()
        let outputPath = directory.path + "/out"
        let errorsPath = directory.path + "/err"
        let inputPath = directory.path + "/in"
        try Data(input.utf8).write(to: URL(fileURLWithPath: inputPath))
        for path in [outputPath, errorsPath] { _ = FileManager.default.createFile(atPath: path, contents: nil) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let environment { process.environment = environment }
        let files = [
            try FileHandle(forReadingFrom: URL(fileURLWithPath: inputPath)),
            try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath)),
            try FileHandle(forWritingTo: URL(fileURLWithPath: errorsPath)),
        ]
        // Process keeps them for ever, and past a thousand files Foundation no longer hears of processes that end.
        defer { for file in files { try? file.close() } }
        process.standardInput = files[0]
        process.standardOutput = files[1]
        process.standardError = files[2]
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        guard ended.wait(timeout: .now() + .seconds(60)) == .success else {
            process.terminate()
            throw TookTooLong(program: program)
        }
        return Execution(
            status: process.terminationStatus, output: try Data(contentsOf: URL(fileURLWithPath: outputPath)),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: errorsPath)), as: UTF8.self))
    }

    /// Runs the daemon's program for one of its tasks.
    static func daemon(_ arguments: String..., input: String = "") throws -> Execution {
        try run(BuildProducts.daemon, arguments, input: input)
    }
}
