// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HTTPTransport
import Logging
import ResourceModel
import WSMan
import WSManClient

/// `baseboard listen`.
struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen", abstract: "Takes events that services send, and shows or keeps them.",
        discussion: """
            With --json each event is on the disk before it is acknowledged, and is kept once, even when it comes again \
            after a crash of either side. With --subscribe it subscribes by itself, goes on after a restart where it \
            was, and ends the subscription when it ends. Examples: baseboard listen --subscribe bmc1 --subscribe bmc2 \
            --address 192.0.2.7 --port 8443 --json events.jsonl; baseboard listen --port 8080
            """)

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var address = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes one that is free.", valueName: "port"))
    var port = 0

    @Option(help: ArgumentHelp("The path at which events are taken.", valueName: "path"))
    var path = "/events"

    @Option(
        help: ArgumentHelp("How sources reach it, where that is not --address and --port.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp("A file with the certificate to show over HTTPS.", valueName: "file"), completion: .file())
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("A file with the key of --tls-certificate.", valueName: "file"), completion: .file())
    var tlsKey: String?

    @OptionGroup(title: "Sink")
    var login: SinkLoginOptions

    @Option(
        help: ArgumentHelp(
            "Append events to this file, a JSON object a line, instead of showing them.", valueName: "file"),
        completion: .file())
    var json: String?

    @Option(
        help: ArgumentHelp("What to remember over a restart; FILE.state with --json FILE.", valueName: "file"),
        completion: .file())
    var state: String?

    @Option(help: ArgumentHelp("Subscribe to this service's events; may be repeated.", valueName: "host"))
    var subscribe: [String] = []

    @Option(help: "How the events that it subscribes to come: push, ack or events.")
    var mode: DeliveryModeArgument = .events

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("The source: BB_EventView, or a class of indications.", valueName: "class"))
    var source: ResourceArgument = .events

    @OptionGroup(title: "Filter")
    var filter: FilterOptions

    @OptionGroup(title: "Delivery")
    var delivery: DeliveryOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        guard path.hasPrefix("/") else { throw ValidationError("--path begins with a slash.") }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
        guard mode != .pull else {
            throw ValidationError("With --mode pull nothing is sent; see baseboard events --follow.")
        }
        if let url, (try? HTTPURL(url)) == nil { throw ValidationError("\(url) is no URL of HTTP.") }
    }

    @MainActor
    func run() async throws {
        let output = Output(format: .table, terminal: Terminal(environment: ProcessInfo.processInfo.environment)) {
            FileHandle.standardOutput.write(Data($0.utf8))
        }
        let loop = ServiceLoop()
        defer { loop.shutdown() }
        let sink = EventSinkEndpoint(try intake(), loop: loop, complain: Self.complain)
        let server = try server(sink, loop)
        let place: String
        do throws(HTTPServerError) {
            let listeners = try server.start()
            place = url ?? (listeners.first?.description ?? "") + path
        } catch {
            throw Failure(.usage, "baseboard \(error); choose another --address or --port.")
        }
        defer { server.stop(grace: 1_000_000_000) }
        let interruption = Interruption()
        interruption.listen()
        output.line("listening on \(DisplayText.clean(place))")
        var kept: [Task<Void, any Error>] = []
        for host in subscribe {
            let own = OwnSubscription(
                host: host, source: source.reference([]), query: try query(place, host), sink: sink,
                interruption: interruption)
            let options = connection.at(host)
            kept.append(
                Task { @MainActor in
                    // Where nobody is subscribed to what was asked for, there is nothing to listen to.
                    defer { interruption.end() }
                    try await own.keep(options, output, complain: Self.complain)
                })
        }
        await interruption.wait()
        for task in kept { try await task.value }
    }

    private static let complain: @Sendable (String) -> Void = { sentence in
        FileHandle.standardError.write(Data("baseboard: \(DisplayText.clean(sentence))\n".utf8))
    }

    private func query(_ place: String, _ host: String) throws(Failure) -> SubscriptionQuery {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._:[]/")
        let name = host.addingPercentEncoding(withAllowedCharacters: allowed) ?? host
        let separator = place.contains("?") ? "&" : "?"
        var query = SubscriptionQuery(
            mode: mode.mode, to: SubscriptionSink("\(place)\(separator)source=\(name)", user: try login.user()),
            filter: filter.enumerationFilter)
        delivery.apply(to: &query)
        query.expires = query.expires ?? .duration(DeliveryOptions.nanoseconds(3600))
        query.locale = connection.request.locale
        return query
    }

    /// What takes the events: a file and what is remembered, or the terminal.
    private func intake() throws(Failure) -> EventIntake {
        let terminal = Terminal(environment: ProcessInfo.processInfo.environment)
        let names = subscribe.count != 1
        let isQuiet = json != nil
        let show: (DeliveredEvent, String) -> Void = { event, source in
            guard !isQuiet else { return }
            let line = EventLine(event).shown(on: terminal, source: names ? source : nil)
            FileHandle.standardOutput.write(Data((line + "\n").utf8))
        }
        guard let path = state ?? json.map({ $0 + ".state" }) else { return EventIntake(show: show) }
        return EventIntake(
            file: try json.map { file throws(Failure) in try AppendedFile(file) },
            memory: try ListenerMemory.load(path),
            save: { memory throws(Failure) in try memory.save(path) }, show: show)
    }

    private func server(_ sink: EventSinkEndpoint, _ loop: ServiceLoop) throws(Failure) -> HTTPServer {
        var tls: TLSServer?
        if let tlsCertificate, let tlsKey {
            do throws(TLSError) {
                tls = try TLSServer(.files(certificate: tlsCertificate, key: tlsKey), TLSServerSettings())
            } catch {
                throw Failure(.usage, "\(error); check --tls-certificate and --tls-key.")
            }
        }
        let user = try login.user()
        var account: any Authenticator = NoAuthenticator()
        if let user { account = SinkAccount(user.name, password: user.password) }
        var configuration = HTTPServerConfiguration(listeners: [
            .init(.init(host: address, port: port), tls: tls, authenticator: account)
        ])
        configuration.limits.maxBodyBytes = EventSinkEndpoint.maxDelivery
        return HTTPServer(
            configuration: configuration, loop: loop,
            routes: [
                HTTPRoute(
                    path: path, methods: ["POST"], access: user == nil ? .anonymous : .authenticated, handler: sink)
            ], logger: Logger(label: "baseboard") { _ in SwiftLogNoOpLogHandler() })
    }
}
