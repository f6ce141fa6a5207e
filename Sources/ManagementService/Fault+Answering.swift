// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ProviderKit
import WSMan
import XML

extension Fault {
    /// The fault that answers XML that cannot be read.
    init(answering error: XMLError) {
        switch error {
        case .tooLarge:
            self.init(.encodingLimit, .serviceEnvelopeLimit, "The request is larger than this service reads.")
        case .empty: self.init(.schemaValidationError, "The request is empty; send a SOAP 1.2 envelope.")
        case .documentTypeForbidden:
            self.init(.schemaValidationError, "A SOAP envelope has no document type declaration.")
        case .tooDeep: self.init(.schemaValidationError, "The request's elements are nested too deep.")
        case .tooManyNodes: self.init(.schemaValidationError, "The request has too many elements.")
        case .tooManyAttributes: self.init(.schemaValidationError, "An element has too many attributes.")
        case .nameTooLong: self.init(.schemaValidationError, "A name in the request is too long.")
        case .notWellFormed(let message):
            self.init(.schemaValidationError, "The request is not well-formed XML: \(message)")
        }
    }

    /// The fault that answers an enumeration that cannot be opened or continued.
    init(answering error: EnumerationError) {
        switch error {
        case .invalidContext:
            self.init(
                .invalidEnumerationContext,
                "The enumeration is over, was released, or has expired; send Enumerate again.")
        case .notOwner:
            self.init(.accessDenied, "The enumeration belongs to another account (R8.1-6).")
        case .demoted:
            self.init(
                .accessDenied,
                "The account may do less than when it opened the enumeration (R8.1-6); send Enumerate again.")
        case .otherResource:
            self.init(
                .messageInformationHeaderRequired, extras: [.header(XMLName(Namespace.management, "ResourceURI"))],
                "The ResourceURI is not the one of the Enumerate; Pull and Release repeat it (R8.4-5).")
        case .busy:
            self.init(.concurrency, "Another Pull of this enumeration is being answered; wait for it.")
        case .tooManyForPrincipal(let most):
            self.init(.quotaLimit, "The account has \(most) enumerations open; release some.")
        case .tooMany(let most):
            self.init(.quotaLimit, "\(most) enumerations are open; try again later.")
        }
    }

    /// The fault that answers a provider's error; what broke inside goes to `report`, not to the client.
    init(answering error: ProviderError, of className: String, report: (String) -> Void) {
        switch error {
        case .notFound:
            self.init(
                .destinationUnreachable, .invalidResourceURI, "\(className) has no instance with these selectors.")
        case .insufficientSelectors(let names):
            self.init(
                .invalidSelectors, .insufficientSelectors,
                "\(className) has several instances; send the selector \(names.joined(separator: ", ")).")
        case .unavailable(let text): self.init(.endpointUnavailable, .resourceOffline, text)
        case .timedOut(let text): self.init(.timedOut, text)
        case .busy(let text): self.init(.concurrency, text)
        case .accessDenied(let text): self.init(.accessDenied, text)
        case .alreadyExists(let text): self.init(.alreadyExists, text)
        case .unsupportedAction: self.init(.actionNotSupported, .actionMismatch, "\(className) does not support this.")
        case .invalidValue(let property, let reason):
            self.init(.invalidRepresentation, .invalidValues, "\(property): \(reason)")
        case .invalidParameter(let name, let reason):
            self.init(.invalidParameter, .invalidName, "\(name): \(reason)")
        case .quotaExceeded(let text): self.init(.quotaLimit, text)
        case .internalFailure(let text):
            report("\(className): \(text)")
            self.init(.internalError, "The service failed; its log has the cause.")
        }
    }
}
