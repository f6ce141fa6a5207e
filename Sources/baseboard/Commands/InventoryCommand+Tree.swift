// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

extension InventoryCommand {
    /// What ties sensors to parts.
    private static let ties = "CIM_AssociatedSensor"

    /// Reads all views, for parts stand in each other; what was not asked for is left out after that.
    func showTree(
        _ catalog: [CatalogResource], _ named: [InventorySection], _ session: Session
    ) async throws(WSManClientError) {
        let views = InventorySection.sections(of: catalog).map { view in
            named.first { $0.className == view.className } ?? view
        }
        let further = named.filter { name in !views.contains { $0.className == name.className } }
        var classes: [InventoryTree.Class] = []
        var sensors: [Instance] = []
        var namedClasses = Set<String>()
        for section in views + further {
            var instances: [Instance] = []
            let refusal = try await section.unlessRefused { () throws(WSManClientError) in
                instances = try await session.instances(section.target)
            }
            // A class stands for those that extend it, whose instances bear their own names.
            if section.isNamed { namedClasses.formUnion(instances.map(\.className)) }
            if section.isSensors, refusal == nil {
                sensors += instances
            } else {
                classes.append(
                    InventoryTree.Class(
                        name: section.className, title: section.title, instances: instances, refusal: refusal?.reason))
            }
        }
        var ties: [Instance] = []
        let association = InventorySection(title: Self.ties, className: Self.ties)
        if catalog.contains(where: { $0.className == Self.ties && $0.isEnumerable }) {
            _ = try await association.unlessRefused { () throws(WSManClientError) in
                ties = try await session.instances(association.target)
            }
        }
        var tree: InventoryTree? = InventoryTree(classes, sensors: sensors, ties: ties)
        let search = InventorySearch(words)
        if !search.isEmpty || !named.isEmpty {
            tree = tree?.filtered { instance in
                (named.isEmpty || namedClasses.contains(instance.className)) && search.matches(instance)
            }
        }
        try await show(tree, session)
    }

    private func show(_ tree: InventoryTree?, _ session: Session) async throws(WSManClientError) {
        switch session.output.format {
        case .raw, .xml: break
        case .json:
            guard let tree else { return session.output.json([]) }
            session.output.json([tree.json(types: try await session.types(of: tree.instances))])
        case .table:
            guard let tree else { return session.output.line("none") }
            let terminal = session.output.terminal
            let style = InventoryTree.Style(
                width: terminal.width, hasBoxes: terminal.hasUnicode, hasColour: terminal.hasColour, showsAll: all)
            for line in tree.lines(style) { session.output.line(line) }
        }
    }
}
