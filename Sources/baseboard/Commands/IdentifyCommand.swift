// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// `baseboard identify`.
struct IdentifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify", abstract: "Shows which service answers, and what it speaks.")

    @Flag(help: "Ask without an account; vendor and version may be missing then.")
    var anonymous = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func run() async throws {
        try await Session.run(
            connection, output, anonymousPath: anonymous ? Endpoint.anonymousPath : nil
        ) { session throws(WSManClientError) in
            Self.show(try await session.client.identify(), to: session.output)
        }
    }

    static func show(_ identity: Identity, to output: Output) {
        switch output.format {
        case .raw: break
        case .xml: output.markup(identity.xml ?? "")
        case .json:
            output.json([
                .object([
                    "ProductVendor": JSONValue(identity.productVendor),
                    "ProductVersion": JSONValue(identity.productVersion),
                    "ProtocolVersion": JSONValue(identity.protocolVersions),
                    "AddressingVersionURI": JSONValue(identity.addressingVersions),
                    "SecurityProfileName": JSONValue(identity.securityProfiles),
                ])
            ])
        case .table:
            var rows: [(String, String)] = []
            func add(_ name: String, _ values: [String]) {
                for (index, value) in values.enumerated() {
                    rows.append((index == 0 ? name : "", DisplayText.clean(value)))
                }
                if values.isEmpty { rows.append((name, Table.none)) }
            }
            add("ProductVendor", identity.productVendor.map { [$0] } ?? [])
            add("ProductVersion", identity.productVersion.map { [$0] } ?? [])
            add("ProtocolVersion", identity.protocolVersions)
            add("AddressingVersionURI", identity.addressingVersions)
            add("SecurityProfileName", identity.securityProfiles)
            output.details(rows)
        }
    }
}
