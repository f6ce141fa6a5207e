// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import WSManClient

/// One command's conversation with a service.
struct Session {
    let client: WSManClient
    let output: Output
    private let endpoint: Endpoint

    init(client: WSManClient, output: Output, endpoint: Endpoint) {
        self.client = client
        self.output = output
        self.endpoint = endpoint
    }

    /// Opens the conversation that the flags describe, for as long as `body` runs.
    ///
    /// - Parameter path: another path than the endpoint's, where anybody may ask.
    static func run(
        _ options: ConnectionOptions, _ outputOptions: OutputOptions, anonymousPath path: String? = nil,
        batch: Int? = nil, _ body: (Session) async throws(WSManClientError) -> Void
    ) async throws(Failure) {
        let environment = ProcessInfo.processInfo.environment
        var settings = try ConnectionSettings(
            options, environment: environment, profiles: try Profiles.load(environment: environment),
            passwords: .process)
        if let path {
            settings.endpoint = settings.endpoint.at(path: path)
            settings.credentials = nil
        }
        let output = Output(outputOptions, environment: environment)
        let endpoint = settings.endpoint
        var pins = endpoint.isEncrypted && !settings.trust.isExplicit ? try Pins(environment: environment) : nil
        if let known = pins?[endpoint] { settings.trust.pins = [known] }
        do throws(WSManClientError) {
            try await converse(settings, options, output, batch: batch, body)
        } catch .untrusted(let certificate, let problem) {
            if let known = pins?[endpoint] {
                throw Failure(changed: endpoint, certificate, known: known, file: pins?.path ?? "")
            }
            guard pins != nil, Question.process.trust(certificate, of: endpoint, problem) else {
                throw Failure(.untrusted(certificate, problem), endpoint: endpoint)
            }
            try pins?.remember(certificate.fingerprint, for: endpoint)
            settings.trust.pins = [certificate.fingerprint]
            do throws(WSManClientError) {
                // Nothing was asked yet: the first connection had not come about.
                try await converse(settings, options, output, batch: batch, body)
            } catch {
                throw Failure(error, endpoint: endpoint)
            }
        } catch {
            throw Failure(error, endpoint: endpoint)
        }
    }

    private static func converse(
        _ settings: ConnectionSettings, _ options: ConnectionOptions, _ output: Output, batch: Int?,
        _ body: (Session) async throws(WSManClientError) -> Void
    ) async throws(WSManClientError) {
        let loop = ServiceLoop()
        var configuration = HTTPClientConfiguration(options)
        configuration.tls = settings.trust.settings
        let http = HTTPClient(loop: loop, configuration: configuration)
        defer { http.shutdown() }
        let url: HTTPURL
        do throws(Failure) {
            url = try settings.endpoint.url
        } catch {
            throw .unreachable(error.sentence)
        }
        var transport: any WSManTransport = HTTPWSManTransport(
            client: http, url: url,
            credentials: settings.credentials.map {
                HTTPCredentials(user: $0.user, password: $0.password, scheme: $0.scheme)
            })
        if output.format == .raw {
            transport = TracingTransport(base: transport, endpoint: settings.endpoint, output: output)
        }
        let client = WSManClient(
            address: settings.endpoint.description, transport: transport,
            options: ClientOptions(options, output, batch: batch))
        try await body(Session(client: client, output: output, endpoint: settings.endpoint))
    }
}

extension HTTPClientConfiguration {
    /// What the flags say; the service is granted a little more than it was told, to say itself that time is up.
    init(_ options: ConnectionOptions) {
        self.init()
        connectTimeout = min(connectTimeout, UInt64(options.timeout) * 1_000_000_000)
        requestTimeout = UInt64(options.timeout + 2) * 1_000_000_000
    }
}

extension ClientOptions {
    /// What the flags say.
    init(_ options: ConnectionOptions, _ output: Output, batch: Int?) {
        self.init()
        maxEnvelopeSize = options.maxEnvelopeSize
        operationTimeout = UInt64(options.timeout) * 1_000_000_000
        locale = options.locale
        keepsXML = output.format == .xml
        if let batch { maxElements = batch }
    }
}
