// SPDX-License-Identifier: Apache-2.0

import Configuration
import Enumeration
import EventLog
import Eventing
import HTTPTransport
import Logging
import ManagementService
import QueryLanguage
import ResourceModel
import SensorProvider
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
        message.shortestHeartbeat = configuration.events.minHeartbeat.nanoseconds
        xml.maxBytes = limits.maxBodyBytes
        xml.maxDepth = limits.maxXMLDepth
        xml.maxNodes = limits.maxXMLElements
        xml.maxAttributes = limits.maxXMLAttributes
        enumeration.contexts = limits.maxEnumerationContexts
        enumeration.contextsPerPrincipal = limits.maxEnumerationContextsPerPrincipal
        enumeration.lifetime = limits.enumerationContextLifetime.nanoseconds
        enumeration.longestExpiration = limits.maxEnumerationExpiration.nanoseconds
        message.xpath = XPathLimits(
            maxLength: limits.maxFilterLength, maxDepth: limits.maxFilterDepth, maxUnions: limits.maxXPathUnions,
            maxOperations: limits.maxXPathOperations)
        query.maxLength = limits.maxFilterLength
        query.maxDepth = limits.maxFilterDepth
        query.maxTerms = limits.maxQueryTerms
        query.maxPatternLength = limits.maxQueryPatternLength
        maxEnvelopeSize = limits.maxEnvelopeSize
        defaultMaxEnvelopeSize = limits.defaultMaxEnvelopeSize
        maxBatch = limits.maxBatch
        defaultOperationTimeout = limits.defaultOperationTimeout.nanoseconds
        maxOperationTimeout = limits.maxOperationTimeout.nanoseconds
        productVersion = "Baseboard \(Baseboardd.version)"
        securityProfiles = configuration.securityProfiles
    }
}

extension DerivedSensorLimits {
    init(_ configuration: Configuration) {
        self.init()
        sensors = configuration.limits.maxDerivedSensors
        sources = configuration.limits.maxDerivedSensorSources
    }
}

extension Configuration {
    /// The profiles of all addresses (DSP0226 annex C, DSP8015), each once.
    var securityProfiles: [String] {
        var profiles: [String] = []
        for address in server.listen {
            for scheme in address.schemes {
                let way =
                    switch scheme {
                    case .basic: address.isEncrypted ? "https/basic" : "http/basic"
                    case .digest: address.isEncrypted ? "https/digest" : "http/digest"
                    case .certificate: "https/mutual"
                    case .certificateBasic: "https/mutual/basic"
                    case .certificateDigest: "https/mutual/digest"
                    }
                let profile = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/\(way)"
                if !profiles.contains(profile) { profiles.append(profile) }
            }
        }
        return profiles
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
        nonceLifetime = configuration.authentication.digestNonceLifetime.nanoseconds
        maxNonces = configuration.authentication.maxDigestNonces
    }
}

extension Accounts.Source {
    init(_ configuration: Configuration.Authentication) throws(PAMError) {
        switch configuration.passwordSource {
        case .users: self = .users(UsersFile(path: configuration.usersFile))
        case .pam:
            self = .pam(
                try PAMService(
                    configuration.pamService,
                    groups: PAMService.Groups(
                        admin: configuration.adminGroup, operator: configuration.operatorGroup,
                        reader: configuration.readerGroup)))
        }
    }
}

extension [DigestAlgorithm] {
    /// What is to be offered; none where no address speaks Digest.
    init(_ configuration: Configuration) {
        let isOffered = configuration.server.listen.contains { address in
            address.schemes.contains(.digest) || address.schemes.contains(.certificateDigest)
        }
        guard isOffered else {
            self = []
            return
        }
        self = configuration.authentication.digestAlgorithms.map { algorithm in
            switch algorithm {
            case .md5: .md5
            case .sha256: .sha256
            case .sha512_256: .sha512_256
            }
        }
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

extension EventingLimits {
    init(_ configuration: Configuration) {
        self.init()
        let events = configuration.events
        subscriptions = events.maxSubscriptions
        subscriptionsPerPrincipal = min(events.maxSubscriptionsPerUser, events.maxSubscriptions)
        longestExpiration = events.maxExpires == .zero ? nil : events.maxExpires.nanoseconds
        shortestRetry = events.retryMinimum.nanoseconds
        longestRetry = max(events.retryMaximum, events.retryMinimum).nanoseconds
        maxBatch = configuration.limits.maxBatch
        maxEnvelopeSize = configuration.limits.maxEnvelopeSize
    }
}

extension EventLogLimits {
    init(_ configuration: Configuration) {
        self.init()
        maximumRecords = configuration.eventlog.maxRecords
        maximumBytes = configuration.eventlog.maxBytes
        maximumAge = configuration.eventlog.maxAge.components.seconds
        // Kept in memory, a full log would be what the daemon is mostly made of.
        if !configuration.server.keepState { maximumRecords = min(maximumRecords, 2000) }
    }
}
