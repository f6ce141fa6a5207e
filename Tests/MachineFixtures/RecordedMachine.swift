// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The machines shipped in `Tests/Fixtures/machines`.
public enum RecordedMachine: String, CaseIterable, Sendable {
    /// A dual-socket server with 200 sensors.
    case rackServer = "rack-server"
    /// A desktop with two kinds of cores, one of them offline.
    case desktopHybrid = "desktop-hybrid"
    /// A laptop with a battery, without sensors.
    case laptop
    /// A virtual machine without sensors.
    case virtualMachine = "vm"

    /// The directory to give as the hardware root.
    public var root: String { RecordedMachine.repository + "/Tests/Fixtures/machines/" + rawValue }

    /// The root of the source tree.
    public static let repository = String(
        #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 })
}
