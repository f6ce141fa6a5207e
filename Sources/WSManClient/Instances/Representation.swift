// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// What Put and Create send: a whole instance.
public enum Representation: Sendable, Hashable {
    /// An instance by its properties.
    case instance(Instance)
    /// One element that somebody wrote.
    case markup(Markup)

    func write(_ version: AddressingVersion, to writer: inout XMLWriter) {
        switch self {
        case .instance(let instance): InstanceWriter(addressing: version).write(instance, to: &writer)
        case .markup(let markup): writer.raw(markup.text)
        }
    }
}
