// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import XML

/// The headers that may stand once, to find a second one (R13.1-9).
struct SeenHeaders: OptionSet {
    let rawValue: UInt32
    static let to = SeenHeaders(rawValue: 1 << 0)
    static let action = SeenHeaders(rawValue: 1 << 1)
    static let messageID = SeenHeaders(rawValue: 1 << 2)
    static let replyTo = SeenHeaders(rawValue: 1 << 3)
    static let faultTo = SeenHeaders(rawValue: 1 << 4)
    static let resourceURI = SeenHeaders(rawValue: 1 << 5)
    static let selectorSet = SeenHeaders(rawValue: 1 << 6)
    static let operationTimeout = SeenHeaders(rawValue: 1 << 7)
    static let maxEnvelopeSize = SeenHeaders(rawValue: 1 << 8)
    static let locale = SeenHeaders(rawValue: 1 << 9)
    static let optionSet = SeenHeaders(rawValue: 1 << 10)
    static let countEstimate = SeenHeaders(rawValue: 1 << 11)
    static let otherAddressing = SeenHeaders(rawValue: 1 << 12)
    static let fragment = SeenHeaders(rawValue: 1 << 13)
    static let requestEPR = SeenHeaders(rawValue: 1 << 14)
    static let subscription = SeenHeaders(rawValue: 1 << 15)
    static let issuedTokens = SeenHeaders(rawValue: 1 << 16)
}

extension RequestEnvelope {
    /// Reads every header; faults of a single header wait until all are read, so that the answer finds its way.
    mutating func readHeaders(_ header: XMLElement, limits: MessageLimits) throws(Fault) {
        var notUnderstood: [XMLName] = []
        var firstFault: Fault?
        for child in header.children {
            do throws(Fault) {
                let understood =
                    switch child.namespace {
                    case Namespace.addressing2004: try readAddressing(child, .submission2004, limits: limits)
                    case Namespace.addressing2005: try readAddressing(child, .recommendation2005, limits: limits)
                    case Namespace.management: try readControl(child, limits: limits)
                    case Namespace.eventing, Namespace.trust: try readEventing(child, limits: limits)
                    default: false
                    }
                // R5.4.4-2; a header for another node is none of ours.
                if !understood, notUnderstood.count < Self.namedHeaders, child.mustUnderstand, child.isForUs {
                    notUnderstood.append(child.name)
                }
            } catch {
                if firstFault == nil { firstFault = error }
            }
        }
        // Credentials for a sink mean nothing with any other action.
        if let issuedTokens, action != Action.subscribe {
            if issuedTokens.mustUnderstand, issuedTokens.isForUs { notUnderstood.append(issuedTokens.name) }
            self.issuedTokens = nil
        }
        if !notUnderstood.isEmpty {
            let names = notUnderstood.map { "\($0.description.prefix(200))" }.joined(separator: ", ")
            throw Fault(
                .notUnderstood, notUnderstood: notUnderstood,
                "The header \(names) is marked mustUnderstand, and this service does not understand it.")
        }
        if let firstFault { throw firstFault }
    }

    /// How many headers a fault names: a small request shall not make a large answer.
    private static let namedHeaders = 4

    private mutating func once(_ header: SeenHeaders, _ element: XMLElement) throws(Fault) {
        guard seen.insert(header).inserted else {
            throw Fault(
                .invalidMessageInformationHeader, extras: [.header(element.name)],
                "The header \(element.localName) stands twice; send it once.")
        }
    }

    private mutating func readAddressing(
        _ element: XMLElement, _ version: AddressingVersion, limits: MessageLimits
    ) throws(Fault) -> Bool {
        if seen.isDisjoint(with: [.to, .action, .messageID, .replyTo, .faultTo, .otherAddressing]) {
            addressing = version
            seen.insert(.otherAddressing)
        } else if addressing != version {
            throw Fault(
                .invalidMessageInformationHeader, extras: [.header(element.name)],
                "The message mixes WS-Addressing 2004/08 and 1.0; use one of them for all headers.")
        }
        switch element.localName {
        case "To":
            try once(.to, element)
            to = try Self.uri(element, limits: limits)
        case "Action":
            try once(.action, element)
            action = try Self.uri(element, limits: limits)
        case "MessageID":
            try once(.messageID, element)
            let id = element.trimmedText
            // R5.4.6.4-4; a number is as good as a URI, some consoles count (`spec/real-consoles.md` section 7).
            guard !id.isEmpty, id.hasAtMost(limits.uriLength) else {
                throw Fault(
                    .invalidMessageInformationHeader, extras: [.header(element.name)],
                    "The MessageID is empty or longer than \(limits.uriLength) characters.")
            }
            messageID = id
        case "ReplyTo":
            try once(.replyTo, element)
            replyParameters = try endpoint(element, "ReplyTo", limits: limits)
        case "FaultTo":
            try once(.faultTo, element)
            faultParameters = try endpoint(element, "FaultTo", limits: limits)
        case "From", "RelatesTo":
            // R5.4.6.6-2: never a reason to fault.
            break
        default:
            return false
        }
        return true
    }

