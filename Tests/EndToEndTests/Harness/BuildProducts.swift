// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures

/// Where the tests find what they run: programs of this build and of the system.
enum BuildProducts {
    /// The daemon that was built together with these tests.
    static let daemon = directory + "/baseboardd"

    /// The console that was built together with these tests.
    static let console = directory + "/baseboard"

    /// The Python that has the foreign clients installed; nil where `make test` has not made it.
    static let python: String? = {
        let path = RecordedMachine.repository + "/.venv/bin/python"
        return access(path, X_OK) == 0 ? path : nil
    }()

    /// The first program of that name on the path; nil where there is none.
    static func program(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private static let directory: String = {
        // The bundle of tests lies beside the programs, whatever the build directory is called.
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return executable.deletingLastPathComponent().path
    }()
}
