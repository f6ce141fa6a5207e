// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess

extension Hardware {
    /// A machine's hardware below `root`, scanned once, in a time that stands still.
    ///
    /// - Parameter fault: an errno to fail a read of a path with.
    public static func scanned(
        _ root: String, clock: ManualClock = ManualClock(), fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> Hardware {
        let hardware = try Hardware(root: root, clock: clock, usesSensorLibrary: false, fault: fault)
        await hardware.rescan()
        return hardware
    }

    /// The same for a tree made by the test, which stays for as long as the hardware is used.
    public static func scanned(
        _ tree: MachineTree, clock: ManualClock = ManualClock(), fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> Hardware {
        try await scanned(tree.root, clock: clock) { path in withExtendedLifetime(tree) { fault?(path) } }
    }
}
