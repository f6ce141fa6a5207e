// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// In which form results are shown.
enum OutputFormat: String, EnumerableFlag {
    case table, json, xml, raw

    static func help(for value: OutputFormat) -> ArgumentHelp? {
        switch value {
        case .table: "Show aligned columns (the default)."
        case .json: "Show one JSON array, properties named as on the wire."
        case .xml: "Show the instances as received."
        case .raw: "Show each request and its answer instead of the result."
        }
    }
}

/// The flags that choose how results are shown.
struct OutputOptions: ParsableArguments {
    @Flag(exclusivity: .exclusive)
    var format: OutputFormat = .table

    @Flag(help: "Indent the XML of --xml and --raw.")
    var pretty = false
}
