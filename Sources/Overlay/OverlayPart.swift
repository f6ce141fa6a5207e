// SPDX-License-Identifier: Apache-2.0

/// The part an overlay belongs to, whichever of its faces it was set through.
public struct OverlayPart: Sendable, Hashable {
    /// The kind of device, such as `Sensor`: its CIM class and its view share it.
    public let deviceClass: String
    /// The part's key, stable across reboots.
    public let identifier: String

    /// Names a part.
    public init(deviceClass: String, identifier: String) {
        self.deviceClass = deviceClass
        self.identifier = identifier
    }
}

extension OverlayPart: Comparable {
    /// Orders parts by class, then by key.
    public static func < (lhs: OverlayPart, rhs: OverlayPart) -> Bool {
        (lhs.deviceClass, lhs.identifier) < (rhs.deviceClass, rhs.identifier)
    }
}