    /// Checks that an endpoint is this connection (R5.4.6.2-2, R5.4.6.3-3) and takes its reference parameters.
    private func endpoint(
        _ element: XMLElement, _ header: String, limits: MessageLimits
    ) throws(Fault) -> [XMLElement] {
        guard let address = element.first(XMLName(addressing.namespace, "Address"))?.trimmedText else {
            throw Fault(
                .invalidMessageInformationHeader, extras: [.header(element.name)],
                "\(header) has no Address; send \(addressing.anonymous).")
        }
        guard address == addressing.anonymous else {
            throw Fault(
                .unsupportedFeature, .addressingMode,
                "\(header) is \(address.prefix(200)); answers go over the same connection only: \(addressing.anonymous)."
            )
        }
        var parameters: [XMLElement] = []
        for container in ["ReferenceProperties", "ReferenceParameters"] {
            guard let list = element.first(XMLName(addressing.namespace, container)) else { continue }
            for parameter in list.children {
                guard parameters.count < limits.referenceParameters else {
                    throw Fault(
                        .encodingLimit,
                        "The ReferenceParameters of \(header) are \(limits.referenceParameters) elements at most.")
                }
                parameters.append(parameter)
            }
        }
        return parameters
    }

    private mutating func readEventing(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> Bool {
        if element.has(name: Names.identifier) {
            try once(.subscription, element)
            subscription = try Self.uri(element, limits: limits)
        } else if element.has(name: IssuedTokens.name) {
            try once(.issuedTokens, element)
            issuedTokens = element
        } else {
            return false
        }
        return true
    }

    private mutating func readControl(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> Bool {
        switch element.localName {
        case "ResourceURI":
            try once(.resourceURI, element)
            resourceURI = ResourceURI(try Self.uri(element, limits: limits))
        case "SelectorSet":
            try once(.selectorSet, element)
            selectors = try SelectorSet.read(element, limits: limits)
        case "OperationTimeout":
            try once(.operationTimeout, element)
            guard let timeout = XSDuration.nanoseconds(element.trimmedText), timeout > 0 else {
                throw Fault(
                    .invalidMessageInformationHeader, extras: [.header(element.name)],
                    "OperationTimeout is not a positive duration such as PT60S (R6.1-2).")
            }
            operationTimeout = timeout
        case "MaxEnvelopeSize":
            try once(.maxEnvelopeSize, element)
            maxEnvelopeSize = try envelopeSize(element, limits: limits)
        case "Locale":
            try once(.locale, element)
            locale = element.attribute("lang", namespace: Namespace.xml)
            // R6.3-2: texts are in English, the one language there is.
            if element.mustUnderstand, let locale, !locale.lowercased().hasPrefix("en") {
                throw Fault(
                    .unsupportedFeature, .locale, "Texts are to be had in English only; ask for en-US or leave it open."
                )
            }
        case "OptionSet":
            try once(.optionSet, element)
            options = try Self.options(element, limits: limits)
        case "RequestTotalItemsCountEstimate":
            try once(.countEstimate, element)
            wantsTotalItemsCountEstimate = true
        case "FragmentTransfer":
            try once(.fragment, element)
            fragment = try FragmentTransfer(element, limits: limits)
        case "RequestEPR":
            try once(.requestEPR, element)
            wantsEPR = true
        default:
            return false
        }
        return true
    }

    private func envelopeSize(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> Int {
        let text = element.trimmedText
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Fault(
                .invalidMessageInformationHeader, extras: [.header(element.name)],
                "MaxEnvelopeSize is not a positive number of octets.")
        }
        let size = Int(text) ?? .max
        guard size >= limits.minimumEnvelopeSize else {
            throw Fault(
                .encodingLimit, .minimumEnvelopeLimit,
                "MaxEnvelopeSize is \(size); ask for \(limits.minimumEnvelopeSize) octets or more (R6.2-4).")
        }
        return size
    }

    private static func options(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> [Option] {
        var options: [Option] = []
        for child in element.children where child.has(name: Names.option) {
            guard options.count < limits.options else {
                throw Fault(.encodingLimit, .optionLimit, "An OptionSet holds \(limits.options) options at most.")
            }
            let name = child.attribute("Name")?.trimmingXMLSpace() ?? ""
            let value = child.trimmedText
            // R13.4-3, R13.4-4.
            guard name.hasAtMost(limits.uriLength), value.hasAtMost(limits.selectorLength) else {
                throw Fault(
                    .encodingLimit, .optionLimit,
                    "An option's name has \(limits.uriLength) characters at most, its value \(limits.selectorLength).")
            }
            guard !name.isEmpty else {
                throw Fault(.invalidOptions, .invalidName, "An Option has no Name attribute.")
            }
            let mustComply = child.attribute("MustComply").map(XSBoolean.isTrue) ?? false
            options.append(Option(name: name, value: value, mustComply: mustComply))
        }
        return options
    }

    static func uri(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> String {
        let text = element.trimmedText
        guard text.hasAtMost(limits.uriLength) else {
            throw Fault(
                .encodingLimit, .uriLimitExceeded,
                "The URI in \(element.localName) is longer than \(limits.uriLength) characters.")
        }
        return text
    }
}
