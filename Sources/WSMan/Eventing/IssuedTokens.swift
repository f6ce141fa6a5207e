// SPDX-License-Identifier: Apache-2.0

import XML

/// Reading `wst:IssuedTokens`: the credentials that go with a subscription (R12.4-1 to R12.4-3).
enum IssuedTokens {
    /// The header's name.
    static let name = XMLName(Namespace.trust, "IssuedTokens")
    /// A user's name and password.
    static let userNameToken =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#UsernameToken"
    /// A certificate by its thumbprint.
    static let thumbprintToken = "http://schemas.dmtf.org/wbem/wsman/1/wsman/token/certificateThumbprint"

    private static func trust(_ local: String) -> XMLName { XMLName(Namespace.trust, local) }
    private static func security(_ local: String) -> XMLName { XMLName(Namespace.security, local) }

    /// One token and the endpoint that it is for.
    struct Token {
        let endpoint: Endpoint
        let credentials: SinkCredentials
    }

    /// Reads all tokens.
    ///
    /// - Parameter isConfidential: whether nobody could listen: a password is taken in no other way.
    static func read(
        _ header: XMLElement, limits: MessageLimits, _ version: AddressingVersion, isConfidential: Bool
    ) throws(Fault) -> [Token] {
        var tokens: [Token] = []
        for response in header.children where response.has(name: trust("RequestSecurityTokenResponse")) {
            guard tokens.count < limits.issuedTokens else {
                throw Fault(.encodingLimit, "IssuedTokens holds \(limits.issuedTokens) tokens at most.")
            }
            tokens.append(try token(response, limits: limits, version, isConfidential: isConfidential))
        }
        guard !tokens.isEmpty else { throw malformed("IssuedTokens holds no RequestSecurityTokenResponse.") }
        return tokens
    }

    private static func token(
        _ response: XMLElement, limits: MessageLimits, _ version: AddressingVersion, isConfidential: Bool
    ) throws(Fault) -> Token {
        let reference = response.first(XMLName(Namespace.policy, "AppliesTo"))?
            .first(XMLName(version.namespace, "EndpointReference"))
        guard let reference else {
            throw malformed("A token's AppliesTo holds no EndpointReference; repeat the one of NotifyTo or EndTo.")
        }
        guard let requested = response.first(trust("RequestedSecurityToken")) else {
            throw malformed("A token has no RequestedSecurityToken.")
        }
        var credentials = SinkCredentials()
        let type = response.first(trust("TokenType"))?.trimmedText ?? ""
        switch type {
        case userNameToken: credentials.user = try user(requested, limits: limits, isConfidential: isConfidential)
        case thumbprintToken: credentials.thumbprint = try thumbprint(requested)
        default:
            throw Fault(
                .unsupportedFeature,
                "The TokenType \(type.prefix(200)) is not taken; there are \(userNameToken) and \(thumbprintToken).")
        }
        return Token(endpoint: try Endpoint(reference, limits: limits, version), credentials: credentials)
    }

    private static func user(
        _ requested: XMLElement, limits: MessageLimits, isConfidential: Bool
    ) throws(Fault) -> SinkCredentials.User {
        guard let token = requested.first(security("UsernameToken")),
            let name = token.first(security("Username"))?.trimmedText, !name.isEmpty
        else { throw malformed("A user's token has no wsse:Username.") }
        // What is asked for beyond that, such as a nonce, cannot be done, and is not passed over.
        if let other = token.children.first(where: {
            !$0.has(name: security("Username")) && !$0.has(name: security("Password"))
        }) {
            throw Fault(.unsupportedFeature, "A UsernameToken's \(other.localName.prefix(100)) is not supported.")
        }
        let password = token.first(security("Password"))
        guard password == nil || isConfidential else {
            throw Fault(
                .unsupportedFeature, .insecureAddress,
                "A password is taken over TLS or from this machine only; send this Subscribe to an https address.")
        }
        if let kind = password?.attribute("Type"), !kind.hasSuffix("#PasswordText") {
            throw Fault(.unsupportedFeature, "A sink's password is sent as #PasswordText, not as a digest.")
        }
        let text = password?.text ?? ""
        guard name.utf8.count <= limits.credentialLength, text.utf8.count <= limits.credentialLength else {
            throw Fault(
                .encodingLimit, "A user name and a password have \(limits.credentialLength) octets at most.")
        }
        // Header fields could not carry it.
        guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw malformed("A user name has a control character in it.")
        }
        return SinkCredentials.User(name: name, password: text)
    }

    private static func thumbprint(_ requested: XMLElement) throws(Fault) -> String {
        let text = requested.first(Names.management("CertificateThumbprint"))?.trimmedText.lowercased() ?? ""
        guard text.utf8.count == 40, text.utf8.allSatisfy({ 48...57 ~= $0 || 97...102 ~= $0 }) else {
            throw malformed("A CertificateThumbprint is SHA-1 in 40 hexadecimal digits.")
        }
        return text
    }

    private static func malformed(_ reason: String) -> Fault {
        Fault(.invalidMessageInformationHeader, extras: [.header(name)], reason)
    }

    /// The credentials for an endpoint; a token has to be for exactly this one, or for the other.
    static func credentials(_ tokens: [Token], for endpoint: Endpoint) -> SinkCredentials {
        var found = SinkCredentials()
        for token in tokens where token.endpoint == endpoint {
            if let user = token.credentials.user { found.user = user }
            if let thumbprint = token.credentials.thumbprint { found.thumbprint = thumbprint }
        }
        return found
    }

    /// Refuses tokens that are for no endpoint of the subscription.
    static func check(_ tokens: [Token], areFor endpoints: [Endpoint]) throws(Fault) {
        for token in tokens where !endpoints.contains(token.endpoint) {
            throw malformed(
                "A token's AppliesTo is \(token.endpoint.address.prefix(200)); it has to be the same reference as NotifyTo or EndTo."
            )
        }
    }
}
