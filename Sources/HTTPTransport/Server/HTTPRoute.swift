// SPDX-License-Identifier: Apache-2.0

/// One path of the server: who may send what to it, and who answers.
public struct HTTPRoute: Sendable {
    /// Who may use a route.
    public enum Access: Sendable {
        /// Anyone; credentials are not looked at.
        case anonymous
        /// Whoever the server's authenticator accepts.
        case authenticated
        /// The same, and anyone who sends no credentials and says so by this header.
        case authenticatedUnless(header: String, value: String)
    }

    /// The exact path, such as `/wsman`.
    public let path: String
    /// The methods answered, in upper case; others get 405.
    public let methods: [String]
    /// Who may use it.
    public let access: Access
    /// The media types accepted, in lower case and without parameters; nil accepts any.
    ///
    /// A request without Content-Type is always accepted.
    public let contentTypes: [String]?
    /// The route's own bound on a request body; nil means the server's.
    public let maxBodyBytes: Int?
    /// Who answers.
    public let handler: any HTTPHandler

    /// Declares a route.
    public init(
        path: String, methods: [String], access: Access, contentTypes: [String]? = nil, maxBodyBytes: Int? = nil,
        handler: any HTTPHandler
    ) {
        self.path = path
        self.methods = methods
        self.access = access
        self.contentTypes = contentTypes
        self.maxBodyBytes = maxBodyBytes
        self.handler = handler
    }

    /// Whether a body of the given Content-Type may be sent here.
    func accepts(contentType: String?) -> Bool {
        guard let contentTypes, let contentType else { return true }
        let type = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
        if type.isEmpty { return true }
        return contentTypes.contains { ASCII.equalsIgnoringCase(type, $0.utf8) }
    }
}
