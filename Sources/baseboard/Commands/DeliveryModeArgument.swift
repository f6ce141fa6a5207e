// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSMan

/// How events come, as the command line says it.
enum DeliveryModeArgument: String, ExpressibleByArgument, CaseIterable {
    case push, ack, events, pull

    var mode: DeliveryMode {
        switch self {
        case .push: .push
        case .ack: .pushWithAck
        case .events: .events
        case .pull: .pull
        }
    }
}
