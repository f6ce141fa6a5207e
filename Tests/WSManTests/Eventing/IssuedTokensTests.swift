// SPDX-License-Identifier: Apache-2.0

import Testing
import WSMan

@Suite("IssuedTokens: what the service shows a sink (R12.4-1 to R12.4-3)")
struct IssuedTokensTests {
    static let user =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#UsernameToken"
    static let thumbprint = "http://schemas.dmtf.org/wbem/wsman/1/wsman/token/certificateThumbprint"
    static let name =
        "<wsse:UsernameToken><wsse:Username>sink</wsse:Username><wsse:Password>s &lt;</wsse:Password></wsse:UsernameToken>"

    static func token(
        _ content: String, type: String = user, for address: String = "https://sink/e", parameters: String = ""
    ) -> String {
        """
        <wst:RequestSecurityTokenResponse><wst:TokenType>\(type)</wst:TokenType><wst:RequestedSecurityToken>\(content)\
        </wst:RequestedSecurityToken><wsp:AppliesTo><wsa:EndpointReference><wsa:Address>\(address)</wsa:Address>\(parameters)\
        </wsa:EndpointReference></wsp:AppliesTo></wst:RequestSecurityTokenResponse>
        """
    }

    static func message(_ tokens: String, profile: String? = nil, at address: String = "https://sink/e")
        -> SubscribeMessage
    {
        let auth = profile.map {
            "<wsman:Auth Profile=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/\($0)\"/>"
        }
        return SubscribeMessage(
            delivery: "<wse:NotifyTo><wsa:Address>\(address)</wsa:Address></wse:NotifyTo>\(auth ?? "")",
            headers: """
                <wst:IssuedTokens s:mustUnderstand="true" xmlns:wst="http://schemas.xmlsoap.org/ws/2005/02/trust" \
                xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" \
                xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">\(tokens)\
                </wst:IssuedTokens>
                """)
    }

    @Test func `a user's name and password are for the sink that they are said for`() throws {
        let sink = try #require(try Self.message(Self.token(Self.name), profile: "https/basic").read().sink)
        #expect(sink.credentials.user?.name == "sink" && sink.credentials.user?.password == "s <")
        #expect(sink.profile == .httpsBasic)
    }

    @Test func `a thumbprint is read in either case of its letters`() throws {
        let digits = String(repeating: "aB", count: 20)
        let token = Self.token(
            "<wsman:CertificateThumbprint>\(digits)</wsman:CertificateThumbprint>", type: Self.thumbprint)
        #expect(try Self.message(token).read().sink?.credentials.thumbprint == digits.lowercased())
        let both = try Self.message(token + Self.token(Self.name)).read().sink?.credentials
        #expect(both?.user?.name == "sink" && both?.thumbprint == digits.lowercased())
    }

    @Test func `the end's address may have credentials of its own, and at the sink's address has the sink's`() throws {
        var message = Self.message(Self.token(Self.name) + Self.token(Self.name, for: "https://other/"))
        message.content = "<wse:EndTo><wsa:Address>https://other/</wsa:Address></wse:EndTo>"
        #expect(try message.read().endTo?.credentials.user?.name == "sink")
        message = Self.message(Self.token(Self.name), profile: "https/digest")
        message.content = """
            <wse:EndTo><wsa:Address>https://sink/e</wsa:Address><wsa:ReferenceParameters><x xmlns="urn:x"/>\
            </wsa:ReferenceParameters></wse:EndTo>
            """
        let endTo = try message.read().endTo
        #expect(endTo?.credentials.user?.name == "sink" && endTo?.profile == .httpsDigest)
        message.content = "<wse:EndTo><wsa:Address>https://elsewhere/</wsa:Address></wse:EndTo>"
        let elsewhere = try message.read().endTo
        #expect(elsewhere?.credentials == SinkCredentials() && elsewhere?.profile == nil)
    }

    @Test func `AppliesTo has to be the very reference`() throws {
        for token in [
            Self.token(Self.name, for: "https://other/"),
            Self.token(
                Self.name, parameters: "<wsa:ReferenceParameters><x xmlns=\"urn:x\"/></wsa:ReferenceParameters>"),
        ] {
            #expect(try Self.message(token).fault()?.code == .invalidMessageInformationHeader)
        }
    }

    @Test func `a password is not taken where others could have read it`() throws {
        var message = Self.message(Self.token(Self.name))
        message.isConfidential = false
        let fault = try message.fault()
        #expect(fault?.code == .unsupportedFeature && fault?.detail == .insecureAddress)
    }

    @Test func `another token, and what a user's token asks for beyond a name, is refused`() throws {
        #expect(try Self.message(Self.token(Self.name, type: "urn:kerberos")).fault()?.code == .unsupportedFeature)
        let nonce =
            "<wsse:UsernameToken><wsse:Username>s</wsse:Username><wsse:Nonce>x</wsse:Nonce></wsse:UsernameToken>"
        #expect(try Self.message(Self.token(nonce)).fault()?.code == .unsupportedFeature)
    }

    @Test(arguments: [
        "", "<wst:RequestSecurityTokenResponse/>", token(""), token("<wsse:UsernameToken/>"),
        token("<wsse:UsernameToken><wsse:Username>a&#9;b</wsse:Username></wsse:UsernameToken>"),
        token("<wsman:CertificateThumbprint>ab</wsman:CertificateThumbprint>", type: thumbprint),
    ])
    func `a token that says nothing names the header`(tokens: String) throws {
        #expect(try Self.message(tokens).fault()?.code == .invalidMessageInformationHeader)
    }

    @Test func `a certificate goes with TLS alone`() throws {
        let token = Self.token(
            "<wsman:CertificateThumbprint>\(String(repeating: "ab", count: 20))</wsman:CertificateThumbprint>",
            type: Self.thumbprint, for: "http://sink/e")
        let fault = try Self.message(token, at: "http://sink/e").fault()
        #expect(fault?.code == .unsupportedFeature && fault?.detail == .insecureAddress)
    }

    @Test func `with another action the header is not understood`() throws {
        let text = Self.message(Self.token(Self.name)).text.replacing("eventing/Subscribe<", with: "eventing/Renew<")
        let message = try ParsedMessage(text: text)
        var envelope = RequestEnvelope()
        do {
            try RequestEnvelope.read(message.document, limits: MessageLimits(), partial: &envelope)
            Issue.record("no fault")
        } catch {
            #expect(error.code == .notUnderstood && error.notUnderstood.map(\.local) == ["IssuedTokens"])
        }
    }
}
