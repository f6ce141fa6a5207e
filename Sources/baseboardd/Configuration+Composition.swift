// SPDX-License-Identifier: Apache-2.0

import Configuration
import Enumeration
import HTTPTransport
import Logging
import ManagementService
import ResourceModel
import WSMan
import XML

// How the administrator's keys become each part's own limits.

extension Duration {
    /// The duration in nanoseconds, the range's end where it does not fit.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        let whole = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let sum = whole.partialValue.addingReportingOverflow(UInt64(clamping: attoseconds / 1_000_000_000))
        return whole.overflow || sum.overflow ? .max : sum.partialValue
    }
}

extension Logger.Level {
    init(_ level: Configuration.Log.Level) {
        self =
            switch level {
            case .trace: .trace
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
    }
}

extension ServiceConfiguration {
    init(_ configuration: Configuration) {
        self.init()
        access = AccessPolicy(configuration)
        let limits = configuration.limits
        message.uriLength = limits.maxURILength
        message.selectors = limits.maxSelectors
        message.selectorLength = limits.maxSelectorLength
        message.options = limits.maxOptions
        xml.maxBytes = limits.maxBodyBytes
        xml.maxDepth = limits.maxXMLDepth
        xml.maxNodes = limits.maxXMLElements
        xml.maxAttributes = limits.maxXMLAttributes
        enumeration.contexts = limits.maxEnumerationContexts
        enumeration.contextsPerPrincipal = limits.maxEnumerationContextsPerPrincipal
        enumeration.lifetime = limits.enumerationContextLifetime.nanoseconds
        maxEnvelopeSize = limits.maxEnvelopeSize
        defaultMaxEnvelopeSize = limits.defaultMaxEnvelopeSize
        maxBatch = limits.maxBatch
        defaultOperationTimeout = limits.defaultOperationTimeout.nanoseconds
        maxOperationTimeout = limits.maxOperationTimeout.nanoseconds
        productVersion = "Baseboard \(Baseboardd.version)"
        securityProfiles = ["http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/basic"]
    }
}

extension HTTPServerConfiguration {
    init(_ configuration: Configuration, tls: TLSServer?, accounts: Accounts) {
        let limits = configuration.limits
        self.init(
            listeners: configuration.server.listen.map {
                Listener(
                    Address(host: $0.host, port: Int($0.port)), tls: $0.isEncrypted ? tls : nil,
                    authenticator: accounts.authenticator($0.schemes.map(ListenerAuthenticator.Scheme.init)))
            })
        self.limits.maxConnections = limits.maxConnections
        self.limits.maxConnectionsPerAddress = limits.maxConnectionsPerAddress
        self.limits.maxRequestsPerConnection = limits.maxRequestsPerConnection
        self.limits.maxHeaderBytes = limits.maxHeaderBytes
        self.limits.maxHeaderCount = limits.maxHeaderCount
        self.limits.maxBodyBytes = limits.maxBodyBytes
        self.limits.maxPipelinedRequests = limits.maxPipelinedRequests
        self.limits.handshakeTimeout = limits.handshakeTimeout.nanoseconds
        self.limits.headerTimeout = limits.headerTimeout.nanoseconds
        self.limits.bodyTimeout = limits.bodyTimeout.nanoseconds
        self.limits.idleTimeout = limits.idleTimeout.nanoseconds
        self.limits.writeTimeout = limits.writeTimeout.nanoseconds
    }
}

extension Accounts.Limits {
    init(_ configuration: Configuration) {
        self.init()
        cacheLifetime = configuration.authentication.credentialCacheTime.nanoseconds
        firstDelay = configuration.authentication.failedLoginDelay.nanoseconds
        longestDelay = configuration.authentication.maxFailedLoginDelay.nanoseconds
    }
}

extension ListenerAuthenticator.Scheme {
    init(_ scheme: AuthenticationScheme) {
        self =
            switch scheme {
            case .basic: .basic
            case .digest: .digest
            case .certificate: .certificate
            case .certificateBasic: .certificateBasic
            case .certificateDigest: .certificateDigest
            }
    }
}
