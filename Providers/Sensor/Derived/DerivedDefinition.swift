// SPDX-License-Identifier: Apache-2.0

import ProviderKit
public import ResourceModel

/// How many derived sensors there may be.
public struct DerivedSensorLimits: Sendable, Hashable {
    /// The most derived sensors.
    public var sensors = 256
    /// The most sensors that one is derived from.
    public var sources = 32

    /// The defaults.
    public init() {}
}

/// What an operator said of a sensor that is computed from others.
struct DerivedDefinition: Sendable, Hashable {
    /// The name it was given; its sensor is `derived/` and the name.
    let name: String
    var function: DerivedFunction
    /// The sensors it is derived from, by their DeviceIDs.
    var sources: [PartID]
    /// What those sensors measure.
    var kind: SensorKind
    /// Whether it is computed at all.
    var isEnabled = true

    /// Where the sensors of all definitions are.
    static let prefix = "derived/"

    /// The sensor.
    var id: PartID { PartID(Self.prefix + name) }

    /// The longest name, in characters.
    static let maximumNameLength = 64

    /// Whether a text can be a name: letters, digits, `.`, `_` and `-`, and a letter or digit first.
    static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        guard let first = bytes.first, isAlphanumeric(first), bytes.count <= maximumNameLength else { return false }
        return bytes.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
    }
}

extension DerivedDefinition {
    /// The domain of operators' settings that definitions are kept in.
    static let domain = "DerivedSensor"

    /// The definition as it is kept: a text for each source, for one text has a limit.
    var settings: [String: Value] {
        var settings: [String: Value] = [
            "Function": .string(function.rawValue), "Kind": .string(kind.rawValue), "Enabled": .boolean(isEnabled),
        ]
        for (number, source) in sources.enumerated() { settings["Source\(number)"] = .string(source.text) }
        return settings
    }

    /// Reads what was kept; nil for what cannot be, as of another version.
    init?(_ name: PartID, _ settings: [String: Value]) {
        guard Self.isName(name.text),
            let function = settings["Function"]?.stringValue.flatMap(DerivedFunction.init(rawValue:)),
            let kind = settings["Kind"]?.stringValue.flatMap(SensorKind.init(rawValue:))
        else { return nil }
        var sources: [PartID] = []
        while let source = settings["Source\(sources.count)"]?.stringValue { sources.append(PartID(source)) }
        guard !sources.isEmpty else { return nil }
        self.init(
            name: name.text, function: function, sources: sources, kind: kind,
            isEnabled: settings["Enabled"] != .boolean(false))
    }
}
