// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// Shows the items of an enumeration as they come, however many there are.
struct Listing {
    /// A table's layout is fixed by so many rows; what comes after them keeps to it.
    static let layoutRows = 500

    private let output: Output
    private let chosen: [String]
    private var waiting: [EnumerationItem] = []
    private var table: (table: Table, columns: [String])?
    private(set) var count = 0
    /// Chosen columns that are not known to be properties: where no instance has one, there is nothing to show.
    var doubtful: [String] = []
    /// The column that nothing has.
    private(set) var unknownColumn: String?

    /// A listing with the columns that the class suggests, or with chosen ones.
    init(_ output: Output, columns chosen: [String] = []) {
        self.output = output
        self.chosen = chosen
    }

    /// Shows further items, or keeps them until the layout is known.
    mutating func add(_ items: [EnumerationItem], types: InstanceTypes = .unknown) {
        for item in items where unknownColumn == nil {
            switch output.format {
            case .raw: break
            case .xml: output.markup(item.xml ?? "")
            case .json: output.write((count == 0 ? "[\n  " : ",\n  ") + JSONValue(item, types: types).text)
            case .table:
                if let table {
                    output.line(table.table.line(Self.cells(item, Self.instance(item), table.columns)))
                } else {
                    waiting.append(item)
                    if waiting.count >= Self.layoutRows { layOut() }
                }
            }
            count += 1
        }
    }

    /// Ends the listing.
    mutating func finish() {
        switch output.format {
        case .raw, .xml: break
        case .json: output.write(count == 0 ? "[\n]\n" : "\n]\n")
        case .table:
            if count == 0 {
                output.line("none")
            } else if unknownColumn != nil {
                waiting = []
            } else if table == nil {
                layOut()
            }
        }
    }

    private static let addressColumn = "@epr"

    private mutating func layOut() {
        var instances = waiting.map(Self.instance)
        unknownColumn = doubtful.first { name in !instances.contains { $0.property(name) != nil } }
        guard unknownColumn == nil else { return }
        var columns = chosen
        if columns.isEmpty {
            columns = ColumnChoice.columns(for: instances, isNarrow: output.terminal.width != nil)
            if waiting.contains(where: { $0.instance != nil && $0.reference != nil }) {
                columns.append(Self.addressColumn)
            }
        }
        if chosen.isEmpty, NameDistinction.isNeeded(in: columns) {
            instances = NameDistinction.applied(to: instances)
        }
        let rows = zip(waiting, instances).map { Self.cells($0, $1, columns) }
        let laidOut = Table(ClassDisplay.columns(named: columns), layout: rows, terminal: output.terminal)
        output.line(laidOut.header)
        for row in rows { output.line(laidOut.line(row)) }
        waiting = []
        table = (laidOut, columns)
    }

    /// The item as an instance; of an address alone, the keys are the properties.
    private static func instance(_ item: EnumerationItem) -> Instance {
        if let instance = item.instance { return instance }
        guard let reference = item.reference?.reference else {
            return Instance(className: "", namespace: "", properties: [])
        }
        let keys = reference.selectors.filter { $0.name != "__cimnamespace" }.map { selector -> Instance.Property in
            let value: InstanceValue =
                switch selector.value {
                case .text(let text): .text(text)
                case .reference(let nested): .reference(EndpointReference(address: "", reference: nested))
                }
            return Instance.Property(selector.name, [value])
        }
        return Instance(
            className: reference.resourceURI.className.map(String.init) ?? "",
            namespace: reference.resourceURI.text, properties: keys)
    }

    /// In one word, as other commands take it.
    private static func address(_ reference: Reference) -> String {
        DisplayText.clean(CompactAddress.text(reference) ?? reference.display)
    }

    private static func cells(_ item: EnumerationItem, _ instance: Instance, _ columns: [String]) -> [String] {
        columns.map { column in
            switch column {
            case addressColumn: item.reference.map { address($0.reference) } ?? Table.none
            default: ClassDisplay.cell(column, of: instance)
            }
        }
    }
}

extension Output {
    /// Shows one instance: every property, a line each.
    func show(_ instance: Instance, types: InstanceTypes = .unknown) {
        switch format {
        case .raw: break
        case .xml: markup(instance.xml ?? "")
        case .json: json([JSONValue(instance, types: types)])
        case .table:
            details(
                instance.properties.map {
                    (DisplayText.clean($0.name), ClassDisplay.text(of: $0, in: instance))
                })
        }
    }
}
