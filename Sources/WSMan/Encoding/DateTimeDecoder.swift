// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import XML

/// Reads CIM datetimes as clients write them: wrapped as the mapping says, bare, or in CIM's own 25 characters.
enum DateTimeDecoder {
    /// The moment or interval of an element; nil when it holds none (`spec/cim-binding.md` section 4.1).
    static func value(_ element: XMLElement) -> Value? {
        let wrapped = element.children.first { $0.namespace == Namespace.cimCommon }
        let text = (wrapped ?? element).trimmedText
        if text.utf8.first == UInt8(ascii: "P") {
            return XSDuration.nanoseconds(text).map { .interval(microseconds: Int64(clamping: $0 / 1000)) }
        }
        if let interval = Timestamp.interval(cim: text) { return .interval(microseconds: interval) }
        return (Timestamp(text) ?? Timestamp(cim: text)).map(Value.dateTime)
    }
}
