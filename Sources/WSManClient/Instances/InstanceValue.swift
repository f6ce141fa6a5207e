// SPDX-License-Identifier: Apache-2.0

/// One value of a property as it came; without a schema numbers and truth values stay text.
public indirect enum InstanceValue: Sendable, Hashable {
    /// No value: `xsi:nil`.
    case null
    /// The text of a simple value, without white space around it.
    case text(String)
    /// A CIM datetime: its text, and the element it was wrapped in, such as `Datetime` or `Interval`.
    case time(String, kind: String)
    /// The address of another instance.
    case reference(EndpointReference)
    /// An embedded instance, or any other structure.
    case instance(Instance)

    /// The text of a simple value or a datetime; nil for everything else.
    public var text: String? {
        switch self {
        case .text(let text), .time(let text, _): text
        case .null, .reference, .instance: nil
        }
    }
}
