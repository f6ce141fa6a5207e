// SPDX-License-Identifier: Apache-2.0

import CSensors
import Glibc
import Synchronization

/// libsensors: labels, ignored channels and scaled values under the administrator's configuration.
///
/// Live root only.
///
/// The library is not reentrant and keeps its state in globals, so all of it runs on one lane.
public final class SensorLibrary: Sendable {
    private let lane: Lane
    private let sysfs: Sysfs
    private let loadDeadline: Duration
    private let readDeadline: Duration

    /// The library on its lane, not yet loaded.
    ///
    /// - Parameters:
    ///   - loadDeadline: how long reading the configuration and the chips may take.
    ///   - readDeadline: how long reading the values of one channel may take.
    public init(
        lanes: LaneSet, sysfs: Sysfs, loadDeadline: Duration = .seconds(10), readDeadline: Duration = .seconds(2)
    ) {
        lane = lanes.lane(for: .sensorLibrary)
        self.sysfs = sysfs
        self.loadDeadline = loadDeadline
        self.readDeadline = readDeadline
    }

    /// Loads the configuration and the chips anew; at start, after a hotplug and on reload.
    ///
    /// - Returns: the chips, and what the parser said of the configuration.
    public func load() async throws(LaneError) -> (chips: [LibraryChip], warnings: [String]) {
        let sysfs = sysfs
        return try await lane.run(deadline: loadDeadline) { SensorLibraryCalls.load(sysfs) }
    }

    /// The scaled values of some files of a chip, such as `in1_input`; `nil` where there is none.
    public func values(chip: String, _ files: [String]) async -> [Double?] {
        let values = try? await lane.run(deadline: readDeadline) { SensorLibraryCalls.values(chip: chip, files) }
        return values ?? files.map { _ in nil }
    }
}
