// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// The console's entry: one place where an error becomes a sentence and an exit status.
@main
struct Program {
    static func main() async {
        do {
            var command = try BaseboardCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            FileHandle.standardError.write(Data("baseboard: \(failure.sentence)\n".utf8))
            exit(failure.status.rawValue)
        } catch {
            BaseboardCommand.exit(withError: error)
        }
    }
}
