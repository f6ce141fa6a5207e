// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// The flag that narrows a command to a part of an instance.
struct FragmentOptions: ParsableArguments {
    @Option(
        name: .customLong("fragment"),
        help: ArgumentHelp(
            "Only this part: an XPath expression such as CIM_Fan/DesiredSpeed or CIM_Fan/ElementName/text().",
            valueName: "xpath"))
    var xpath: String?

    /// The part; nil for the whole instance.
    var expression: FragmentExpression? { xpath.map { FragmentExpression($0) } }
}
