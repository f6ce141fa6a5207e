// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// One class in the inventory.
struct InventorySection: Equatable {
    let title: String
    let className: String
    let resourceURI: ResourceURI
    /// What named it on the command line: then it is shown whole, and that the service refuses it is a failure.
    var name: ResourceArgument?
    var isNamed: Bool { name != nil }

    var target: Reference { Reference(resourceURI, []) }
    var isSensors: Bool { className == "BB_SensorView" || className == "CIM_NumericSensor" }
    /// Whether its instances are only counted.
    var isCounted: Bool { isSensors && !isNamed }

    init(title: String, className: String) {
        self.title = title
        self.className = className
        resourceURI = ResourceURI(ofClass: className)
    }

    /// A class that was named.
    init(_ resource: ResourceArgument, catalog: [CatalogResource]) {
        let entry = resource.entry(in: catalog)
        resourceURI = entry.map { ResourceURI($0.resourceURI) } ?? resource.resourceURI
        className = resourceURI.className.map(String.init) ?? resourceURI.text
        title = entry?.displayName ?? className
        name = resource
    }

    /// The machine first, then what computes, then the rest by name, sensors last.
    private static let order = [
        "BB_SystemView", "CIM_ComputerSystem", "BB_ChassisView", "BB_ProcessorView", "CIM_Processor", "BB_MemoryView",
        "BB_DriveView", "BB_FanView", "CIM_Fan",
    ]

    /// What a service without flat views is asked for.
    private static let standard = [
        ("System", "CIM_ComputerSystem"), ("Processors", "CIM_Processor"), ("Fans", "CIM_Fan"),
        ("Sensors", "CIM_NumericSensor"),
    ]

    /// The flat views of a catalog, in the order in which they are shown.
    static func sections(of catalog: [CatalogResource]) -> [InventorySection] {
        var sections = catalog.filter(\.isEnumerable).compactMap { entry -> InventorySection? in
            let name = entry.className
            guard name.hasPrefix("BB_"), name.hasSuffix("View") else { return nil }
            return InventorySection(title: entry.displayName ?? name, className: name)
        }
        if sections.isEmpty { sections = standard.map { InventorySection(title: $0.0, className: $0.1) } }
        return sections.sorted { ($0.rank, $0.className) < ($1.rank, $1.className) }
    }

    private var rank: Int {
        if isSensors { return Self.order.count + 1 }
        return Self.order.firstIndex(of: className) ?? Self.order.count
    }

    /// Shows the machine property by property, parts as a table.
    func show(_ instances: [Instance], to output: Output) {
        guard !instances.isEmpty else { return output.line("  none") }
        if instances.count == 1, className == "BB_SystemView" || className == "CIM_ComputerSystem" {
            let rows = instances[0].properties.filter { !$0.isNull }.map {
                (DisplayText.clean($0.name), ClassDisplay.text(of: $0, in: instances[0]))
            }
            return output.details(rows, indent: "  ")
        }
        let columns = ColumnChoice.columns(for: instances, isNarrow: output.terminal.width != nil)
        let named = NameDistinction.isNeeded(in: columns) ? NameDistinction.applied(to: instances) : instances
        output.table(
            ClassDisplay.columns(named: columns),
            named.map { instance in columns.map { ClassDisplay.cell($0, of: instance) } }, indent: "  ")
    }
}
