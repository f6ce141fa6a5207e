// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// `baseboard sensors`.
struct SensorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensors", abstract: "Shows every sensor: reading, limits, state, quality and age.",
        discussion: "Limits are non-critical/critical/fatal; --json has every property of the sensors' view.")

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    func run() async throws {
        try await Session.run(connection, output) { session throws(WSManClientError) in
            if session.output.format != .table {
                var listing = Listing(session.output)
                try await session.list(Self.sensors, into: &listing)
                return listing.finish()
            }
            let sensors = try await session.instances(Self.sensors)
            Self.show(NameDistinction.applied(to: sensors).map(SensorReading.init), to: session.output)
        }
    }

    static let sensors = Reference(ResourceURI(ofClass: "BB_SensorView"), [])

    static func show(_ sensors: [SensorReading], to output: Output) {
        guard !sensors.isEmpty else { return output.line("none") }
        output.table(
            [
                .init(title: "Sensor", least: Table.identity), .init(title: "Reading"),
                .init(title: "State", isState: true),
                .init(title: "Lower"), .init(title: "Upper"), .init(title: "Quality"), .init(title: "Age"),
                .init(title: "DeviceID"),
            ],
            sensors.map { [$0.name, $0.reading, $0.state, $0.lower, $0.upper, $0.quality, $0.age, $0.deviceID] })
    }
}
