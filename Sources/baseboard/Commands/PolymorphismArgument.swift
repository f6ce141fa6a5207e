// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSMan

/// How instances of classes that extend the one that is asked for come: DSP0227's PolymorphismMode in short.
enum PolymorphismArgument: String, ExpressibleByArgument, CaseIterable {
    case include, exclude, none

    /// Reads the short name, or the protocol's, in any letter case.
    init?(argument: String) {
        let name = argument.lowercased()
        guard
            let found = Self.allCases.first(where: { $0.rawValue == name || $0.mode.rawValue.lowercased() == name })
        else { return nil }
        self = found
    }

    var mode: PolymorphismMode {
        switch self {
        case .include: .includeSubclassProperties
        case .exclude: .excludeSubclassProperties
        case .none: .none
        }
    }
}
