// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// A filter as a client sent it, read as far as that needs no class.
public struct FilterRequest: Sendable, Hashable {
    /// What it says, in its dialect.
    public enum Condition: Sendable, Hashable {
        /// An expression.
        case xpath(XPathExpression)
        /// Properties and the values that they are to have.
        case selectors([Selector])
        /// The text of a query in WQL or CQL.
        case query(String, FilterDialect)
        /// Ties to an instance.
        case association(AssociationFilter)
    }

    /// What it says.
    public let condition: Condition
    /// Whether it may select parts of items: WS-Management's own element may, WS-Enumeration's only keeps or drops them.
    public let mayProject: Bool

    /// What it narrows.
    public let operation: Operation

    /// What a filter can stand in; it picks the faults.
    public enum Operation: Sendable, Hashable {
        /// An enumeration's items.
        case enumerate
        /// A subscription's events.
        case subscribe

        /// The languages that are spoken there.
        public var dialects: [FilterDialect] { self == .enumerate ? FilterDialect.enumerating : FilterDialect.eventing }
    }

    /// Reads `wsman:Filter`, `wsen:Filter` or `wse:Filter` (R8.2.1-3, R8.2.1-4, R10.2.2-1).
    init(_ element: XMLElement, of operation: Operation, limits: MessageLimits) throws(Fault) {
        self.operation = operation
        mayProject = element.has(name: Names.managementFilter)
        let refusal = Refusal(operation: operation, mayProject: mayProject)
        let uri = element.attribute("Dialect")?.trimmingXMLSpace() ?? FilterDialect.xpath.uri
        guard let dialect = FilterDialect(uri: uri), operation.dialects.contains(dialect) else {
            throw Fault(
                operation == .enumerate ? .filterDialectRequestedUnavailable : .filteringRequestedUnavailable,
                extras: operation.dialects.map { .supportedDialect($0.uri) },
                "The filter dialect \(uri.prefix(200)) is not spoken here; the detail lists those that are.")
        }
        let content = Array(element.children)
        let text = element.trimmedText
        // R8.2.1-3.
        guard content.count <= 1, content.isEmpty || text.isEmpty else {
            throw refusal.fault(
                "The filter is one text or one element, not both and not several (R8.2.1-3).")
        }
        switch dialect {
        case .xpath, .eventRoot:
            guard content.isEmpty else { throw refusal.fault("An XPath filter is text.") }
            condition = .xpath(try Self.expression(text, in: element, else: refusal, limits: limits))
        case .cql, .wql:
            guard content.isEmpty, !text.isEmpty else {
                throw refusal.fault("The filter is a text such as SELECT * FROM CIM_Fan.")
            }
            condition = .query(text, dialect)
        case .selector:
            guard let set = content.first, set.has(name: Names.selectorSet) else {
                throw refusal.fault("The filter holds one wsman:SelectorSet.")
            }
            condition = .selectors(try Self.selectors(set, else: refusal, limits: limits))
        case .association:
            guard let wanted = content.first else {
                throw refusal.fault(
                    "The filter holds wsmb:AssociatedInstances or wsmb:AssociationInstances.")
            }
            condition = .association(try AssociationFilter(wanted, limits: limits))
        }
    }

    /// What a filter cannot be processed for, in the words of the specification whose element it stands in.
    public func unprocessable(_ reason: String, extras: [Fault.Extra] = []) -> Fault {
        Refusal(operation: operation, mayProject: mayProject).fault(reason, extras: extras)
    }

    /// Which fault says that a filter cannot be processed.
    private struct Refusal {
        let operation: Operation
        let mayProject: Bool

        func fault(_ reason: String, extras: [Fault.Extra] = []) -> Fault {
            let code: FaultCode =
                switch operation {
                // R10.2.2-1, R10.2.2-2.
                case .subscribe: .eventSourceUnableToProcess
                case .enumerate: mayProject ? .cannotProcessFilter : .enumerationCannotProcessFilter
                }
            return Fault(code, extras: extras, reason)
        }
    }

    private static func expression(
        _ text: String, in element: XMLElement, else refusal: Refusal, limits: MessageLimits
    ) throws(Fault) -> XPathExpression {
        do throws(XPathError) {
            return try XPathExpression(text, limits: limits.xpath) { element.namespaceURI(forPrefix: $0) }
        } catch {
            throw refusal.fault(error.explanation(limits.xpath))
        }
    }

    private static func selectors(
        _ set: XMLElement, else refusal: Refusal, limits: MessageLimits
    ) throws(Fault) -> [Selector] {
        do throws(Fault) {
            let selectors = try SelectorSet.read(set, limits: limits)
            guard !selectors.isEmpty else { throw refusal.fault("The filter's SelectorSet is empty.") }
            return selectors
        } catch  where error.code == .invalidSelectors {
            throw refusal.fault(error.reason)
        }
    }
}

extension XPathError {
    /// What a person should change.
    public func explanation(_ limits: XPathLimits) -> String {
        switch self {
        case .empty: "The XPath expression is empty."
        case .tooLong: "The XPath expression is longer than \(limits.maxLength) octets."
        case .tooDeep: "The XPath expression nests more than \(limits.maxDepth) brackets."
        case .tooManyUnions: "The XPath expression has more than \(limits.maxUnions) \"|\"."
        case .syntax(let what): "The XPath expression cannot be read: \(what)."
        case .unboundPrefix(let prefix):
            "The prefix \(prefix.prefix(100)) in the XPath expression is bound to no namespace where it stands."
        case .unsupported(let what): "The XPath expression cannot be processed: \(what)."
        case .tooManyOperations:
            "The XPath expression takes more than \(limits.maxOperations) steps on one item; make it simpler."
        case .failed: "The XPath expression could not be evaluated."
        }
    }
}
