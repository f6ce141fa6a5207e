// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Runs the probe, which reads the live machine in a process of its own.
enum ProbeProcess {
    /// The probe lies beside the test bundle.
    static func path() throws -> String {
        let products = URL(filePath: Bundle.main.bundlePath)
        let candidates =
            [products, products.deletingLastPathComponent()].map { $0.appending(path: "hardware-probe").path }
            + [RecordedMachine.repository + "/.build/debug/hardware-probe"]
        return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0) })
    }

    /// What a program prints, which is to end well.
    static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}
