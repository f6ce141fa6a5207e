// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import HTTPTransport
import Logging
import ManagementService

/// The running daemon: composes everything, then waits for signals on the main thread.
///
/// Everything that has state lives on the loop's thread; this one only starts, reloads and stops it.
final class Daemon {
    private let configuration: Configuration
    private let options: Options
    private let logger: Logger
    // Before the loop: its thread inherits the mask.
    private let signals = TerminationSignals()
    private let loop = ServiceLoop()
    private let deliveries: PushDelivery
    private let service: ManagementService

    init(_ configuration: Configuration, _ options: Options) {
        self.configuration = configuration
        self.options = options
        let level = Logger.Level(configuration.log.level)
        LoggingSystem.bootstrap { _ in JournalLogHandler(logLevel: level) }
        let logger = Logger(label: "baseboardd")
        self.logger = logger
        deliveries = PushDelivery(configuration, loop: loop, logger: logger)
        service = ManagementService(
            executor: loop.executor, configuration: ServiceConfiguration(configuration),
            clock: LoopClock(loop: loop), sender: deliveries, report: { logger.error("\($0)") })
    }

    /// Serves until a signal says to stop; the result is the exit status.
    func run() -> Int32 {
        let encryption: Encryption?
        let accounts: Accounts
        let server: HTTPServer
        let listeners: [HTTPServerConfiguration.Listener]
        let users = UsersFile(path: configuration.authentication.usersFile)
        do {
            encryption = try Encryption(configuration, logger: logger)
            accounts = try Accounts(
                Accounts.Source(configuration.authentication), digestAlgorithms: [DigestAlgorithm](configuration),
                limits: Accounts.Limits(configuration), loop: loop, logger: logger)
            server = makeServer(encryption?.server, accounts)
            listeners = try server.start()
        } catch let error as UsersFileError {
            logger.critical("\(error)")
            return EX_CONFIG
        } catch let error as PAMError {
            logger.critical("\(error)")
            return EX_CONFIG
        } catch let error as TLSError {
            logger.critical("\(error)")
            return EX_CONFIG
        } catch {
            logger.critical("\(error)")
            return EX_UNAVAILABLE
        }
        if configuration.authentication.passwordSource == .users, (try? users.check()) ?? 0 == 0 {
            logger.warning(
                "nobody can log in: \(users.path) has no account; baseboardd --add-user NAME --role admin makes one")
        }
        for listener in listeners { logger.notice("listening on \(listener)") }
        let inventory = Inventory(configuration, accounts: accounts, deliveries: deliveries, loop: loop, logger: logger)
        inventory.install(into: service)
        ServiceNotification.send("READY=1")
        while true {
            switch signals.wait() {
            case .reload:
                logger.notice("reloading")
                ServiceNotification.send("RELOADING=1\nMONOTONIC_USEC=\(loop.now() / 1000)")
                encryption?.reload()
                accounts.reload()
                inventory.rescan(service)
                ServiceNotification.send("READY=1")
            case .stop:
                logger.notice("stopping")
                ServiceNotification.send("STOPPING=1")
                inventory.hurry()
                server.stop(grace: configuration.limits.shutdownGrace.nanoseconds)
                inventory.stop()
                deliveries.finish(within: configuration.limits.shutdownGrace.nanoseconds) { [service] in
                    service.endEnumerations()
                }
                inventory.close()
                accounts.shutdown()
                loop.shutdown()
                return inventory.hasFailed ? EX_UNAVAILABLE : EX_OK
            }
        }
    }

    private func makeServer(_ tls: TLSServer?, _ accounts: Accounts) -> HTTPServer {
        let endpoint = WSManEndpoint(service: service)
        let media = ["application/soap+xml", "text/xml", "application/xml"]
        let isOpen = configuration.authentication.anonymousIdentify
        // How Windows asks for Identify without credentials; the service answers nothing else to nobody.
        let access: HTTPRoute.Access =
            isOpen ? .authenticatedUnless(header: "WSMANIDENTIFY", value: "unauthenticated") : .authenticated
        var routes = ["/wsman", "/wsman/"].map {
            HTTPRoute(path: $0, methods: ["POST"], access: access, contentTypes: media, handler: endpoint)
        }
        if isOpen {
            routes.append(
                HTTPRoute(
                    path: "/wsman-anon/identify", methods: ["POST"], access: .anonymous, contentTypes: media,
                    handler: endpoint))
        }
        let tidying = MemoryTidying(loop: loop)
        return HTTPServer(
            configuration: HTTPServerConfiguration(configuration, tls: tls, accounts: accounts),
            loop: loop, routes: routes, logger: logger, becameQuiet: { tidying.becameQuiet() })
    }
}
