// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import WSManClient

/// One command's conversation with a service.
struct Session {
    let client: WSManClient
    let output: Output
    let endpoint: Endpoint

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
        batch: Int? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        passwords: PasswordSource = .process, question: Question = .process,
        _ body: (Session) async throws(WSManClientError) -> Void
    ) async throws(Failure) {
        try await run(
            options, Output(outputOptions, environment: environment), anonymousPath: path, batch: batch,
            environment: environment, passwords: passwords, question: question, body)
    }

    /// The same, with results that go where the caller says.
    static func run(
        _ options: ConnectionOptions, _ output: Output, anonymousPath path: String? = nil,
        batch: Int? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        passwords: PasswordSource = .process, question: Question = .process,
        _ body: (Session) async throws(WSManClientError) -> Void
    ) async throws(Failure) {
        var settings = try ConnectionSettings(
            options, environment: environment, profiles: try Profiles.load(environment: environment),
            passwords: passwords)
        if let path {
            settings.endpoint = settings.endpoint.at(path: path)
            settings.credentials = nil
            settings.provesByCertificate = false
        }
        let endpoint = settings.endpoint
        let wire = try Wire(settings, HTTPClientConfiguration(options))
        defer { wire.close() }
        // Where it was said whom to believe nobody is asked about a stranger.
        var acquainted: AcquaintedTransport?
        if endpoint.isEncrypted, !settings.trust.isExplicit, let pins = try Pins(environment: environment) {
            acquainted = AcquaintedTransport(
                endpoint, settings.trust, pins: pins, question: question, makeTransport: wire.transport)
        }
        var transport: any WSManTransport = acquainted ?? wire.transport(settings.trust)
        if output.format == .raw {
            transport = TracingTransport(base: transport, endpoint: endpoint, output: output)
        }
        let client = WSManClient(
            address: endpoint.description, transport: transport,
            options: ClientOptions(options, output, batch: batch))
        do throws(WSManClientError) {
            try await body(Session(client: client, output: output, endpoint: endpoint))
        } catch {
            throw acquainted?.failure ?? Failure(error, endpoint: endpoint)
        }
    }
}

extension HTTPClientConfiguration {
    /// What the flags say; the service is granted a little more than it was told, to say itself that time is up.
    init(_ options: ConnectionOptions) {
        self.init()
        connectTimeout = min(connectTimeout, UInt64(options.request.timeout) * 1_000_000_000)
        requestTimeout = UInt64(options.request.timeout + 2) * 1_000_000_000
    }
}

extension ClientOptions {
    /// What the flags say.
    init(_ options: ConnectionOptions, _ output: Output, batch: Int?) {
        self.init()
        request = RequestSettings(options.request)
        keepsXML = output.format == .xml
        if let batch { maxElements = batch }
    }
}
