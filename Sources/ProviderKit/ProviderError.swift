// SPDX-License-Identifier: Apache-2.0

/// What can go wrong when a class is asked for its parts; the service turns each into its fault in one place.
public enum ProviderError: Error, Sendable, Equatable {
    /// There is no such part, or there no longer is.
    case notFound
    /// The keys given do not pick one part; these are missing.
    case insufficientSelectors([String])
    /// The part is known, its hardware does not answer; the text says which and why.
    case unavailable(String)
    /// The part did not answer within its deadline.
    case timedOut(String)
    /// Somebody else holds the part.
    case busy(String)
    /// The kernel or a rule refuses the operation to this service.
    case accessDenied(String)
    /// There is one of this name already; the text says which.
    case alreadyExists(String)
    /// The class knows neither this operation nor this method.
    case unsupportedAction
    /// A value that a client wants to set cannot be; the text says why.
    case invalidValue(property: String, reason: String)
    /// A parameter of a method cannot be; the text says why.
    case invalidParameter(name: String, reason: String)
    /// The state directory or a quota has no room.
    case quotaExceeded(String)
    /// Something broke inside the service; the text goes to the log, not to the client.
    case internalFailure(String)
}
