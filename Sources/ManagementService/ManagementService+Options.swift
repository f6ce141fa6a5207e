// SPDX-License-Identifier: Apache-2.0

import WSMan

extension ManagementService {
    /// Refuses options that must be complied with and cannot be (R6.4-6, R6.4-9); advisory ones are passed over.
    ///
    /// The one option that there is, `Order`, is for enumerating what has an order in time. With Pull it changes nothing
    /// any more, for the first message counts (R6.4-10).
    func checkOptions(_ envelope: RequestEnvelope, of resource: any Resource) throws(Fault) {
        guard envelope.options.contains(where: \.mustComply) else { return }
        let hasOrder = resource.isChronological && Action.enumerating.contains(envelope.action)
        var order: String?
        for option in envelope.options where option.mustComply {
            guard hasOrder, option.name == EnumerationOrder.optionName else {
                throw Fault(
                    .invalidOptions, .notSupported,
                    "The option \(option.name.prefix(200)) cannot be complied with; leave it out or drop MustComply.")
            }
            guard EnumerationOrder(rawValue: option.value) != nil else {
                let known = EnumerationOrder.allCases.map(\.rawValue).joined(separator: " or ")
                throw Fault(
                    .invalidOptions, .invalidValue,
                    "The option \(option.name) is \(known), and not \(option.value.prefix(200)).")
            }
            guard order == nil || order == option.value else {
                throw Fault(
                    .invalidOptions, .invalidValue, "The option \(option.name) stands twice, with two values.")
            }
            order = option.value
        }
    }
}

extension RequestEnvelope {
    /// The order that an enumeration is to have: what must be complied with goes before what is advised.
    var order: EnumerationOrder {
        let options = options.filter { $0.name == EnumerationOrder.optionName }
        let wished = options.filter(\.mustComply) + options.filter { !$0.mustComply }
        return wished.lazy.compactMap { EnumerationOrder(rawValue: $0.value) }.first ?? .oldestFirst
    }
}
