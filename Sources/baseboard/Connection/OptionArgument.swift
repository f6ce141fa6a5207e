// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSMan
import WSManClient

/// `NAME=VALUE`, or `NAME!=VALUE` for an option that must be complied with.
struct OptionArgument: ExpressibleByArgument, Equatable {
    let option: RequestOption

    init?(argument: String) {
        guard let separator = argument.firstIndex(of: "=") else { return nil }
        let name = argument[..<separator]
        let mustComply = name.last == "!"
        let bare = String(mustComply ? name.dropLast() : name)
        guard !bare.isEmpty else { return nil }
        option = RequestOption(bare, String(argument[argument.index(after: separator)...]), mustComply: mustComply)
    }
}

/// A length of time as people and as XML Schema write it.
enum TimeoutArgument {
    /// Whole seconds, at least one of any time at all.
    static func seconds(_ text: String) throws -> Int {
        if let seconds = Int(text) { return seconds }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        if let unit = text.last, let factor = units[unit], let count = Int(text.dropLast()) {
            let product = count.multipliedReportingOverflow(by: factor)
            return product.overflow ? .max : product.partialValue
        }
        guard let nanoseconds = XSDuration.nanoseconds(text) else {
            throw ValidationError("\(text) is no length of time; write 30, 30s, 2m or PT30S.")
        }
        return Int(clamping: nanoseconds / 1_000_000_000 + (nanoseconds % 1_000_000_000 > 0 ? 1 : 0))
    }
}
