// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// What describes the classes: their schemas, their methods' descriptions, their declarations.
///
/// One selector names what is wanted (`spec/catalog.md` section 8, `spec/cim-binding.md` section 1). A class that the
/// caller may not get is not described to it; of another the whole declaration is shown, whatever role its methods take.
struct MetadataResource: Resource {
    /// In which form a class is described.
    enum Form: CaseIterable {
        /// XML Schemas by their target namespaces.
        case schema
        /// WSDL 1.1 by the URI of a class with methods.
        case serviceDescription
        /// XML Schemas by the names of their classes.
        case classSchema
        /// Declarations in CIM-XML by the names of their classes.
        case classDeclaration
    }

    let form: Form
    let uri: String
    let name: String
    let selectorNames: [String]
    let classes: [GuardedClass] = []
    let access = ClassAccess.metadata

    private let described: [PartID: any SchemaResource]
    private let ids: [PartID]
    /// The class that the ResourceURI itself names.
    private let named: PartID?

    init(_ form: Form, of resources: [any SchemaResource], naming className: String? = nil) {
        self.form = form
        let described =
            form == .serviceDescription ? resources.filter { !$0.callable.methods.isEmpty } : resources
        func id(_ resource: any SchemaResource) -> PartID { PartID(form.isOfClasses ? resource.name : resource.uri) }
        self.described = Dictionary(described.map { (id($0), $0) }, uniquingKeysWith: { first, _ in first })
        ids = described.map(id) + (form == .schema ? [Self.common] : [])
        named = className.map { PartID($0) }
        uri = form.base + (form.isOfClasses ? className ?? "*" : "")
        name = form.name
        selectorNames = [form.selector]
    }

    private static let common = PartID(Namespace.cimCommon)

    /// Classes are listed in CIM-XML, for consoles that ask what there is; schemas are only got (`spec/catalog.md` 8).
    var isEnumerable: Bool { form == .classDeclaration && named == nil }

    var absence: String? {
        switch form {
        case .schema: "There is no XMLSchema of this target namespace"
        case .serviceDescription: "There is no class of this URI that has methods, and so no WSDL1.1"
        case .classSchema, .classDeclaration: "There is no class of this name"
        }
    }

    func type(ofSelector name: String) -> ValueType? { name.lowercased() == form.selector.lowercased() ? .string : nil }

    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] { ids.filter { isShown($0, to: principal.role) } }

    private func isShown(_ part: PartID, to role: Role) -> Bool { described[part]?.access.get.admits(role) ?? true }

    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let wanted: String
        if let selector = selectors.first(where: { $0.name.lowercased() == form.selector.lowercased() }) {
            guard case .text(let text) = selector.value else { return nil }
            // A URI that names another class than its selector names nothing.
            if let named, named.text.lowercased() != text.lowercased() { return nil }
            wanted = text
        } else if let named {
            wanted = named.text
        } else {
            throw .insufficientSelectors([form.selector])
        }
        // Class names are compared without letter case, as CIM's are; namespaces are not.
        return ids.first {
            form.isOfClasses ? $0.text.lowercased() == wanted.lowercased() : $0.text == wanted
        }.flatMap { isShown($0, to: principal.role) ? $0 : nil }
    }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        guard let resource = described[part] else {
            CommonSchemaEncoder.write(to: &writer)
            return
        }
        switch form {
        case .schema, .classSchema: ClassSchemaEncoder.write(resource.schema, to: &writer)
        case .serviceDescription: ServiceDescriptionEncoder.write(resource.callable, to: &writer)
        case .classDeclaration: ClassDeclarationEncoder.write(resource.schema, to: &writer)
        }
    }

    func writeReference(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) {
        EndpointReferenceEncoder.write(
            Reference(ResourceURI(uri), [Selector(form.selector, part.text)]), version, to: &writer)
    }
}

extension MetadataResource.Form {
    /// The ResourceURI, or what stands in front of the class or the `*` that it ends in.
    var base: String {
        switch self {
        case .schema: CatalogEntry.schemaURI
        case .serviceDescription: CatalogEntry.serviceDescriptionURI
        case .classSchema: "http://schemas.dmtf.org/wbem/ws-cim/1/cim-schema/2/"
        case .classDeclaration: "http://schemas.dmtf.org/wbem/cim-xml/2/cim-schema/2/"
        }
    }

    var isOfClasses: Bool { self == .classSchema || self == .classDeclaration }

    fileprivate var name: String {
        switch self {
        case .schema: "XMLSchema"
        case .serviceDescription: "WSDL1.1"
        case .classSchema: "Class schemas"
        case .classDeclaration: "Class declarations"
        }
    }

    fileprivate var selector: String {
        switch self {
        case .schema: "XMLSchema"
        case .serviceDescription: "WSDL1.1"
        case .classSchema, .classDeclaration: "ClassName"
        }
    }
}
