// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

extension Facets {
    static let state = Facets(rawValue: PCIFunctionFacts.Groups.state.rawValue)
    static let link = Facets(rawValue: PCIFunctionFacts.Groups.link.rawValue)
    static let errors = Facets(rawValue: PCIFunctionFacts.Groups.errors.rawValue)
    static let configuration = Facets(rawValue: PCIFunctionFacts.Groups.configuration.rawValue)
    static let devices = Facets(rawValue: PCIFunctionFacts.Groups.devices.rawValue)
}

/// A PCI function or bridge.
struct PCIPart {
    /// The address, such as `0000:3b:00.0`.
    let id: PartID
    /// What the scan found; of a virtual function, what was read since.
    var function: PCIFunction
    /// The name of the slot that its card is in.
    let slot: String?
    /// The number among the virtual functions of its physical one.
    let virtualNumber: UInt32?

    /// What was read of it now.
    var facts = PCIFunctionFacts()

    var identity: PCIIdentity { function.identity }

    /// What a person calls it: chip, else class, else numbers.
    var name: String {
        if let device = function.names.device { return device }
        if let className = function.names.className { return "\(className) \(id.text)" }
        return "\(identity.isBridge ? "PCI bridge" : "PCI device") \(id.text)"
    }

    /// Fewer lanes than there could be is what a technician can mend; a counter of errors since boot is not.
    var health: Health {
        // What was not read is not well.
        guard facts.power != nil else { return .unknown }
        return facts.link?.verdict == .reducedWidth ? .degraded : .good
    }

    /// CIM_EnabledLogicalElement.EnabledState: what no driver wants is not disabled, it does not apply.
    var enabledState: UInt64 {
        if facts.driver != nil || (facts.enableCount ?? 0) > 0 { return 2 }
        return facts.enableCount == nil ? 0 : 5
    }

    /// CIM_LogicalDevice.Availability; nil where nobody knows.
    var availability: UInt64? {
        switch facts.power?.state {
        case "D0": 3
        case "D1", "D2", "D3hot": 14
        case "D3cold": 15
        default: facts.power?.runtimeStatus == "active" ? 3 : nil
        }
    }

    /// Why there is no value of what is read in registers: a function that sleeps is not woken for it.
    var reason: ResourceModel.Quality { facts.power?.isAwake == false ? .unavailable : .absent }

    /// A value from the configuration.
    func register(_ value: (PCIConfiguration) -> Value?) -> Value {
        facts.configuration.flatMap(value) ?? .absent(reason)
    }

    /// A value of the link.
    func link(_ value: (PCILink) -> Value?) -> Value { facts.link.flatMap(value) ?? .absent(reason) }
}
